// Which presses count: tremors, keys that are held, and the arrows' walk over every screen.
#include "kiosk/key_gate.h"

#include "tests/accessibility/clause.h"

using namespace sportello;
using namespace std::chrono_literals;
using kiosk::KeyGate;
using tests::clause;
using visit::KeyRepeat;

namespace {
constexpr int one = 7, other = 8;
}

TEST_CASE("as it comes, every press counts, and a key that is held repeats") {
  KeyGate gate;
  const visit::Comfort usual;
  for (auto now = 1000ms; now < 2000ms; now += 40ms) CHECK(gate.counts(one, false, now, usual));
  for (auto now = 2000ms; now < 3000ms; now += 40ms) CHECK(gate.counts(one, true, now, usual));
}

TEST_CASE("with a steady hand, the same key within half a second is a tremor; another key is not") {
  KeyGate gate;
  visit::Comfort comfort;
  comfort.steady = true;
  const int counted =
      (gate.counts(one, false, 1000ms, comfort) ? 1 : 0) + (gate.counts(one, false, 1499ms, comfort) ? 1 : 0);
  clause("5.8", "presses that count, of two 499 ms apart, when asked", counted, "==", 1);
  // Of a whole series only the first counts.
  CHECK_FALSE(gate.counts(one, false, 1998ms, comfort));
  CHECK(gate.counts(one, false, 2498ms, comfort));
  CHECK(gate.counts(other, false, 2500ms, comfort));
  CHECK(gate.counts(one, false, 2510ms, comfort));
}

TEST_CASE("a key that is held repeats after two seconds, or not at all, where that was chosen") {
  visit::Comfort comfort;
  comfort.key_repeat = KeyRepeat::slow;
  KeyGate gate;
  CHECK(gate.counts(one, false, 1000ms, comfort));
  CHECK_FALSE(gate.counts(one, true, 1660ms, comfort));
  auto repeats = 1660ms;
  while (repeats < 5000ms && !gate.counts(one, true, repeats, comfort)) repeats += 1ms;
  clause("5.7", "longest delay before a held key repeats, s", static_cast<double>((repeats - 1000ms).count()) / 1000,
         ">=", 2);
  CHECK(repeats == 3000ms);
  CHECK(gate.counts(one, true, 3040ms, comfort));
  comfort.key_repeat = KeyRepeat::once;
  int counted = gate.counts(one, false, 5000ms, comfort) ? 1 : 0;
  for (auto held = 5500ms; held <= 15000ms; held += 30ms) counted += gate.counts(one, true, held, comfort) ? 1 : 0;
  clause("5.7", "presses of a key that is held for ten seconds, when it shall count once", counted, "==", 1);
  CHECK(gate.counts(one, false, 15001ms, comfort));
}

TEST_CASE("what a tremor pressed and held does not repeat either, nor a key that nobody saw go down") {
  visit::Comfort comfort;
  comfort.steady = true;
  KeyGate gate;
  CHECK_FALSE(gate.counts(other, true, 900ms, comfort));
  CHECK(gate.counts(one, false, 1000ms, comfort));
  CHECK_FALSE(gate.counts(one, false, 1200ms, comfort));
  CHECK_FALSE(gate.counts(one, true, 2500ms, comfort));
}
