// What a request is answered with, rule by rule, and when a message that can wait goes out.
#include "service/desk/request_answer.h"

#include "tests/catch.h"

using namespace sportello::desk;
using Way = RequestAnswered::Way;

TEST_CASE("each reason keeps a message back, and the first one is told") {
  RequestFacts good;
  good.mail = true;
  CHECK(answer_request(good).way == Way::link);
  CHECK(answer_request(good).why.empty());
  const auto why = [](RequestFacts facts) {
    const auto answered = answer_request(facts);
    CHECK(answered.way == Way::nothing);
    return answered.why;
  };
  auto facts = good;
  facts.links_spent = true;
  CHECK(why(facts) == "links_spent");
  facts.link_in_use = true;
  CHECK(why(facts) == "link_in_use");
  facts.office_first = true;
  CHECK(why(facts) == "office_first");
  facts.withheld = Withheld::blocked;
  CHECK(why(facts) == "blocked");
  facts.again = true;
  CHECK(why(facts) == "again");

  RequestFacts sms;
  CHECK(answer_request(sms).way == Way::come_back);
  sms.link_in_use = sms.links_spent = true;  // of an address that is no longer on file
  CHECK(answer_request(sms).way == Way::come_back);
  sms.sms_spent = true;
  CHECK(why(sms) == "sms_spent");
  good.sms_spent = true;
  CHECK(answer_request(good).way == Way::link);
}

TEST_CASE("from nine in the evening to eight in the morning, by the school's clock, a message waits") {
  using namespace std::chrono;
  const auto utc = [](year_month_day day, hours hour, minutes minute = 0min) {
    return Time{sys_days{day}} + hour + minute;
  };
  const auto winter = 2027y / January / 15d;
  const auto summer = 2027y / July / 15d;
  CHECK(out_of_the_night(utc(winter, 7h)) == utc(winter, 7h));
  CHECK(out_of_the_night(utc(winter, 6h, 59min)) == utc(winter, 7h));
  CHECK(out_of_the_night(utc(winter, 19h, 59min)) == utc(winter, 19h, 59min));
  CHECK(out_of_the_night(utc(winter, 20h)) == utc(2027y / January / 16d, 7h));
  CHECK(out_of_the_night(utc(winter, 23h, 30min)) == utc(2027y / January / 16d, 7h));
  CHECK(out_of_the_night(utc(summer, 6h)) == utc(summer, 6h));
  CHECK(out_of_the_night(utc(summer, 5h, 59min)) == utc(summer, 6h));
  CHECK(out_of_the_night(utc(summer, 19h)) == utc(2027y / July / 16d, 6h));
  // In the night when clocks are put forward, and back.
  CHECK(out_of_the_night(utc(2027y / March / 27d, 22h)) == utc(2027y / March / 28d, 6h));
  CHECK(out_of_the_night(utc(2027y / March / 28d, 0h, 30min)) == utc(2027y / March / 28d, 6h));
  CHECK(out_of_the_night(utc(2027y / October / 30d, 20h)) == utc(2027y / October / 31d, 7h));
  CHECK(out_of_the_night(utc(2027y / October / 31d, 0h, 30min)) == utc(2027y / October / 31d, 7h));
}
