// Requests by their numbers: repeated, forged, too old, too many, under a key that is over. Each is carried out once
// or not at all, and the answer says what the kiosk may let go of.
#include "service/store/acts/audit_verify.h"
#include "service/store/acts/retention.h"
#include "service/store/acts/sweep.h"
#include "service/store/reloading_store.h"
#include "tests/service/requests_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using Outcome = RequestDesk::Outcome;

TEST_CASE("a repeat is answered as before, and does nothing") {
  RequestDesk desk;
  const auto request = desk.leave(RequestDesk::annas());
  CHECK(desk.deliver(request) == Outcome::taken);
  CHECK(desk.sent().size() == 1);
  const auto audit = desk.count("audit");
  for (int i = 0; i < 3; ++i) {
    const auto again = desk.deliver(desk.kiosk, {request, request}, start + i * 24h);
    REQUIRE(again);
    REQUIRE(again->size() == 2);
    for (const auto& one : *again) {
      CHECK(one.answer == wire::RequestAnswer{request.sequence, Outcome::taken});
      CHECK(one.repeated);
    }
  }
  // Also when it would be too old by now.
  CHECK(desk.deliver(request, start + wire::request_life + 1h) == Outcome::taken);
  CHECK(desk.sent(start + 72h).empty());
  CHECK(desk.count("audit") == audit);
  CHECK(desk.count("kiosk_request") == 1);
}

TEST_CASE(
    "the same number with another box is refused, said in the audit once, and taken under a number of its own") {
  RequestDesk desk;
  CHECK(desk.ask(maria) == Outcome::taken);
  desk.kiosk.next = 1;  // its disk was put back
  const auto other = desk.leave(RequestDesk::annas());
  for (int i = 0; i < 3; ++i) CHECK(desk.deliver(other) == Outcome::number_taken);
  CHECK(desk.events("request.refused") == 1);
  CHECK(desk.count("invitation") == 0);
  const auto numbered = wire::numbered(other, 2, desk.kiosk.device.id, desk.kiosk.key);
  CHECK(numbered.box == other.box);
  CHECK(desk.deliver(numbered) == Outcome::taken);
  CHECK(desk.count("invitation") == 1);
  // In one call, too.
  const auto both =
      desk.deliver(desk.kiosk, {wire::numbered(other, 3, desk.kiosk.device.id, desk.kiosk.key),
                                fakes::left_request({std::string{maria}, start}, 3, desk.kiosk.device.id,
                                                    desk.kiosk.key, desk.sealing_key())});
  CHECK(both->at(0).answer.outcome == Outcome::taken);  // of somebody who was answered today
  CHECK(both->at(1).answer.outcome == Outcome::number_taken);
}

TEST_CASE("numbers are a kiosk's own, and may have gaps") {
  RequestDesk desk;
  auto second = desk.make_kiosk();
  CHECK(desk.ask(maria) == Outcome::taken);
  CHECK(desk.deliver(second, {desk.leave(second, RequestDesk::annas())})->front().answer.outcome == Outcome::taken);
  CHECK(desk.sent().size() == 2);
  desk.kiosk.next = 900;
  CHECK(desk.ask(stranger) == Outcome::taken);
  desk.kiosk.next = 5;
  CHECK(desk.ask(mario) == Outcome::taken);
}

TEST_CASE("one person and Italian day, by when it is taken and by when it was made") {
  RequestDesk desk;
  const auto links = [&] { return desk.count("invitation"); };
  const auto annas = RequestDesk::annas();
  const auto midnight = start + 7h + 46min + 40s;  // 22:00 in UTC, in summer
  SECTION("a second one sends nothing, on whatever kiosk; after midnight it does") {
    auto second = desk.make_kiosk();
    CHECK(desk.ask(annas) == Outcome::taken);
    CHECK(desk.ask(annas, start + 1h) == Outcome::taken);
    CHECK(desk.deliver(second, {desk.leave(second, annas)}, start + 2h)->front().answer.outcome == Outcome::taken);
    CHECK(desk.ask(annas, midnight - 1s) == Outcome::taken);
    CHECK(links() == 1);
    CHECK(desk.ask(annas, midnight) == Outcome::taken);
    CHECK(links() == 2);
    CHECK(desk.events("request.taken") == 5);
    CHECK(desk.events("request.withheld") == 3);
  }
  SECTION("three days without a line: all come at once, one is answered") {
    std::vector<wire::SealedRequest> backlog;
    for (int day = 0; day < 3; ++day) backlog.push_back(desk.leave(annas, start + day * 24h));
    const auto taken = desk.deliver(desk.kiosk, backlog, start + 72h);
    for (const auto& one : *taken) CHECK(one.answer.outcome == Outcome::taken);
    CHECK(links() == 1);
  }
  SECTION("of one day, brought by two kiosks on different days") {
    auto second = desk.make_kiosk();
    const auto late = desk.leave(second, annas);
    CHECK(desk.ask(annas) == Outcome::taken);
    CHECK(desk.deliver(second, {late}, start + 48h)->front().answer.outcome == Outcome::taken);
    CHECK(links() == 1);
  }
  SECTION("a clock that went ahead takes no day away that is still to come") {
    CHECK(desk.deliver(desk.leave(annas, start + 24h * 400), start) == Outcome::taken);
    CHECK(links() == 1);
    CHECK(desk.ask(annas, start + 24h) == Outcome::taken);
    CHECK(links() == 2);
  }
}

TEST_CASE("after seven days it is let go of, and nothing is sent") {
  RequestDesk desk;
  const auto old = desk.leave(RequestDesk::annas());
  const auto last = desk.leave(maria);
  CHECK(desk.deliver(last, start + wire::request_life - 1s) == Outcome::taken);
  CHECK(desk.deliver(old, start + wire::request_life) == Outcome::too_old);
  CHECK(desk.deliver(old, start + wire::request_life) == Outcome::too_old);
  CHECK(desk.count("invitation") == 0);
  CHECK(desk.events("request.dropped") == 1);
}

TEST_CASE("whatever was changed on its way, or made by another hand, is not taken") {
  RequestDesk desk;
  const auto good = desk.leave(RequestDesk::annas());
  const auto refused = [&](wire::SealedRequest bad) { return desk.deliver(bad) == Outcome::not_signed; };
  auto bad = good;
  bad.sequence = 2;
  CHECK(refused(bad));
  bad = good;
  bad.made_at += 86400;  // to live a day longer
  CHECK(refused(bad));
  bad = good;
  bad.key_id.front() = bad.key_id.front() == 'A' ? 'B' : 'A';
  CHECK(refused(bad));
  bad = good;
  bad.box.at(17) ^= 1;
  CHECK(refused(bad));
  bad = good;
  bad.signature.at(3) ^= 1;
  CHECK(refused(bad));
  CHECK(refused(wire::numbered(good, good.sequence, desk.kiosk.device.id, signing::SigningKey::generate())));
  CHECK(refused(wire::numbered(good, good.sequence, "another", desk.kiosk.key)));
  CHECK(desk.count("kiosk_request") == 0);  // and its number is still free
  CHECK(desk.deliver(good) == Outcome::taken);
}

TEST_CASE("a box that was signed and does not open, or does not say what its cover says, is let go of") {
  RequestDesk desk;
  const auto good = desk.leave(RequestDesk::annas());
  std::int64_t next = 10;
  const auto unreadable = [&](const wire::SealedRequest& request) {
    return desk.deliver(wire::numbered(request, next++, desk.kiosk.device.id, desk.kiosk.key)) == Outcome::unreadable;
  };
  auto bad = good;
  bad.box.at(17) ^= 1;
  CHECK(unreadable(bad));
  bad = good;
  bad.made_at += 86400;
  CHECK(unreadable(bad));
  bad = good;
  bad.key_id = wire::sealing_key_id(secret::SealPublicKey{1});  // a key of nobody's
  CHECK(unreadable(bad));
  const auto put = [&](std::string clear) {
    clear.resize(252, ' ');
    auto made = good;
    made.box = secret::seal(clear, desk.sealing_key());
    return made;
  };
  const std::string about = R"(,"language":"it","made_at":1790000000,"id":"AAECAwQFBgcICQoLDA0ODw","device":")" +
                            desk.kiosk.device.id + "\"";
  CHECK(desk.deliver(wire::numbered(put(R"({"document":"RSSMRA80A01H501U","wish":"recovery")" + about + "}"), next++,
                                    desk.kiosk.device.id, desk.kiosk.key)) == Outcome::taken);
  for (const std::string& clear : {std::string{}, std::string{"nonsense"}, std::string{"{}"},
                                   R"({"document":"RSSMRA80A01H501X","wish":"recovery")" + about + "}",
                                   R"({"document":"RSSMRA80A01H501U","wish":"recovery","more":1)" + about + "}",
                                   R"({"document":"","wish":"recovery")" + about + "}",
                                   R"({"document":"RSSMRA80A01H501U","wish":"everything")" + about + "}"}) {
    CAPTURE(clear);
    CHECK(unreadable(put(clear)));
  }
  CHECK(desk.sent().empty());
  CHECK(desk.events("request.dropped") == 10);
}

TEST_CASE("an older sealing key opens for two weeks after its successor was made, then it is gone") {
  RequestDesk desk;
  const auto before = desk.leave(RequestDesk::annas(), start + 13 * 24h);
  const auto after = desk.leave(maria, start + 14 * 24h);
  const auto master = store::MasterKey::load(desk.folder / "master-key").value();
  desk.act([&](store::Session& session) {
    REQUIRE(store::Vault::rotate(session, master, master, start));
    return true;
  });
  // This process has not read the new key yet: what is sealed to it is no request to throw away.
  std::optional<store::Vault> there;
  desk.act([&](store::Session& session) {
    there = store::Vault::read(session, master).value();
    return true;
  });
  CHECK(there->request_key() != desk.sealing_key());
  const auto newer = fakes::left_request({std::string{stranger}, start}, 7, desk.kiosk.device.id, desk.kiosk.key,
                                         there->request_key());
  const auto look = [&](const wire::SealedRequest& request) {
    return store::read_and_wait(*desk.store, [&](store::Session& session) {
      return acts::look_into(session, *desk.office, desk.kiosk.device, {request});
    });
  };
  CHECK_FALSE(look(newer));
  std::vector<store::MasterKey> masters;
  masters.push_back(store::MasterKey::load(desk.folder / "master-key").value());
  desk.store = store::reload_on_unknown_key(std::move(desk.store), [&](store::Session& session) {
    return desk.office->vault.reload(session, masters).has_value();
  });
  CHECK(desk.deliver(newer) == Outcome::taken);
  CHECK(there->request_key() == desk.sealing_key());
  // A name that nobody ever gave is not looked for again and again.
  auto invented = newer;
  invented.key_id = wire::sealing_key_id(secret::SealPublicKey{1});
  CHECK(look(wire::numbered(invented, 8, desk.kiosk.device.id, desk.kiosk.key)));

  const auto sweep = [&](store::Time at) {
    desk.act([&](store::Session& session) {
      acts::sweep(session, *desk.office, at);
      REQUIRE(desk.office->vault.reload(session, masters));
      return true;
    });
  };
  sweep(start + 14 * 24h - 1s);
  CHECK(desk.deliver(before, start + 14 * 24h - 1s) == Outcome::taken);
  sweep(start + 14 * 24h);
  CHECK(desk.deliver(after, start + 14 * 24h) == Outcome::unreadable);
  CHECK(desk.count("data_key WHERE use = 'requests'") == 1);
  CHECK(there->request_key() == desk.sealing_key());
}

TEST_CASE("more in a day than any kiosk has are put off, whole; repeats cost nothing") {
  RequestDesk desk;
  desk.sql("INSERT INTO sending_day (school_id, counted, subject, day, sends) VALUES ($1, 'request', $2, $3, $4)",
           desk.school.id, secret::as_bytes(desk.kiosk.device.id), std::int64_t{start.time_since_epoch() / desk::day},
           desk::requests_per_kiosk_day - 1);
  const auto first = desk.leave(maria);
  const auto second = desk.leave(RequestDesk::annas());
  const auto both = desk.deliver(desk.kiosk, {first, second});
  REQUIRE_FALSE(both);
  CHECK(both.error().code == wire::Code::sends_spent);
  CHECK(both.error().retry_after_s ==
        (store::Time{desk::day * (start.time_since_epoch() / desk::day + 1)} - start).count());
  CHECK(desk.count("kiosk_request") == 0);
  CHECK(desk.deliver(first) == Outcome::taken);
  for (int i = 0; i < 3; ++i) CHECK(desk.deliver(first) == Outcome::taken);
  CHECK_FALSE(desk.deliver(desk.kiosk, {second}));
  CHECK(desk.deliver(second, start + 24h) == Outcome::taken);
}

TEST_CASE("rows go by their age, and what stood under their numbers is never carried out again") {
  RequestDesk desk;
  const auto annas = RequestDesk::annas();
  const auto ahead = desk.leave(annas, start + 24h * 4000);  // a clock that went ahead: it does not grow old
  CHECK(desk.deliver(ahead) == Outcome::taken);
  const auto retire = [&](store::Time now) {
    REQUIRE(acts::retire_all(*desk.store, *desk.office, {}, now, [] { return true; }));
  };
  retire(start + desk::days(30) - 1s);
  CHECK(desk.count("kiosk_request") == 1);
  retire(start + desk::days(30));
  CHECK(desk.count("kiosk_request") == 0);
  CHECK(desk.deliver(ahead, start + desk::days(30)) == Outcome::too_old);
  CHECK(desk.count("kiosk_request") == 0);
  CHECK(desk.count("invitation") == 1);
  desk.kiosk.next = 2;
  CHECK(desk.ask(annas, start + desk::days(30)) == Outcome::taken);
  CHECK(desk.count("invitation") == 2);
  const auto verified = acts::verify_audit(*desk.store, *desk.office, desk.school.id, desk.school.code, {});
  REQUIRE(verified);
  CHECK(verified->findings.empty());
}
