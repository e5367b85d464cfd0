// One row per event, its content sealed like all personal data.
#include "service/store/acts/telling_register.h"

#include <sodium.h>

#include <boost/json.hpp>

#include "service/store/acts/accounts.h"
#include "service/store/acts/people.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

using desk::RegisterField;

struct Listener {
  School school;
  const desk::TellingRule* rule = nullptr;
  const ToldRegister* told = nullptr;  // nullptr: no [[connector]] names this school
};

Listener listener_of(Session& session, const Office& office, std::string_view school_id) {
  const auto school = school_by_id(session, school_id);
  if (!school) throw Failure("a school is gone");
  const auto profile = office.profiles.find(school->profile);
  if (profile == office.profiles.end()) throw Failure("a school's profile is gone");
  const auto told = office.registers.find(school->code);
  return {*school, &profile->second.telling, told == office.registers.end() ? nullptr : &told->second};
}

// Locks the school's head for the rest of the transaction, so that two processes never give one number twice.
std::int64_t next_sequence(Session& session, std::string_view school_id) {
  return session
      .first(
          "INSERT INTO connector_head (school_id, sequence, batch) VALUES ($1, 1, 0) ON CONFLICT (school_id) DO "
          "UPDATE SET sequence = connector_head.sequence + 1 RETURNING sequence",
          school_id)
      ->integer(0);
}

std::string_view state_of(RegisterEvent event, bool frozen, bool blocked) {
  if (event == RegisterEvent::credentials_closed) return "closed";
  if (blocked) return "blocked";
  return frozen ? "frozen" : "active";
}

bool has_left(Session& session, std::string_view pupil_id) {
  return session.first("SELECT 1 FROM pupil WHERE id = $1 AND left_at IS NOT NULL", pupil_id).has_value();
}

void add_names(boost::json::object& into, std::string_view surname, std::string_view given_name) {
  into["surname"] = surname;
  into["given_name"] = given_name;
}

// Nothing of a password that has no key to be sealed to: register_lacks_key stopped the act before it began.
void add_sealed(boost::json::object& into, std::string_view name, const std::optional<secret::SecretText>& clear,
                bool leaves, const ToldRegister& told) {
  if (!clear || clear->empty() || !leaves) return;
  if (!told.key) throw Failure("a register's key is missing");
  into[name] = secret::to_base64url(secret::seal(clear->reveal(), *told.key));
}

boost::json::object content_of(Session& session, const Office& office, const Listener& listener,
                               const Telling& telling, const Row& account) {
  const auto& rule = *listener.rule;
  const auto has = [&](RegisterField field) { return rule.fields.contains(field); };
  const auto& school_id = listener.school.id;
  const bool of_guardian = !account.is_null(0);
  std::optional<Guardian> guardian;
  if (of_guardian) guardian = guardian_by_id(session, office, account.text(0));
  boost::json::object content;
  content["holder"] = of_guardian ? "guardian" : "pupil";
  if (has(RegisterField::user_code)) {
    content["user_code"] =
        office.vault.reveal(Seal::personal, {"account", "user_code", school_id, telling.account}, account.blob(2))
            .reveal();
  }
  if (has(RegisterField::names)) {
    if (guardian) {
      const auto names = names_of(session, office, *guardian);
      add_names(content, names.surname.reveal(), names.given_name.reveal());
    } else {
      const auto pupil = session.first("SELECT surname, given_name FROM pupil WHERE id = $1", account.text(1));
      const auto open = [&](std::string_view column, std::size_t at) {
        return office.vault.reveal(Seal::personal, {"pupil", column, school_id, account.text(1)}, pupil->blob(at));
      };
      add_names(content, open("surname", 0).reveal(), open("given_name", 1).reveal());
    }
  }
  if (has(RegisterField::state)) {
    const bool shut = guardian ? guardian->blocked : has_left(session, account.text(1));
    content["state"] = state_of(telling.event, !account.is_null(4), shut);
  }
  if (has(RegisterField::change_due)) content["change_due"] = account.boolean(3);
  add_sealed(content, "sealed_password", telling.password, rule.sealed_password, *listener.told);
  add_sealed(content, "sealed_pin", telling.pin, rule.sealed_pin, *listener.told);
  return content;
}

}  // namespace

void tell_register(Session& session, const Office& office, const Telling& telling, Time now) {
  if (office.registers.empty()) return;
  const auto account = session.first(
      "SELECT guardian_id, pupil_id, user_code, change_due, frozen_at, school_id FROM account WHERE id = $1",
      telling.account);
  if (!account) throw Failure("an account is gone before its register was told");
  const auto listener = listener_of(session, office, account->text(5));
  if (listener.told == nullptr) return;
  const auto& school_id = listener.school.id;
  if (telling.event == RegisterEvent::credentials_closed) {
    session.exec(
        "UPDATE connector_event SET state = 'overtaken', content = $1, finished_at = $2, last_word = "
        "'account_closed' "
        "WHERE account_id = $3 AND state IN ('queued', 'failed')",
        secret::Bytes{}, now, telling.account);
  }
  if (!listener.rule->events.contains(telling.event)) return;
  const auto id = new_id();
  auto told = content_of(session, office, listener, telling, *account);
  told["at"] = now.time_since_epoch().count();
  auto clear = boost::json::serialize(told);
  const auto content = office.vault.seal(Seal::personal, {"connector_event", "content", school_id, id}, clear);
  sodium_memzero(clear.data(), clear.size());
  session.exec(
      "INSERT INTO connector_event (id, school_id, kind, account_id, sequence, content, state, attempts, next_at, "
      "not_after, created_at, last_word) VALUES ($1, $2, $3, $4, $5, $6, 'queued', 0, $7, $8, $7, '')",
      id, school_id, name_of(telling.event), telling.account, next_sequence(session, school_id), content, now,
      now + desk::register_patience);
}

void tell_register_of_guardian(Session& session, const Office& office, RegisterEvent event,
                               std::string_view guardian_id, Time now) {
  if (office.registers.empty()) return;
  const auto account = session.first("SELECT id FROM account WHERE guardian_id = $1", guardian_id);
  if (account) tell_register(session, office, {event, account->text(0)}, now);
}

void tell_register_of_pupil(Session& session, const Office& office, RegisterEvent event, std::string_view pupil_id,
                            Time now) {
  if (office.registers.empty()) return;
  const auto account = session.first("SELECT id FROM account WHERE pupil_id = $1", pupil_id);
  if (account) tell_register(session, office, {event, account->text(0)}, now);
}

bool register_takes_password(Session& session, const Office& office, std::string_view school_id) {
  if (office.registers.empty()) return false;
  const auto listener = listener_of(session, office, school_id);
  return listener.told != nullptr && listener.rule->sealed_password;
}

std::optional<std::string> register_lacks_key(Session& session, const Office& office, std::string_view school_id) {
  const auto listener = listener_of(session, office, school_id);
  if (!listener.rule->seals() || (listener.told != nullptr && listener.told->key)) return std::nullopt;
  return "the register of " + listener.school.code +
         " must be given passwords, sealed, and has no key here yet: name it under register_key_file in the school's "
         "[[connector]]";
}

}  // namespace sportello::store::acts
