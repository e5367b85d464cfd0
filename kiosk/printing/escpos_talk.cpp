#include "kiosk/printing/escpos_talk.h"

#include <algorithm>

namespace sportello::printing {

namespace {
DeviceFile::Deadline in(Limits::ms time) { return std::chrono::steady_clock::now() + time; }
}  // namespace

void EscPosTalk::sort(std::uint8_t byte) {
  if (escpos::is_flow(byte)) return;
  if (escpos::is_status(byte)) {
    status_ = byte;
  } else if (escpos::is_fence(byte) && fences_ > 0) {
    --fences_;
  } else {
    ++garbage_;
  }
}

Condition EscPosTalk::look() {
  std::array<std::uint8_t, escpos::statuses.size()> answers{};
  for (std::size_t i = 0; i < escpos::statuses.size(); ++i) {
    while (const auto byte = device_.read_at_once()) sort(*byte);  // what it said before
    status_.reset();
    garbage_ = 0;
    const auto until = in(limits_.status);
    const auto question = escpos::ask(escpos::statuses[i]);
    if (device_.write(question, until) < question.size()) return Condition::offline;
    while (!status_) {
      const auto byte = device_.read(until);
      if (!byte) return garbage_ > 0 && !device_.gone() ? Condition::unknown : Condition::offline;
      sort(*byte);
      if (garbage_ >= limits_.garbage) return Condition::unknown;
    }
    answers[i] = *status_;
  }
  return escpos::condition_of(answers);
}

bool EscPosTalk::say(std::string_view bytes) { return device_.write(bytes, in(limits_.band)) == bytes.size(); }

bool EscPosTalk::say_and_fence(std::string_view bytes) {
  if (!say(bytes) || !say(escpos::fence)) return false;
  ++fences_;
  return true;
}

Condition EscPosTalk::wait_for_fences(int open, Limits::ms within) {
  const auto end = in(within);
  int seen = 0;  // looks in a row that saw a misfortune
  while (fences_ > open) {
    const auto byte = device_.read(std::min(end, in(limits_.look_again)));
    if (byte) {
      sort(*byte);
      continue;
    }
    const auto condition = look();
    seen = condition == Condition::ready ? 0 : seen + 1;
    if (device_.gone() || seen >= limits_.looks) return condition;
    if (std::chrono::steady_clock::now() >= end)
      return condition == Condition::ready ? Condition::unknown : condition;
  }
  return Condition::ready;
}

void EscPosTalk::forget_all(std::size_t bytes_of_a_band) {
  device_.forget_unsent();
  // Noughts end a picture that waits for more, and mean nothing to a printer that does not.
  const std::string noughts(bytes_of_a_band, '\0');
  std::string bytes;
  for (const auto part : {escpos::forget_all, escpos::leave_error, std::string_view{noughts}, escpos::begin}) {
    bytes += part;
  }
  (void)device_.write(bytes, in(limits_.status));
}

}  // namespace sportello::printing
