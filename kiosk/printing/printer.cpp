// One thing at a time: a slip, a look, or sleep.
#include "kiosk/printing/printer.h"

#include <utility>

namespace sportello::printing {

Printer::Printer(Make make, Tell tell, const Limits& limits)
    : make_(std::move(make)),
      tell_(std::move(tell)),
      limits_(limits),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Printer::~Printer() {
  {
    const std::lock_guard lock{mutex_};
    taking_back_.request_stop();
  }
  thread_.request_stop();
}

void Printer::look() {
  const std::lock_guard lock{mutex_};
  look_wanted_ = true;
  changed_.notify_all();
}

std::optional<Printer::Ticket> Printer::print(Slip slip) {
  const std::lock_guard lock{mutex_};
  if (busy_) return std::nullopt;
  busy_ = true;
  taking_back_ = {};
  slip_ = std::move(slip);
  changed_.notify_all();
  return ++ticket_;
}

void Printer::cancel(Ticket ticket) {
  const std::lock_guard lock{mutex_};
  if (busy_ && ticket == ticket_) taking_back_.request_stop();
}

void Printer::run(const std::stop_token& stop) {
  const auto press = make_ ? make_() : nullptr;
  std::unique_lock lock{mutex_};
  while (true) {
    const auto wanted = [this] { return look_wanted_ || slip_.has_value(); };
    const auto rest = press != nullptr && press->owes() ? limits_.owed : limits_.now_and_then;
    if (!changed_.wait_for(lock, stop, rest, wanted)) look_wanted_ = !stop.stop_requested();
    if (slip_) {
      work_off(press.get(), lock);
    } else if (stop.stop_requested()) {
      return;
    } else if (std::exchange(look_wanted_, false)) {
      lock.unlock();
      condition_ = press != nullptr ? press->look(stop) : Condition::offline;
      tell_({.condition = condition_});
      lock.lock();
    }
  }
}

// A slip that was asked for has its end told, also when the kiosk ends meanwhile.
void Printer::work_off(Press* press, std::unique_lock<std::mutex>& lock) {
  const Ticket ticket = ticket_;
  auto slip = std::exchange(slip_, std::nullopt);
  const auto token = taking_back_.get_token();
  lock.unlock();
  const auto tell_phase = [&](Phase phase) { tell_({.ticket = ticket, .condition = condition_, .phase = phase}); };
  Outcome outcome{End::not_printed, Condition::offline};
  if (token.stop_requested()) {
    outcome = {End::cancelled};
  } else if (press != nullptr) {
    outcome = press->print(*slip, tell_phase, token);
  }
  slip.reset();  // its secrets with it, before anybody hears of the end
  if (outcome.end == End::printed) condition_ = Condition::ready;
  if (outcome.end == End::not_printed || outcome.end == End::unsure) condition_ = outcome.why;
  lock.lock();
  busy_ = false;
  lock.unlock();
  tell_({.ticket = ticket, .condition = condition_, .outcome = outcome});
  lock.lock();
}

}  // namespace sportello::printing
