#include "kiosk/printing/escpos.h"

namespace sportello::printing::escpos {

namespace {

constexpr std::uint8_t dle = 0x10;
constexpr bool begins_command(std::uint8_t after) { return after == 0x04 || after == 0x05 || after == 0x14; }

char low(std::size_t number) { return static_cast<char>(number & 0xFFU); }
char high(std::size_t number) { return static_cast<char>(number >> 8U & 0xFFU); }

// Bits of the answers to DLE EOT 1 … 4.
constexpr unsigned offline = 0x08;
constexpr unsigned cover_open = 0x04, stopped_by_paper = 0x20;
constexpr unsigned mechanical = 0x04, knife = 0x08, beyond_recovery = 0x20, too_hot = 0x40;
constexpr unsigned no_paper = 0x60;

}  // namespace

std::string band(const Picture& picture, int from, int to) {
  std::string bytes;
  const std::size_t across = picture.row_bytes(), rows = static_cast<std::size_t>(to - from);
  constexpr std::size_t head = 8;
  bytes.reserve(head + across * rows);
  bytes +=
      "\x1D"
      "v0"
      "\x00"sv;
  for (const std::size_t number : {across, rows}) (bytes += low(number)) += high(number);
  for (int y = from; y < to; ++y) {
    for (const auto byte : picture.row(y)) bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::string feed_and_cut(int rows) { return std::string{"\x1DVB"} + static_cast<char>(rows); }

std::string ask(Status status) { return std::string{"\x10\x04"} + static_cast<char>(status); }

Condition condition_of(const std::array<std::uint8_t, 4>& answers) {
  const auto [printer, why, error, paper] = answers;
  if ((why & cover_open) != 0) return Condition::cover_open;
  if ((error & (mechanical | knife)) != 0) return Condition::jam;
  if ((paper & no_paper) != 0 || (why & stopped_by_paper) != 0) return Condition::out_of_paper;
  if ((error & (beyond_recovery | too_hot)) != 0) return Condition::unknown;
  return (printer & offline) != 0 ? Condition::offline : Condition::ready;
}

int without_commands(Picture& picture) {
  int taken = 0;
  // Also across the end of a row: the next one follows at once, save where a band ends, and it may end anywhere.
  for (std::size_t at = 0; at + 1 < picture.rows.size(); ++at) {
    if (picture.rows[at] == dle && begins_command(picture.rows[at + 1])) {
      picture.rows[at] = 0;  // the one dot that 0x10 is
      ++taken;
    }
  }
  return taken;
}

}  // namespace sportello::printing::escpos
