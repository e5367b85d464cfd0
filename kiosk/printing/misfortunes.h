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
  using widgets::TextKey;
  if (outcome.end == End::printed || outcome.end == End::cancelled) return std::nullopt;
  Misfortune told;
  if (outcome.end == End::unsure) told.warning = TextKey{"printing.inside"};
  told.way = TextKey{"printing.instead"};
  switch (outcome.why) {
    case Condition::out_of_paper: told.sentence = TextKey{"printing.out_of_paper"}; break;
    case Condition::jam:
      told.sentence = TextKey{"printing.jam"};
      told.way = TextKey{"printing.leave"};
      told.again = false;
      break;
    case Condition::cover_open:
      told.sentence = TextKey{"printing.cover_open"};
      told.way = TextKey{"printing.close"};
      break;
    case Condition::offline: told.sentence = TextKey{"printing.offline"}; break;
    case Condition::wrong_media: told.sentence = TextKey{"printing.wrong_media"}; break;
    case Condition::ready:
    case Condition::unknown: told.sentence = TextKey{"printing.unknown"}; break;
  }
  // Twice the same slip, one of them in the printer, is one too many.
  if (outcome.end == End::unsure) told.again = false;
  return told;
}

}  // namespace sportello::printing
