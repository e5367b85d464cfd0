// A block at a time, eight bytes at a time while they are ASCII.
#include "service/import/encoding.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace sportello::import {
namespace {

constexpr std::size_t block_size = 1 << 18;

// Of the bytes 0x80 to 0x9F; 0: not used. The others are the same as in Unicode.
constexpr std::array<char16_t, 32> upper_controls = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_ascii(const char* eight) {
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  return (word & 0x8080808080808080ULL) == 0;
}

// How many bytes the character has that begins here; 0: none does.
std::size_t utf8_length(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto first = byte(i);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0U) != 0x80) return 0;
  }
  const auto second = byte(i + 1);
  const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;  // overlong, a surrogate, or beyond the last character
}

struct Seen {
  bool letters_of_utf8 = false;
  bool others = false;
};

void look(std::string_view text, Seen& seen) {
  for (std::size_t i = 0; i < text.size();) {
    if (i + 8 <= text.size() && is_ascii(text.data() + i)) {
      i += 8;
      continue;
    }
    const auto length = utf8_length(text, i);
    if (length > 1) seen.letters_of_utf8 = true;
    if (length == 0) seen.others = true;
    i += std::max<std::size_t>(length, 1);
  }
}

}  // namespace

std::string_view name_of(Encoding encoding) { return encoding == Encoding::utf8 ? "UTF-8" : "Windows-1252"; }

std::optional<Encoding> encoding_named(std::string_view name) {
  std::string folded{name};
  for (auto& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (folded == "utf-8" || folded == "utf8") return Encoding::utf8;
  if (folded == "windows-1252" || folded == "cp1252") return Encoding::windows_1252;
  return std::nullopt;
}

std::expected<Encoding, Refusal> encoding_of(std::istream& stream) {
  std::vector<char> block(block_size);
  std::size_t kept = 0;  // of the block before: a character may be cut in two
  std::int64_t line = 1;
  bool first = true;
  bool marked = false;
  Seen seen;
  for (;;) {
    stream.read(block.data() + kept, static_cast<std::streamsize>(block.size() - kept));
    const auto size = kept + static_cast<std::size_t>(stream.gcount());
    const std::string_view text{block.data(), size};
    const bool last = !stream;
    if (first && (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))) {
      return std::unexpected(Refusal{1, "the file is UTF-16: save it as \"CSV UTF-8\""});
    }
    if (first) marked = text.starts_with("\xEF\xBB\xBF");
    first = false;
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
      line += std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
      return std::unexpected(Refusal{
          line, "holds a NUL byte, as UTF-16 and spreadsheet files do, but no CSV: save the file as \"CSV UTF-8\""});
    }
    // The last three bytes wait for the next block, unless there is none.
    const auto whole = last ? size : size - std::min<std::size_t>(size, 3);
    auto end = whole;
    while (!last && end > 0 && end + 3 > whole && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    look(text.substr(0, end), seen);
    line += std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    if (last) break;
    kept = size - end;
    std::memmove(block.data(), block.data() + end, kept);
  }
  return seen.others && !seen.letters_of_utf8 && !marked ? Encoding::windows_1252 : Encoding::utf8;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (i + 8 <= text.size() && is_ascii(text.data() + i)) {
      i += 8;
      continue;
    }
    const auto length = utf8_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

bool to_utf8(std::string& text) {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_plain)) return true;
  std::string result;
  result.reserve(text.size() + 8);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const unsigned point = byte >= 0x80 && byte < 0xA0 ? upper_controls.at(byte - 0x80U) : byte;
    if (point == 0 && byte != 0) return false;
    if (point < 0x80) {
      result += static_cast<char>(point);
    } else if (point < 0x800) {
      result += static_cast<char>(0xC0U | (point >> 6U));
      result += static_cast<char>(0x80U | (point & 0x3FU));
    } else {
      result += static_cast<char>(0xE0U | (point >> 12U));
      result += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
      result += static_cast<char>(0x80U | (point & 0x3FU));
    }
  }
  text = std::move(result);
  return true;
}

}  // namespace sportello::import
