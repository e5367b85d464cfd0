// A visit driven by small numbers: each number becomes an event that makes sense, more often than not, where the
// visit stands. So random sequences reach every screen. Remembers every effect.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/visit/next.h"

namespace sportello::tests {

struct Choice {
  std::uint8_t what = 0;
  std::uint8_t which = 0;
};

class Journey {
 public:
  Journey();
  explicit Journey(visit::Visit visit);  // of fresh()'s time
  // Turns a choice into an event for the present state and takes the step.
  void take(Choice choice);
  visit::Step step(const visit::Event& event);
  void wait(visit::Duration duration);  // and a Tick
  // Waits until the visit's own deadline; false when it has none.
  bool wait_for_deadline();

  [[nodiscard]] const visit::Visit& visit() const { return visit_; }
  [[nodiscard]] visit::TimePoint now() const { return now_; }
  [[nodiscard]] const std::vector<visit::Effect>& effects() const { return effects_; }

  // An answer the service could give to what is pending; `which` picks among right and wrong ones.
  [[nodiscard]] visit::Event answer(std::uint8_t which) const;
  // What a printer could say of the slip that is being printed.
  [[nodiscard]] visit::Event print_news(std::uint8_t which) const;
  [[nodiscard]] visit::Event kept(std::uint8_t which) const;

 private:
  visit::Visit visit_;
  visit::TimePoint now_;
  std::vector<visit::Effect> effects_;
};

// Every text and secret a visit holds, in one string: empty when nothing of a person is in it.
std::string personal_content(const visit::Visit& visit);
// The whole visit as text, to compare two.
std::string description(const visit::Visit& visit);
std::string description(const visit::Question& question);
// The number of a question that was asked there and never answered.
std::optional<visit::RequestId> lost_in(const visit::State& state);

visit::Visit visit_after_code();  // who-you-are, with one pupil and every act

}  // namespace sportello::tests
