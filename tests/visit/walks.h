// The beginnings that visits share, and what the tests of paths ask of them.
#pragma once

#include "kiosk/visit/limits.h"
#include "tests/catch.h"
#include "tests/visit/journey.h"

namespace sportello::tests {

template <class T>
const T& state(const Journey& journey) {
  REQUIRE(std::holds_alternative<T>(journey.visit().state));
  return std::get<T>(journey.visit().state);
}

template <class T>
bool is_at(const Journey& journey) {
  return std::holds_alternative<T>(journey.visit().state);
}

inline void type(Journey& journey, std::string_view text) {
  for (const char& c : text) journey.step(visit::Key{visit::SecretText{std::string_view{&c, 1}}});
}

inline visit::Answer reply(const Journey& journey, decltype(visit::Answer::content) content) {
  const auto pending = visit::pending_in(journey.visit().state);
  REQUIRE(pending);
  return {journey.visit().id, pending->request, std::move(content)};
}

inline wire::Problem problem(wire::Code code, std::optional<int> tries_left = std::nullopt,
                             std::optional<int> retry_after_s = std::nullopt) {
  return {code, {}, retry_after_s, tries_left, {}};
}

Journey at_code_entry();
// What a school on ClasseViva says of a guardian who has credentials.
wire::Person somebody();
Journey at_choose(wire::Person person);
// A first issue, or a lost password, with commitments and no PIN.
Journey at_choose();

// The questions of one kind, oldest first.
template <class T>
std::vector<T> questions(const Journey& journey) {
  std::vector<T> all;
  for (const auto& effect : journey.effects()) {
    const auto* ask = std::get_if<visit::Ask>(&effect);
    if (ask == nullptr) continue;
    if (const auto* question = std::get_if<T>(&ask->question)) all.push_back(*question);
  }
  return all;
}

template <class T>
int count(const Journey& journey) {
  return static_cast<int>(questions<T>(journey).size());
}

}  // namespace sportello::tests
