// A desk whose school tells a register, and events to tell: what tests of webhook and CSV share.
#pragma once

#include "service/connectors/connector.h"
#include "service/store/acts/telling_register.h"
#include "tests/service/credentials_fixture.h"

namespace sportello::tests {

struct ConnectorDesk : Desk {
  store::Time told_at = start;  // a week later no try begins any more

  ConnectorDesk() {
    auto& rule = office->profiles.at("classeviva").telling;
    for (const auto event : desk::register_events) rule.events.insert(event);
    rule.fields = {desk::RegisterField::user_code, desk::RegisterField::names, desk::RegisterField::state};
    office->registers["RMIC817009"] = {};
  }
  // A guardian with credentials of their own: one event.
  std::string add_account(int number) {
    return act([&](store::Session& session) {
      const auto guardian = "guardian" + std::to_string(number);
      const auto account = "account" + std::to_string(number);
      const auto seal = [&](std::string_view table, std::string_view column, const std::string& id,
                            std::string_view text) {
        return office->vault.seal(store::Seal::personal, {table, column, school.id, id}, text);
      };
      session.exec(
          "INSERT INTO guardian (id, school_id, document_index, document, surname, given_name, created_at, "
          "changed_at) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
          guardian, school.id, secret::Bytes{1, static_cast<std::uint8_t>(number)},
          seal("guardian", "document", guardian, "X"), seal("guardian", "surname", guardian, "Rossi; \"Bianchi\""),
          seal("guardian", "given_name", guardian, "Zoe"), start);
      session.exec(
          "INSERT INTO account (id, school_id, guardian_id, user_code_index, user_code, password, change_due, "
          "issued_at, password_set_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $7)",
          account, school.id, guardian, secret::Bytes{2, static_cast<std::uint8_t>(number)},
          seal("account", "user_code", account, "G" + std::to_string(1000000 + number) + "A"), secret::Bytes{},
          start);
      acts::tell_register(session, *office, {desk::RegisterEvent::credentials_issued, account}, told_at);
      return account;
    });
  }
  void tell(const std::string& account, desk::RegisterEvent event) {
    act([&](store::Session& session) {
      acts::tell_register(session, *office, {event, account}, told_at);
      return true;
    });
  }
  connectors::Tools tools(std::function<store::Time()> now, std::string process = "one") {
    return {*store, *office, std::move(now), std::move(process)};
  }
  [[nodiscard]] connectors::Customer customer() const { return {school.id, school.code}; }
};

}  // namespace sportello::tests
