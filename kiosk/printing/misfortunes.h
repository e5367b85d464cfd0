// What people are told when a slip does not come out: a sentence, and another way. Names of texts, not words.
#pragma once

#include <optional>

#include "kiosk/printing/condition.h"
#include "kiosk/widgets/texts.h"

namespace sportello::printing {

struct Misfortune {
  widgets::TextKey sentence;                // what is the matter
  widgets::TextKey way;                     // what to do instead
  std::optional<widgets::TextKey> warning;  // something of the slip may be in the printer
  bool again = true;                        // whether printing again may help
};

// Nothing when there is nothing to tell: printed, or cancelled.
constexpr std::optional<Misfortune> misfortune_of(const Outcome& outcome) {
  using namespace widgets::literals;
  if (outcome.end == End::printed || outcome.end == End::cancelled) return std::nullopt;
  Misfortune told;
  told.again = again_may_help(outcome);
  if (outcome.end == End::unsure) told.warning = "printing.inside"_t;
  told.way = "printing.instead"_t;
  switch (outcome.why) {
    case Condition::out_of_paper: told.sentence = "printing.out_of_paper"_t; break;
    case Condition::jam:
      told.sentence = "printing.jam"_t;
      told.way = "printing.leave"_t;
      break;
    case Condition::cover_open:
      told.sentence = "printing.cover_open"_t;
      told.way = "printing.close"_t;
      break;
    case Condition::offline: told.sentence = "printing.offline"_t; break;
    case Condition::wrong_media: told.sentence = "printing.wrong_media"_t; break;
    case Condition::ready:
    case Condition::unknown: told.sentence = "printing.unknown"_t; break;
  }
  return told;
}

}  // namespace sportello::printing
