// Once a person and day, as far as this kiosk remembers.
#include "kiosk/journal/asked_today.h"

#include "tests/catch.h"

using namespace sportello;
using namespace std::chrono;

TEST_CASE("one a day, each for themselves, and yesterday is forgotten") {
  secret::start_sodium();
  journal::AskedToday asked;
  const secret::SecretText mario{"RSSMRA80A01H501U"}, anna{"BNCNNA80A41H501X"};
  const auto monday = year{2026} / 11 / 23, tuesday = year{2026} / 11 / 24;
  CHECK_FALSE(asked.has(mario, monday));
  asked.add(mario, monday);
  CHECK(asked.has(mario, monday));
  CHECK_FALSE(asked.has(anna, monday));
  CHECK_FALSE(asked.has(mario, tuesday));
  asked.add(mario, tuesday);
  CHECK(asked.has(mario, tuesday));
  CHECK_FALSE(asked.has(mario, monday));  // a clock that is put back forgets, too
}
