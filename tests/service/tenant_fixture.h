// Two schools in one service, the first with one of everything that has an id: what the tenant tests stand on.
#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "service/handlers/routes.h"
#include "service/store/acts/browser.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/page_browser.h"
#include "tests/fakes/store_door.h"

namespace sportello::tests {

using namespace sportello::fakes;

// What of an answer may differ between two calls of the same kind: the time, and the request's own id.
inline std::string words_of(const Answer& answer) {
  std::string all = std::to_string(answer.status) + "\n";
  for (const auto& [name, value] : answer.headers) {
    if (name != "date" && name != "x-request-id") all += name + ": " + value + "\n";
  }
  return all + "\n" + answer.body;
}

// Each row with its table, as StoreDoor::everything() tells them.
inline std::vector<std::string> rows_of(const std::string& everything) {
  std::vector<std::string> rows;
  std::istringstream lines{everything};
  std::string table;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() >= 'a' && line.front() <= 'z') {
      table = line;
    } else if (table != "process") {  // its sign of life is nobody's doing
      rows.push_back(table + ": " + line);
    }
  }
  std::ranges::sort(rows);
  return rows;
}

struct Change {
  std::vector<std::string> rows;  // that came, went, or stand otherwise now

  [[nodiscard]] bool names(const std::string& id) const {
    return std::ranges::any_of(rows, [&](const auto& row) { return row.contains(id); });
  }
  // How many rows of which table: what an observer of the store's size would see.
  [[nodiscard]] std::map<std::string, int> tables() const {
    std::map<std::string, int> counted;
    for (const auto& row : rows) ++counted[row.substr(0, row.find(':'))];
    return counted;
  }
};

class TwoSchools {
 public:
  // "ours" is the school whose ids are tried with the key, visit and cookie of "theirs".
  TwoSchools() : door(service), ours(service.kiosk(school_code)), theirs(service.kiosk(other_school_code)) {
    our_school = school_id(school_code);
    their_school = school_id(other_school_code);
    our_guardian = door.guardian(school_code, families().at(0).document);

    const auto issued = begin(ours, families().at(0));
    const auto given = ours.set_credentials(issued.visit, issued.person, wire::Act::issue, good_password);
    REQUIRE(given);
    our_user_code = std::string{given->user_code.reveal()};
    if (given->pin) our_pin = std::string{given->pin->reveal()};
    our_freeze_token = door.freeze_token();
    our_visit = issued.visit;
    our_grant = std::string{issued.person.grant.reveal()};
    wire::ReportRequest wrong;
    wrong.what = {wire::WrongData::phone};
    our_report = ours.report(issued.visit, issued.person, wrong).value().reference;
    our_invitation_token = door.invite(door.guardian(school_code, families().at(1).document));

    write_file(service.folder() / "theirs.csv",
               "guardian_cf;guardian_surname;guardian_name;phone;mail;pupil_key;pupil_surname;pupil_name;class\n"
               "REXLAX71C01H501L;Re;Al;+393402222201;al@example.org;ALTRO1;Re;Bea;3C\n");
    service.command({"import", "--school", other_school_code, (service.folder() / "theirs.csv").string()});
    const auto they = begin(theirs, their_family());
    their_visit = they.visit;
    their_grant = std::string{they.person.grant.reveal()};
    their_invitation_token = door.invite(door.guardian(other_school_code, their_family().document));
    REQUIRE(eventually([&] { return door.count("outbox WHERE state IN ('queued', 'sending')") == 0; }));
    our_message = door.act([&](store::Session& session) {
      return session.first("SELECT id FROM outbox WHERE school_id = $1 ORDER BY id LIMIT 1", our_school)->text(0);
    });
  }

  static Family their_family() { return {"REXLAX71C01H501L", "+393402222201", "Al", "al@example.org"}; }
  static std::string fresh_id() { return secret::to_base64url(secret::random_bytes(16)); }

  // What `call` changes in the store. Messages under way would be another's change.
  template <class Call>
  std::pair<Answer, Change> watched(Call call) {
    REQUIRE(eventually([&] { return door.count("outbox WHERE state IN ('queued', 'sending')") == 0; }));
    const auto before = rows_of(door.everything());
    auto answer = call();
    REQUIRE(eventually([&] { return door.count("outbox WHERE state IN ('queued', 'sending')") == 0; }));
    const auto after = rows_of(door.everything());
    Change change;
    std::ranges::set_symmetric_difference(before, after, std::back_inserter(change.rows));
    return {std::move(answer), std::move(change)};
  }

  // The heart of it: with an id of ours the call is answered as with a made-up one, byte for byte, leaves the same
  // traces in the store, and none of them at our school.
  template <class Call>
  void check_same(const std::string& id_of_ours, const std::string& made_up, Call call) {
    auto [unknown, unknown_change] = watched([&] { return call(made_up); });
    auto [known, known_change] = watched([&] { return call(id_of_ours); });
    CHECK(words_of(known) == words_of(unknown));
    CHECK(known.status >= 300);
    CHECK(known_change.tables() == unknown_change.tables());
    CHECK_FALSE(known_change.names(our_school));
  }

  ServiceFixture service;
  StoreDoor door;
  KioskClient ours, theirs;
  std::string our_school, their_school, our_guardian, our_visit, our_grant, our_user_code, our_freeze_token,
      our_report, our_invitation_token, our_message, their_visit, their_grant, their_invitation_token;
  std::optional<std::string> our_pin;

 private:
  struct Begun {
    std::string visit;
    wire::Person person;
  };
  Begun begin(KioskClient& kiosk, const Family& family) {
    const auto visit = kiosk.open(family.document);
    REQUIRE(visit);
    const auto sms = service.sms_to(family.phone);
    REQUIRE(sms);
    auto person = kiosk.check(visit->visit, sms->code());
    REQUIRE(person);
    return {visit->visit, std::move(*person)};
  }
  std::string school_id(const std::string& code) {
    return door.act([&](store::Session& session) {
      return session.first("SELECT id FROM school WHERE code = $1", code)->text(0);
    });
  }
};

}  // namespace sportello::tests
