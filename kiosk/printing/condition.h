// What a printer is like, and how a print ended. Values only; what people are told of them is in misfortunes.h.
#pragma once

#include <string_view>

namespace sportello::printing {

enum class Condition {
  ready,
  out_of_paper,
  jam,  // also a knife that is stuck
  cover_open,
  offline,      // no answer, switched off, paused
  wrong_media,  // it has paper, and not ours
  unknown,      // it answers, and says nothing that can be relied on
};

constexpr std::string_view name_of(Condition condition) {
  switch (condition) {
    case Condition::ready: return "ready";
    case Condition::out_of_paper: return "out_of_paper";
    case Condition::jam: return "jam";
    case Condition::cover_open: return "cover_open";
    case Condition::offline: return "offline";
    case Condition::wrong_media: return "wrong_media";
    case Condition::unknown: return "unknown";
  }
  return "unknown";
}

// How far a print is.
enum class Phase { preparing, sending, printing };

enum class End {
  printed,      // the printer said so
  cancelled,    // by us, in time; nothing of it comes out any more
  not_printed,  // nothing came out, nothing will
  unsure,       // something may be in the printer, or may yet come out: say so, somebody should look
};

struct Outcome {
  End end = End::not_printed;
  Condition why = Condition::ready;  // of the last two: what stood in the way
  bool operator==(const Outcome&) const = default;
};

// Not where the slip is out or may be inside: twice the same slip is one too many. Nor where somebody must pull paper
// out first.
constexpr bool again_may_help(const Outcome& outcome) {
  if (outcome.end == End::cancelled) return true;
  return outcome.end == End::not_printed && outcome.why != Condition::jam;
}

}  // namespace sportello::printing
