// What a register is told, and what it is not: decided with the act, sealed, in order of each account.
#include <boost/json.hpp>

#include "service/store/acts/accounts.h"
#include "service/store/acts/connector_events.h"
#include "service/store/acts/erasing.h"
#include "service/store/acts/freezing.h"
#include "service/store/acts/guardians.h"
#include "service/store/acts/import_run.h"
#include "service/store/acts/people.h"
#include "service/store/acts/telling_register.h"
#include "tests/service/credentials_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using desk::RegisterField;
using store::Session;
using wire::Act;

namespace {

desk::TellingRule everything() {
  desk::TellingRule rule;
  for (const auto event : desk::register_events) rule.events.insert(event);
  rule.fields = {RegisterField::user_code, RegisterField::names, RegisterField::state, RegisterField::change_due};
  return rule;
}

struct TellingDesk : Desk {
  explicit TellingDesk(const desk::TellingRule& rule = everything()) {
    office->profiles.at("classeviva").telling = rule;
    office->registers["RMIC817009"] = {register_key.public_key()};
  }
  // Takes one and delivers it. Nothing: nothing is due.
  std::optional<boost::json::object> next(store::Time now = start) {
    return act([&](Session& session) -> std::optional<boost::json::object> {
      const auto event = acts::claim_event(session, *office, school.id, "p", now, now + 30s);
      if (!event) return std::nullopt;
      acts::event_delivered(session, event->id, event->attempt, now);
      auto content = boost::json::parse(std::string{event->content.reveal()}).as_object();
      content["event"] = event->kind;
      return content;
    });
  }
  std::string maria_id() {
    return act([&](Session& session) {
      return acts::find_guardian(session, *office, school.id,
                                 office->vault.document_index(school.id, document(maria)))
          ->id;
    });
  }
  secret::SealKeyPair register_key = secret::SealKeyPair::generate();
};

std::string text(const boost::json::object& object, const char* name) { return object.at(name).as_string().c_str(); }

void issue(Desk& desk, std::optional<secret::SecretText> for_register = {}) {
  const auto who = bearer(desk);
  REQUIRE(desk.act([&](Session& session) {
    acts::NewCredentials made;
    made.wish = {Act::issue, "2026-09", true};
    made.password_hash = secret::SecretText{"hash"};
    made.pin = secret::SecretText{"482913"};
    made.pin_hash = secret::SecretText{"hash of a pin"};
    made.for_register = for_register;
    return acts::set_credentials(session, *desk.office, who, made, start).has_value();
  }));
}

}  // namespace

TEST_CASE("each act on credentials tells the register once, in order, with the account as it stands afterwards") {
  TellingDesk desk;
  const auto id = desk.maria_id();
  issue(desk);
  const auto who = bearer(desk);
  REQUIRE(set(desk, who, Act::reset_password, "h2"));
  REQUIRE(set(desk, who, Act::recover_user_code));
  REQUIRE(set(desk, who, Act::renew_pin));
  const auto again = bearer(desk, start + 60s);
  REQUIRE(set(desk, again, Act::remove_pin, "", start + 60s));
  desk.act([&](Session& session) {
    REQUIRE(acts::block_guardian(session, *desk.office, desk.school.id, id, start));
    REQUIRE(acts::block_guardian(session, *desk.office, desk.school.id, id, start));  // stands already: no news
    REQUIRE(acts::unblock_guardian(session, *desk.office, desk.school.id, id, start));
    return true;
  });
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"credentials_issued", "active"}, {"password_changed", "active"},     {"pin_changed", "active"},
      {"pin_removed", "active"},        {"credentials_blocked", "blocked"}, {"credentials_unblocked", "active"}};
  std::string user_code;
  for (const auto& [event, state] : expected) {
    const auto told = desk.next(start + 120s);
    REQUIRE(told);
    CHECK(text(*told, "event") == event);
    CHECK(text(*told, "state") == state);
    CHECK(text(*told, "holder") == "guardian");
    CHECK(text(*told, "surname") == "D'Angelo");
    CHECK_FALSE(told->at("change_due").as_bool());
    CHECK_FALSE(told->contains("sealed_password"));
    CHECK_FALSE(told->contains("sealed_pin"));
    if (user_code.empty()) user_code = text(*told, "user_code");
    CHECK(text(*told, "user_code") == user_code);
  }
  CHECK_FALSE(desk.next(start + 120s));
  CHECK(desk.count("connector_event WHERE state = 'delivered' AND LENGTH(content) > 0") == 0);
}

TEST_CASE("what a profile does not name does not leave, nor does anything of a school without a connector") {
  desk::TellingRule rule;
  rule.events = {desk::RegisterEvent::credentials_frozen};
  TellingDesk desk{rule};
  issue(desk);
  CHECK(desk.count("connector_event") == 0);
  const auto token = desk.act([&](Session& session) {
    const auto link = session.first("SELECT id FROM freeze_link");
    return std::string{desk.office->vault.link_token(store::LinkKind::freeze, link->text(0)).reveal()};
  });
  REQUIRE(desk.act([&](Session& session) { return acts::freeze(session, *desk.office, token, start).has_value(); }));
  const auto told = desk.next();
  REQUIRE(told);
  CHECK(text(*told, "event") == "credentials_frozen");
  for (const auto* name : {"user_code", "surname", "given_name", "state", "change_due"}) {
    CHECK_FALSE(told->contains(name));
  }

  Desk quiet;
  quiet.office->profiles.at("classeviva").telling = everything();
  issue(quiet);
  CHECK(quiet.count("connector_event") == 0);
}

TEST_CASE("a password leaves sealed to the register's key, and without a key nothing is issued") {
  auto rule = everything();
  rule.sealed_password = true;
  rule.sealed_pin = true;
  TellingDesk desk{rule};
  const auto guardian = desk.act([&](Session& session) {
    return acts::guardian_by_id(session, *desk.office,
                                session.first("SELECT id FROM guardian WHERE phone IS NOT NULL")->text(0));
  });
  const acts::Wish wish{Act::issue, "2026-09", true};
  const auto plan = [&] {
    return desk.act([&](Session& session) { return acts::plan_for(session, *desk.office, guardian, wish, start); });
  };
  REQUIRE(plan());
  CHECK(plan()->for_register);
  issue(desk, secret::SecretText{"Vela-Rossa.1987"});
  const auto told = desk.next();
  REQUIRE(told);
  const auto open = [&](const char* name, const secret::SealKeyPair& key) {
    return key.open(*secret::from_base64url(text(*told, name)));
  };
  CHECK(open("sealed_password", desk.register_key)->reveal() == "Vela-Rossa.1987");
  CHECK(open("sealed_pin", desk.register_key)->reveal() == "482913");
  CHECK_FALSE(open("sealed_password", secret::SealKeyPair::generate()));

  desk.office->registers["RMIC817009"].key.reset();
  const auto refused = desk.act([&](Session& session) {
    const acts::Wish reset{Act::reset_password, "2026-09", true};
    return acts::plan_for(session, *desk.office, guardian, reset, start);
  });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == wire::Code::act_refused);
  const auto sentence = desk.act(
      [&](Session& session) { return acts::register_lacks_key(session, *desk.office, desk.school.id).value_or(""); });
  CHECK(sentence.contains("RMIC817009"));
  CHECK(sentence.contains("register_key_file"));
}

TEST_CASE("an event that waits holds back its account and nobody else; one that failed for good holds back nobody") {
  TellingDesk desk;
  desk.import(guardian_row(stranger, "Verdi", "Zoe", "+393330000001", "PUPIL9"));
  issue(desk);
  const auto who = bearer(desk);
  REQUIRE(set(desk, who, Act::reset_password, "h2"));
  REQUIRE(set(desk, bearer(desk, start, stranger), Act::issue, "h3"));
  const auto claim = [&](store::Time now) {
    return desk.act([&](Session& session) {
      return acts::claim_event(session, *desk.office, desk.school.id, "p", now, now + 30s);
    });
  };
  const auto first = claim(start);
  REQUIRE(first);
  const auto other = claim(start);  // the first is on its way: its account waits, the next account does not
  REQUIRE(other);
  CHECK(other->account != first->account);
  CHECK_FALSE(claim(start));
  desk.act([&](Session& session) {
    acts::event_refused(session, first->id, first->attempt, "http_500", start + 60s, start);
    acts::event_delivered(session, other->id, other->attempt, start);
    return true;
  });
  CHECK_FALSE(claim(start + 59s));
  const auto again = claim(start + 60s);
  REQUIRE(again);
  CHECK(again->id == first->id);
  CHECK(again->attempt == 2);
  // A claim that nobody ended is due again under the same id, and its late first word counts for nothing.
  const auto taken_over = claim(start + 91s);
  REQUIRE(taken_over);
  CHECK(taken_over->id == first->id);
  desk.act([&](Session& session) {
    acts::event_refused(session, again->id, again->attempt, "late", std::nullopt, start + 92s);
    acts::event_refused(session, taken_over->id, taken_over->attempt, "http_422", std::nullopt, start + 92s);
    return true;
  });
  const auto second = claim(start + 93s);
  REQUIRE(second);
  CHECK(second->account == first->account);
  const auto retry = [&](const std::string& id) {
    return desk.act(
        [&](Session& session) { return acts::retry_events(session, *desk.office, desk.school.id, id, start + 94s); });
  };
  CHECK(retry(first->id).value() == 1);
  CHECK_FALSE(claim(start + 94s)->id == second->id);  // the first again, before what comes after it
  desk.act([&](Session& session) {
    acts::event_refused(session, first->id, taken_over->attempt + 1, "http_422", std::nullopt, start + 95s);
    acts::event_delivered(session, second->id, second->attempt, start + 95s);
    return true;
  });
  REQUIRE_FALSE(retry(first->id));  // a newer one was delivered: telling the old one now would be a lie
  CHECK(retry(first->id).error().contains("newer"));
  CHECK_FALSE(retry("no-such-event"));
}

TEST_CASE("closing an account empties what still waits of it and leaves one last word") {
  TellingDesk desk;
  const auto id = desk.maria_id();
  issue(desk);
  desk.act([&](Session& session) {
    acts::tell_register_of_guardian(session, *desk.office, desk::RegisterEvent::credentials_closed, id, start);
    return true;
  });
  CHECK(desk.count("connector_event WHERE state = 'overtaken' AND LENGTH(content) = 0") == 1);
  const auto told = desk.next();
  REQUIRE(told);
  CHECK(text(*told, "event") == "credentials_closed");
  CHECK(text(*told, "state") == "closed");
  CHECK_FALSE(desk.next());
}

TEST_CASE("whom the school has no more is blocked at the register, and whoever comes back is not") {
  TellingDesk desk;
  const auto id = desk.maria_id();
  issue(desk);
  REQUIRE(desk.next());
  const auto pupil = desk.act([&](Session& session) {
    const auto pupil = session.first("SELECT pupil_id FROM guardianship WHERE guardian_id = $1", id)->text(0);
    acts::give_set(session, *desk.office,
                   {acts::HolderKind::pupil,
                    pupil,
                    desk.school.id,
                    {secret::SecretText{"D'Angelo"}, secret::SecretText{"Alunno"}}},
                   "S#######@", {secret::SecretText{"hash"}, false, std::nullopt}, std::nullopt, start);
    return pupil;
  });
  const auto heard = [&](std::string_view event, std::string_view state, std::string_view holder) {
    const auto told = desk.next();
    REQUIRE(told);
    CHECK(text(*told, "event") == event);
    CHECK(text(*told, "state") == state);
    CHECK(text(*told, "holder") == holder);
  };
  for (int round = 0; round < 2; ++round) {  // the second finds them closed: no news
    desk.act([&](Session& session) {
      acts::close_pupils(session, *desk.office, std::vector{pupil}, start);
      acts::close_guardians(session, *desk.office, desk.school.id, std::vector{id}, start);
      return true;
    });
  }
  heard("credentials_blocked", "blocked", "pupil");
  heard("credentials_blocked", "blocked", "guardian");
  desk.act([&](Session& session) {  // shut out already, and still
    REQUIRE(acts::block_guardian(session, *desk.office, desk.school.id, id, start));
    REQUIRE(acts::unblock_guardian(session, *desk.office, desk.school.id, id, start));
    return true;
  });
  CHECK_FALSE(desk.next());
  desk.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL1"));
  heard("credentials_unblocked", "active", "guardian");
  heard("credentials_unblocked", "active", "pupil");
  desk.act([&](Session& session) {
    acts::disable_guardian(session, *desk.office, desk.school.id, id, start);
    acts::let_in(session, *desk.office, id, start);
    acts::let_in(session, *desk.office, id, start);
    return true;
  });
  heard("credentials_blocked", "blocked", "guardian");
  heard("credentials_unblocked", "active", "guardian");
  CHECK_FALSE(desk.next());
}

TEST_CASE("an erased person's accounts are closed at the register: that waits, and nothing else of them") {
  TellingDesk desk;
  const auto id = desk.maria_id();
  issue(desk);
  desk.act([&](Session& session) {
    REQUIRE(acts::block_guardian(session, *desk.office, desk.school.id, id, start));
    return true;
  });
  REQUIRE(acts::forget(*desk.store, *desk.office, {desk.school.id, {id}, false}, start));
  CHECK(desk.count("account") == 0);
  CHECK(desk.count("connector_event") == 1);
  const auto told = desk.next();
  REQUIRE(told);
  CHECK(text(*told, "event") == "credentials_closed");
  CHECK(text(*told, "state") == "closed");
  CHECK_FALSE(text(*told, "user_code").empty());
  CHECK_FALSE(desk.next());
  CHECK(desk.count("connector_event WHERE LENGTH(content) = 0") == 1);
}
