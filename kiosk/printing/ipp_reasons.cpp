// Keywords of RFC 8011 and PWG 5100.9 that stand in the way of a slip. All others are left out: low paper, low toner,
// what a vendor made up.
#include "kiosk/printing/ipp_reasons.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
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

std::optional<int> value_of(std::string_view tray, std::string_view name) {
  while (!tray.empty()) {
    const auto end = std::min(tray.find(';'), tray.size());
    const auto one = tray.substr(0, end);
    tray.remove_prefix(std::min(end + 1, tray.size()));
    if (one.size() <= name.size() || !one.starts_with(name) || one[name.size()] != '=') continue;
    int value = 0;
    const auto digits = one.substr(name.size() + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec == std::errc{} && read.ptr == digits.data() + digits.size()) return value;
  }
  return std::nullopt;
}

}  // namespace

bool tray_holds(std::string_view tray, int width, int length) {
  constexpr int at_least_one = -3;  // RFC 3805: prtInputCurrentLevel; -1 and -2 say nothing
  const auto level = value_of(tray, "level");
  return level && (*level > 0 || *level == at_least_one) && value_of(tray, "mediaxfeed") == width &&
         value_of(tray, "mediafeed") == length;
}

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
