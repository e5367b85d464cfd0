// Every timeout and count of a visit, each with its reason. The service's own limits are the service's.
#pragma once

#include "kiosk/visit/time.h"

namespace sportello::visit::limits {

using namespace std::chrono_literals;

// A public machine asks "are you still there?" after five minutes and clears 45 s later (voting machines' numbers).
inline constexpr Duration idle_before_code = 5min;
inline constexpr Duration warning_before_code = 45s;
// Once the code is proved, the screen holds a family's data: a parent called away must not leave it to the next.
// 30 s is above the 20 s that EN 301 549 (11.2.2.1) asks of a warning.
inline constexpr Duration idle_after_code = 60s;
inline constexpr Duration warning_after_code = 30s;
// A language or size chosen on the welcome screen and left behind.
inline constexpr Duration welcome_reset = 60s;
// A shown PIN is covered again: long enough to copy five digits, short enough for a queue.
inline constexpr Duration pin_shown = 15s;
inline constexpr Duration after_last_word = 2s;    // goodbye stays so long after it was said
inline constexpr Duration notice_shown = 4s;       // "Volume 3 of 5": five words, read twice
inline constexpr Duration next_picture = 30s;      // read at a walking pace, from three metres
inline constexpr int pictures = 3;                 // how it works, the lost password, at home
inline constexpr Duration goodbye_shown = 8s;      // read three short lines, then free the machine
inline constexpr Duration progress_after = 300ms;  // sooner, a progress sign only flickers
inline constexpr Duration way_out_after = 8s;      // when people begin to think a machine is stuck
inline constexpr Duration line_probe = 60s;        // on the welcome screen: a dead line is known before a parent is
inline constexpr Duration line_retry = 10s;        // out of service: ask again this often
inline constexpr std::size_t mends_offered = 3;    // more is a riddle, not a help
inline constexpr std::size_t longest_password = 128;
inline constexpr std::size_t code_length = 6;
// A code whose sending the service refuses to repeat yet was sent a moment ago: it lives this long at least.
inline constexpr Duration unseen_code = 4min;

}  // namespace sportello::visit::limits
