// Journeys as RapidCheck makes them, for every file of properties.
#pragma once

#include <rapidcheck.h>

#include <ostream>
#include <vector>

#include "kiosk/visit/waiting_states.h"
#include "tests/visit/journey.h"

namespace rc {
template <>
struct Arbitrary<sportello::tests::Choice> {
  static Gen<sportello::tests::Choice> arbitrary() {
    return gen::build<sportello::tests::Choice>(
        gen::set(&sportello::tests::Choice::what, gen::inRange<std::uint8_t>(0, 255)),
        gen::set(&sportello::tests::Choice::which, gen::inRange<std::uint8_t>(0, 255)));
  }
};
}  // namespace rc

namespace sportello::tests {
inline void showValue(const Choice& choice, std::ostream& out) {
  out << int{choice.what} << ":" << int{choice.which};
}

// Long enough to walk a whole visit and wander off it; RapidCheck's own lists are too short at first.
inline rc::Gen<std::vector<Choice>> journeys() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, 160), [](std::size_t length) {
    return rc::gen::container<std::vector<Choice>>(length, rc::gen::arbitrary<Choice>());
  });
}

inline bool ended(const visit::Visit& visit) { return visit::nothing_goes_on(visit.state); }

}  // namespace sportello::tests
