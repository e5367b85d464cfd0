// What is noted about messages: whom they were offered to, what gateways told later; and the alert on codes.
#include "service/store/acts/deliveries.h"
#include "service/desk/divergence.h"
#include "service/desk/keeping.h"
#include "service/store/acts/code_hours.h"
#include "service/store/acts/retention.h"
#include "tests/catch.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using acts::Delivery;

namespace {

acts::Claimed claim_one(Desk& desk, store::Time now, const std::string& gateway = "one") {
  auto claimed = desk.act([&](auto& session) {
    return acts::claim_messages(session, *desk.office, acts::Claiming{1, acts::Channel::sms, gateway}, now);
  });
  REQUIRE(claimed.size() == 1);
  return std::move(claimed[0]);
}
bool told(Desk& desk, const std::string& id, Delivery delivery, store::Time now) {
  return desk.act([&](auto& session) { return acts::delivery_told(session, id, delivery, "word", now); });
}

}  // namespace

TEST_CASE("a message stands with the gateway's name before that gateway hears of it, and after a death") {
  Desk desk;
  desk.open(maria);
  const auto message = claim_one(desk, start);
  CHECK(message.interrupted_at.empty());
  CHECK(desk.count("outbox WHERE gateway = 'one' AND state = 'sending'") == 1);
  CHECK(desk.act([&](auto& session) { return acts::message_offered(session, message.claim(), "two", start + 1s); }));
  desk.act([&](auto& session) { return acts::requeue_interrupted(session, "process", start + 5s); });
  CHECK(desk.act([](auto& session) { return acts::next_due(session); }) == start + 5s + desk::settling);
  const auto again = claim_one(desk, start + 5s + desk::settling);
  CHECK(again.interrupted_at == "two");
  CHECK(again.offered_at == start + 1s);
  SECTION("not taken: it waits again, for whichever gateway comes first") {
    desk.act([&](auto& session) {
      acts::message_not_taken(session, again.claim(), "two", start + 9s);
      return true;
    });
    CHECK(claim_one(desk, start + 9s).interrupted_at.empty());
  }
  SECTION("its receipt comes first: it is sent, and given to nobody") {
    CHECK(told(desk, message.id, Delivery::accepted, start + 9s));
    CHECK(desk.count("outbox WHERE state = 'sent' AND delivery = 'accepted'") == 1);
    CHECK_FALSE(desk.act([&](auto& session) { return acts::message_offered(session, again.claim(), "one", start); }));
  }
  SECTION("unsure: asked about again, not sent") {
    desk.act([&](auto& session) {
      acts::message_unsure(session, again.claim(), "two", "timed_out", start + 10s, start + 9s);
      return true;
    });
    CHECK(claim_one(desk, start + 10s).interrupted_at == "two");
  }
}

TEST_CASE("what a gateway may have and never answers for is sent a few times, not until its end of life") {
  Desk desk;
  desk.open(maria);
  auto now = start;
  for (int copy = 1; copy <= 3; ++copy) {
    CAPTURE(copy);
    const auto message = claim_one(desk, now);
    CHECK(message.interrupted_at.empty());
    desk.act([&](auto& session) {
      acts::message_unanswered(session, message.claim(), {"one", "no_last_word", now + 5s}, 3, now);
      return true;
    });
    now += 5s;
  }
  CHECK(desk.count("outbox WHERE state = 'failed' AND last_word = 'no_last_word'") == 1);
  CHECK(desk.count("outbox_try WHERE outcome = 'no_last_word'") == 3);
}

TEST_CASE("a claim on a mail lives as long as a mail server may think; a silence is told from a death") {
  Desk desk;
  desk.open(maria);
  const auto claim = [&](store::Time now) {
    return desk.act([&](auto& session) {
      return acts::claim_messages(session, *desk.office, acts::Claiming{1, {}, "one", 4min}, now);
    });
  };
  const auto id = claim(start).at(0).id;
  CHECK(desk.act([&](auto& session) { return acts::message_offered(session, {id}, "one", start, 4min); }));
  CHECK(claim(start + 4min - 1s).empty());
  CHECK_FALSE(claim(start + 4min).at(0).fell_silent);
  desk.act([&](auto& session) {
    acts::message_unsure(session, {id}, "one", "timed_out", start + 5min, start + 4min);
    return true;
  });
  CHECK(claim(start + 5min).at(0).fell_silent);
}

TEST_CASE("who took too long changes nothing of what another has claimed or finished since") {
  Desk desk;
  desk.open(maria);
  const auto first = claim_one(desk, start);
  const auto later = start + desk::sending_life;
  const auto second = claim_one(desk, later);
  const auto fail = [&](const acts::Claimed& message, bool again) {
    desk.act([&](auto& session) {
      acts::message_failed(session, message.claim(),
                           {"one", "unreachable", again ? std::optional{later + 5s} : std::nullopt, true}, later);
      return true;
    });
  };
  const bool again = GENERATE(true, false);
  fail(first, again);
  CHECK(desk.count("outbox WHERE state = 'sending' AND delivery = ''") == 1);
  desk.act([&](auto& session) {
    acts::message_sent(session, second.id, "one", "", later);
    return true;
  });
  fail(second, again);
  CHECK(desk.count("outbox WHERE state = 'sent' AND delivery = ''") == 1);
}

TEST_CASE("a process that was counted dead and wakes neither sends what another sends, nor takes it from it") {
  Desk desk;
  desk.open(maria);
  const auto claim = [&](const std::string& process, store::Time now) {
    return desk.act([&](auto& session) {
      return acts::claim_messages(session, *desk.office,
                                  acts::Claiming{1, acts::Channel::sms, "one", desk::sending_life, process}, now);
    });
  };
  const auto asleep = claim("a", start).at(0);
  desk.act([&](auto& session) { return acts::requeue_interrupted(session, "a", start + 20s); });
  const auto wakes = [&](store::Time now) {
    CHECK_FALSE(desk.act([&](auto& session) { return acts::message_offered(session, asleep.claim(), "two", now); }));
    desk.act([&](auto& session) {
      acts::message_not_taken(session, asleep.claim(), "one", now);
      acts::message_unsure(session, asleep.claim(), "one", "timed_out", now + 90s, now);
      acts::message_failed(session, asleep.claim(), {"one", "unreachable", {}}, now);
      return true;
    });
    CHECK(desk.count("outbox WHERE state = 'sending' AND gateway = 'one' AND last_word = ''") == 1);
  };
  wakes(start + 21s);  // before another has it
  const auto now = start + 20s + desk::settling;
  const auto awake = claim("b", now).at(0);
  wakes(now + 1s);
  CHECK(desk.count("outbox WHERE claimed_by = 'b'") == 1);
  CHECK(desk.act([&](auto& session) { return acts::message_offered(session, awake.claim(), "one", now + 2s); }));
  // But what did leave has left, whoever says so: nobody sends it again.
  desk.act([&](auto& session) {
    acts::message_sent(session, asleep.id, "one", "", now + 3s);
    return true;
  });
  CHECK_FALSE(
      desk.act([&](auto& session) { return acts::message_offered(session, awake.claim(), "two", now + 4s); }));
}

TEST_CASE("whom a message went to and what it said goes with its last word, the rest weeks later") {
  Desk desk;
  desk.open(maria);
  const auto id = claim_one(desk, start).id;
  const auto sealed = [&] {
    return desk.count("outbox WHERE length(recipient) > 0") + desk.count("outbox WHERE length(parameters) > 0");
  };
  CHECK(sealed() == 2);
  SECTION("sent") {
    desk.act([&](auto& session) {
      acts::message_sent(session, id, "one", "R-1", start);
      return true;
    });
  }
  SECTION("failed") {
    desk.act([&](auto& session) {
      acts::message_failed(session, {id}, {"one", "unreachable", {}}, start);
      return true;
    });
  }
  SECTION("known by its receipt") { CHECK(told(desk, id, Delivery::accepted, start)); }
  CHECK(sealed() == 0);
  const auto retire = [&](store::Time now) {
    desk.act([&](auto& session) { return acts::retire(session, *desk.office, {}, now); });
  };
  retire(start + desk::days(desk::Retention{}.sms) - 1s);
  CHECK(desk.count("outbox") == 1);
  retire(start + desk::days(desk::Retention{}.sms));
  CHECK(desk.count("outbox") == 0);
  CHECK(desk.count("outbox_try") == 0);
}

TEST_CASE("a mail's row is kept for the report, longer than an SMS's") {
  Desk desk;
  desk.open(maria);
  const auto id = claim_one(desk, start).id;
  desk.act([&](auto& session) {
    acts::message_sent(session, id, "one", "", start);
    return session.exec("UPDATE outbox SET channel = 'mail'");
  });
  desk.act([&](auto& session) {
    return acts::retire(session, *desk.office, {}, start + desk::days(desk::Retention{}.sms));
  });
  CHECK(desk.count("outbox") == 1);
  desk.act([&](auto& session) {
    return acts::retire(session, *desk.office, {}, start + desk::days(desk::Retention{}.mails));
  });
  CHECK(desk.count("outbox") == 0);
}

TEST_CASE("a gateway is asked about what it took, ever rarer, until it tells the end") {
  Desk desk;
  desk.open(maria);
  const auto id = claim_one(desk, start).id;
  desk.act([&](auto& session) {
    acts::message_sent(session, id, "one", "R-1", start);
    return true;
  });
  const auto questions = [&](store::Time now, const std::string& gateway = "one") {
    return desk.act([&](auto& session) { return acts::claim_delivery_questions(session, gateway, 10, now); });
  };
  CHECK(questions(start, "another").empty());
  const auto first = questions(start);
  REQUIRE(first.size() == 1);
  CHECK(first[0].receipt == "R-1");
  CHECK(questions(start + 4s).empty());
  CHECK(questions(start + 5s).size() == 1);
  CHECK(questions(start + 9s).empty());
  CHECK(questions(start + 10s).size() == 1);
  CHECK(told(desk, id, Delivery::accepted, start + 11s));
  CHECK(questions(start + 20s).size() == 1);
  CHECK(told(desk, id, Delivery::bounced, start + 21s));
  CHECK(told(desk, id, Delivery::delivered, start + 22s));  // later than a last word: nothing changes
  CHECK(desk.count("outbox WHERE delivery = 'bounced' AND last_word = 'word'") == 1);
  CHECK(questions(start + 1h).empty());
  CHECK_FALSE(told(desk, "nothing", Delivery::delivered, start));
  const auto listed = desk.act([&](auto& session) { return acts::list_messages(session, desk.school.id, true, 10); });
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].delivery == "bounced");
}

TEST_CASE("the rule of the alert: enough codes sent, few found right") {
  CHECK_FALSE(desk::diverges({0, 0}));
  CHECK_FALSE(desk::diverges({19, 0}));
  CHECK(desk::diverges({20, 0}));
  CHECK(desk::diverges({20, 5}));
  CHECK_FALSE(desk::diverges({20, 6}));
  CHECK_FALSE(desk::diverges({200, 60}));
  CHECK(desk::diverges({200, 59}));
}

TEST_CASE("codes that leave and do not come back are told to the school's contact, once a day") {
  Desk desk;
  desk.act([&](auto& session) {
    return session.exec("UPDATE school SET contact_mail = 'segreteria@verdi.example' WHERE id = $1", desk.school.id);
  });
  const auto hour = store::Time{std::chrono::floor<std::chrono::hours>(start.time_since_epoch())};
  const auto alert = [&](store::Time now) {
    return desk.act(
        [&](auto& session) { return acts::alert_where_codes_diverge(session, *desk.office, now).size(); });
  };
  desk.act([&](auto& session) {
    for (int i = 0; i < 25; ++i) acts::count_code_sent(session, desk.school.id, false, hour + 1min);
    for (int i = 0; i < 50; ++i) acts::count_code_sent(session, desk.school.id, true, hour + 1min);  // withheld
    for (int i = 0; i < 3; ++i) acts::count_code_right(session, desk.school.id, hour + 2min);
    return true;
  });
  CHECK(desk.count("code_hour WHERE sent = 25 AND checked = 3") == 1);
  CHECK(alert(hour + 59min) == 0);  // the hour is not over
  CHECK(alert(hour + 60min) == 1);
  CHECK(alert(hour + 61min) == 0);
  CHECK(desk.count("audit WHERE event = 'codes.alert'") == 1);
  CHECK(desk.count("outbox WHERE kind = 'codes_alert' AND channel = 'mail'") == 1);
  CHECK(alert(hour + 4h) == 0);
}

TEST_CASE("a visit's code counts as sent, and as right once it was") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  desk.open(stranger);
  CHECK(desk.count("code_hour WHERE sent = 1 AND checked = 0") == 1);
  REQUIRE(desk.check(visit, desk.code_of(visit)));
  CHECK(desk.count("code_hour WHERE sent = 1 AND checked = 1") == 1);
}
