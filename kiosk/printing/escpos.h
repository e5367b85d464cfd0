// The bytes of ESC/POS, as Epson's command reference has them and its imitators keep them: a picture into commands,
// answers into a condition. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "kiosk/printing/condition.h"
#include "kiosk/printing/picture.h"

namespace sportello::printing::escpos {

using namespace std::string_view_literals;

// ESC @: as after switching on; forgets what was not printed yet.
inline constexpr auto begin = "\x1B@"sv;
// GS a 0: says nothing unasked.
inline constexpr auto be_quiet = "\x1D\x61\x00"sv;
// GS r 1: answers when everything before it has been worked off.
inline constexpr auto fence = "\x1Dr\x01"sv;
// DLE DC4 8: forgets, at once, all it was sent and has not printed. Epson's; others take it for nothing.
inline constexpr auto forget_all = "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"sv;
// DLE ENQ 2: leaves an error from which it can recover, forgetting likewise.
inline constexpr auto leave_error = "\x10\x05\x02"sv;

// GS v 0: rows [from, to) of the picture, one dot a dot.
std::string band(const Picture& picture, int from, int to);
// GS V 66: feeds so many dots, and cuts all but a corner.
std::string feed_and_cut(int rows);

// DLE EOT n: what it is at this moment, also when it works off nothing.
enum class Status : std::uint8_t { printer = 1, why_offline = 2, error = 3, paper = 4 };
inline constexpr std::array statuses = {Status::printer, Status::why_offline, Status::error, Status::paper};
std::string ask(Status status);

// Bits 1 and 4 set, 0 and 7 clear: every answer to DLE EOT.
constexpr bool is_status(std::uint8_t byte) { return (byte & 0x93U) == 0x12U; }
// Bits 4 and 7 clear: the answer to a fence.
constexpr bool is_fence(std::uint8_t byte) { return (byte & 0x90U) == 0; }
// What a serial line says by itself: wait, go on.
constexpr bool is_flow(std::uint8_t byte) { return byte == 0x11U || byte == 0x13U; }

// In the order of `statuses`.
Condition condition_of(const std::array<std::uint8_t, 4>& answers);

// A real printer obeys DLE commands even inside a picture: one dot is taken away from each row that holds one by
// chance. The number of dots.
int without_commands(Picture& picture);

}  // namespace sportello::printing::escpos
