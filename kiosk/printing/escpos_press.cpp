#include "kiosk/printing/escpos_press.h"

#include <sodium.h>

#include <algorithm>
#include <string>

namespace sportello::printing {

EscPosPress::EscPosPress(Options options, std::shared_ptr<const Painter> painter, const Limits& limits)
    : options_(std::move(options)), painter_(std::move(painter)), limits_(limits) {}

std::size_t EscPosPress::bytes_of_a_band() const {
  return static_cast<std::size_t>(options_.dots) / 8 * static_cast<std::size_t>(limits_.band_rows);
}

Condition EscPosPress::look(const std::stop_token& /*stop*/) {
  auto device = DeviceFile::open(options_.device, options_.baud);
  if (!device) return Condition::offline;
  EscPosTalk talk{std::move(*device), limits_};
  return settle(talk);
}

// What it is like, the rest of an earlier slip forgotten if there was one.
Condition EscPosPress::settle(EscPosTalk& talk) {
  if (!owes_) return talk.look();
  talk.forget_all(bytes_of_a_band());
  const auto condition = talk.look();
  if (condition != Condition::ready) return condition;
  // It answers the fence when nothing is left before it.
  if (!talk.say_and_fence(escpos::begin)) return Condition::offline;
  const auto settled = talk.wait_for_fences(0, limits_.band);
  owes_ = settled != Condition::ready;
  return settled;
}

Outcome EscPosPress::print(const Slip& slip, const Tell& tell, const std::stop_token& stop) {
  tell(Phase::preparing);
  auto device = DeviceFile::open(options_.device, options_.baud);
  if (!device) return {End::not_printed, Condition::offline};
  EscPosTalk talk{std::move(*device), limits_};
  if (const auto condition = settle(talk); condition != Condition::ready) return {End::not_printed, condition};
  auto picture = painter_->picture(slip, options_.dots);
  if (picture.height == 0) return {End::not_printed, Condition::wrong_media};  // longer than any slip may be
  escpos::without_commands(picture);
  if (stop.stop_requested()) return {End::cancelled};

  tell(Phase::sending);
  if (!talk.say(escpos::begin) || !talk.say(escpos::be_quiet)) return {End::not_printed, Condition::offline};
  const auto end = std::chrono::steady_clock::now() + limits_.job;
  for (int from = 0; from < picture.height; from += limits_.band_rows) {
    if (std::chrono::steady_clock::now() >= end) return give_up(talk, Condition::unknown, true);
    if (const auto condition = talk.wait_for_fences(limits_.bands_ahead - 1, limits_.band);
        condition != Condition::ready) {
      return give_up(talk, condition, true);
    }
    if (stop.stop_requested()) return give_up(talk, Condition::ready, from > 0);
    auto band = escpos::band(picture, from, std::min(from + limits_.band_rows, picture.height));
    const bool taken = talk.say_and_fence(band);
    sodium_memzero(band.data(), band.size());
    if (!taken) {
      const auto condition = talk.look();
      return give_up(talk, condition == Condition::ready ? Condition::unknown : condition, true);
    }
  }
  tell(Phase::printing);
  const bool taken = talk.say_and_fence(escpos::feed_and_cut(limits_.feed_rows));
  const auto condition = taken ? talk.wait_for_fences(0, limits_.band) : Condition::offline;
  return condition == Condition::ready ? Outcome{End::printed} : give_up(talk, condition, true);
}

Outcome EscPosPress::give_up(EscPosTalk& talk, Condition why, bool began) {
  if (!began) return {why == Condition::ready ? End::cancelled : End::not_printed, why};
  if (why == Condition::ready) {
    // It works off what it has, and what came out is cut off, so that whoever stands there can take it away.
    if (talk.say_and_fence(escpos::feed_and_cut(limits_.feed_rows)) &&
        talk.wait_for_fences(0, limits_.band) == Condition::ready) {
      return {End::cancelled};
    }
    why = Condition::unknown;
  }
  talk.forget_all(bytes_of_a_band());
  owes_ = true;
  return {End::unsure, why};
}

}  // namespace sportello::printing
