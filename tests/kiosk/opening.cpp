// Opening hours at any moment of any day: no clock is asked.
#include "kiosk/opening.h"

#include "tests/catch.h"

using namespace sportello;
using namespace sportello::kiosk;
using config::OpeningHours;
using std::chrono::minutes;
using std::chrono::year;

namespace {

using Next = visit::Opening::Next;

constexpr int at(int hour, int minute = 0) { return (hour * 60) + minute; }

// Monday and Tuesday with a pause, Wednesday to midnight, Thursday from midnight; 2026-09-14 is a Monday.
OpeningHours school() {
  OpeningHours hours;
  hours.week.at(0) = {{at(8), at(13)}, {at(14), at(16, 30)}};
  hours.week.at(1) = {{at(8), at(13)}, {at(14), at(16, 30)}};
  hours.week.at(2) = {{at(18), at(24)}};
  hours.week.at(3) = {{at(0), at(2)}};
  hours.closed = {{year{2026} / 12 / 24, year{2027} / 1 / 6}, {year{2026} / 9 / 28, year{2026} / 9 / 28}};
  return hours;
}

OpeningNow on(int month, int day, int minute, const OpeningHours& hours = school()) {
  return opening_at(hours, {year{2026} / month / day, minute});
}

void check_closed(const OpeningNow& now, const Next& next, minutes unchanged_for) {
  CHECK_FALSE(now.opening.open);
  REQUIRE(now.opening.next);
  CHECK(*now.opening.next == next);
  CHECK(now.unchanged_for == unchanged_for);
}

}  // namespace

TEST_CASE("a Monday, from before the first hour to after the last") {
  check_closed(on(9, 14, at(7, 59)), {0, 1, at(8)}, minutes{1});
  CHECK(on(9, 14, at(8)).opening.open);
  CHECK_FALSE(on(9, 14, at(8)).opening.next);
  CHECK(on(9, 14, at(8)).unchanged_for == minutes{300});
  CHECK(on(9, 14, at(12, 59)).opening.open);
  CHECK(on(9, 14, at(12, 59)).unchanged_for == minutes{1});
  check_closed(on(9, 14, at(13)), {0, 1, at(14)}, minutes{60});
  CHECK(on(9, 14, at(14)).opening.open);
  check_closed(on(9, 14, at(16, 30)), {1, 2, at(8)}, minutes{450});  // at midnight "tomorrow" becomes "today"
}

TEST_CASE("over midnight: closed at its stroke only where the next day is") {
  CHECK(on(9, 16, at(23, 59)).opening.open);
  CHECK(on(9, 16, at(23, 59)).unchanged_for == minutes{1});
  CHECK(on(9, 17, 0).opening.open);
  CHECK(on(9, 17, 0).unchanged_for == minutes{120});
  check_closed(on(9, 17, at(2)), {4, 1, at(8)}, minutes{at(22)});
  check_closed(on(9, 20, at(23, 59)), {1, 1, at(8)}, minutes{1});
  check_closed(on(9, 21, 0), {0, 1, at(8)}, minutes{at(8)});
}

TEST_CASE("weeks: from Thursday to Monday, and over a closed Monday to Tuesday") {
  check_closed(on(9, 18, at(12)), {3, 1, at(8)}, minutes{at(12)});
  check_closed(on(9, 25, at(12)), {4, 2, at(8)}, minutes{at(12)});
  check_closed(on(9, 28, at(9)), {1, 2, at(8)}, minutes{at(15)});
}

TEST_CASE("closed days: both ends of a range, over the turn of the year") {
  CHECK(on(12, 23, at(20)).opening.open);
  check_closed(on(12, 24, at(1)), {14, 4, 0}, minutes{at(23)});  // Thursday 7 January
  const auto last = opening_at(school(), {year{2027} / 1 / 6, at(23)});
  check_closed(last, {1, 4, 0}, minutes{60});
  CHECK(opening_at(school(), {year{2027} / 1 / 7, 0}).opening.open);
}

TEST_CASE("the nights in which clocks are put forward and back are days like any other") {
  OpeningHours hours;
  for (auto& day : hours.week) day = {{at(1, 30), at(3, 30)}};
  for (const auto& night : {year{2026} / 3 / 29, year{2026} / 10 / 25}) {
    CHECK_FALSE(opening_at(hours, {night, at(1, 29)}).opening.open);
    CHECK(opening_at(hours, {night, at(1, 30)}).opening.open);
    // Put forward, 01:59 is followed by 03:00; put back, 02:30 comes twice: the wall says the same both times.
    CHECK(opening_at(hours, {night, at(3)}).opening.open);
    CHECK(opening_at(hours, {night, at(2, 30)}).unchanged_for == minutes{60});
    CHECK_FALSE(opening_at(hours, {night, at(3, 30)}).opening.open);
  }
}

TEST_CASE("a leap day is a day") {
  auto hours = school();
  const auto eve = opening_at(hours, {year{2028} / 2 / 28, at(17)});  // a Monday
  check_closed(eve, {1, 2, at(8)}, minutes{at(7)});
  CHECK(opening_at(hours, {year{2028} / 2 / 29, at(9)}).opening.open);
}

TEST_CASE("always open, and closed for longer than anybody has said") {
  OpeningHours all;
  for (auto& day : all.week) day = {{0, at(24)}};
  for (const int minute : {0, 1, at(12), at(23, 59)}) CHECK(on(9, 14, minute, all).opening.open);

  auto never = school();
  never.closed = {{year{2026} / 1 / 1, year{2099} / 12 / 31}};
  const auto now = on(9, 14, at(9), never);
  CHECK_FALSE(now.opening.open);
  CHECK_FALSE(now.opening.next);
  CHECK(now.unchanged_for == minutes{at(15)});
}

TEST_CASE("whoever waits as long as it says misses nothing") {
  const auto hours = school();
  std::chrono::sys_days day{year{2026} / 9 / 7};
  int minute = 0;
  for (int waits = 0; waits < 200; ++waits) {
    const auto now = opening_at(hours, {day, minute});
    REQUIRE(now.unchanged_for > minutes{0});
    const auto next = opening_at(hours, {day, minute});
    for (int later = 0; later < static_cast<int>(now.unchanged_for.count()); later += 7) {
      const auto same = opening_at(hours, {day, minute + later});
      REQUIRE(same.opening == next.opening);
    }
    minute += static_cast<int>(now.unchanged_for.count());
    REQUIRE(minute <= at(24));
    if (minute == at(24)) {
      minute = 0;
      day += std::chrono::days{1};
    }
  }
}
