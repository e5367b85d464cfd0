// Keywords of RFC 8011 and PWG 5100.9 that stand in the way of a slip. All others are left out: low paper, low toner,
// what a vendor made up.
#include "kiosk/printing/ipp_reasons.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sportello::printing {

namespace {

// The worst first: what a person must do before all else. An empty tray also "needs media".
constexpr std::array by_weight = {Condition::cover_open,  Condition::jam,     Condition::out_of_paper,
                                  Condition::wrong_media, Condition::offline, Condition::unknown};

constexpr std::array<std::pair<std::string_view, Condition>, 25> reasons_known = {{
    {"cover-open", Condition::cover_open},
    {"door-open", Condition::cover_open},
    {"interlock-open", Condition::cover_open},
    {"input-cannot-feed-size-selected", Condition::wrong_media},
    {"input-media-color-change", Condition::wrong_media},
    {"input-media-form-parts-change", Condition::wrong_media},
    {"input-media-size-change", Condition::wrong_media},
    {"input-media-type-change", Condition::wrong_media},
    {"input-media-weight-change", Condition::wrong_media},
    {"media-needed", Condition::wrong_media},
    {"media-jam", Condition::jam},
    {"media-path-jam", Condition::jam},
    {"cutter-jam", Condition::jam},
    {"media-empty", Condition::out_of_paper},
    {"input-media-supply-empty", Condition::out_of_paper},
    {"input-tray-missing", Condition::out_of_paper},
    {"deactivated", Condition::offline},
    {"moving-to-paused", Condition::offline},
    {"offline", Condition::offline},
    {"paused", Condition::offline},
    {"power-down", Condition::offline},
    {"shutdown", Condition::offline},
    {"timed-out", Condition::offline},
    {"spool-area-full", Condition::offline},
    {"hibernate", Condition::offline},
}};

}  // namespace

Condition condition_of_reason(std::string_view reason) {
  for (const std::string_view severity : {"-report", "-warning", "-error"}) {
    if (reason.ends_with(severity)) {
      reason.remove_suffix(severity.size());
      break;
    }
  }
  const auto* found = std::ranges::find(reasons_known, reason, &std::pair<std::string_view, Condition>::first);
  return found != reasons_known.end() ? found->second : Condition::ready;
}

Condition condition_of(IppState state, bool accepting, std::span<const std::string> reasons) {
  for (const auto worst : by_weight) {
    if (std::ranges::any_of(reasons, [&](const auto& reason) { return condition_of_reason(reason) == worst; })) {
      return worst;
    }
  }
  if (!accepting) return Condition::offline;
  return state == IppState::stopped ? Condition::unknown : Condition::ready;
}

}  // namespace sportello::printing
