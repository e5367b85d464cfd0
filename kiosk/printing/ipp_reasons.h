// What an IPP printer says of itself, as a condition. Pure: keywords in, condition out.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kiosk/printing/condition.h"

namespace sportello::printing {

// RFC 8011, 5.4.11: printer-state.
enum class IppState { idle = 3, processing = 4, stopped = 5 };

// RFC 8011, 5.4.12, and PWG 5100.9: printer-state-reasons. The severity at a keyword's end is not believed: the
// reference printer says "-report" of an empty tray while it is idle, be it the only one.
Condition condition_of(IppState state, bool accepting, std::span<const std::string> reasons);

// PWG 5100.13: one value of printer-input-tray, "…;mediafeed=29700;mediaxfeed=21000;…;level=250;…", in hundredths of
// a millimetre. Whether it says that this paper is in this tray: then another, empty one stands in nobody's way.
bool tray_holds(std::string_view tray, int width, int length);

// One keyword, its severity taken off; ready where it is no obstacle.
Condition condition_of_reason(std::string_view reason);

}  // namespace sportello::printing
