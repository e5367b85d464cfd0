// Tables, and a UTF-8 reader that takes broken bytes for unknown characters.
#include "service/messaging/gsm7.h"

#include <algorithm>
#include <array>

namespace sportello::messaging {
namespace {

// The basic alphabet beside ASCII, and the extension's characters, which take two places each.
constexpr std::u32string_view basic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    U"abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"^{}\\[~]|€";

// What is lacking, and the nearest that is there: the Latin letters of the languages that families speak, and the
// signs that text processors make of typed ones.
struct Nearest {
  std::string_view plain;
  std::u32string_view lacking;
};
constexpr std::array<Nearest, 41> nearest = {{
    {"a", U"áâãăąāªạ"},
    {"A", U"ÀÁÂÃĂĄĀ"},
    {"c", U"çćčĉ"},
    {"C", U"ĆČĈ"},
    {"d", U"ďđð"},
    {"D", U"ĎĐÐ"},
    {"e", U"êëęėēěẹ"},
    {"E", U"ÈÊËĘĖĒĚ"},
    {"g", U"ğģĝ"},
    {"G", U"ĞĢĜ"},
    {"i", U"íîïıįīị"},
    {"I", U"ÌÍÎÏİĮĪ"},
    {"k", U"ķ"},
    {"K", U"Ķ"},
    {"l", U"łľļĺ"},
    {"L", U"ŁĽĻĹ"},
    {"n", U"ńňņ"},
    {"N", U"ŃŇŅ"},
    {"o", U"óôõőōºọ"},
    {"O", U"ÒÓÔÕŐŌ"},
    {"r", U"řŕ"},
    {"R", U"ŘŔ"},
    {"s", U"șşśšŝ"},
    {"S", U"ȘŞŚŠŜ"},
    {"t", U"țţťþ"},
    {"T", U"ȚŢŤÞ"},
    {"u", U"úûůűųūụ"},
    {"U", U"ÙÚÛŮŰŲŪ"},
    {"y", U"ýÿ"},
    {"Y", U"ÝŸ"},
    {"z", U"źżž"},
    {"Z", U"ŹŻŽ"},
    {"'", U"’‘`´ʼ"},
    {"\"", U"“”„«»"},
    {"-", U"–—‐‑"},
    {"...", U"…"},
    {" ", U"\u00a0\u202f\u2009"},
    {"oe", U"œ"},
    {"OE", U"Œ"},
    {"o", U"°"},
    {"*", U"•·"},
}};

// Nothing: there is none.
std::optional<std::string_view> nearest_to(char32_t character) {
  const auto* const found = std::ranges::find_if(
      nearest, [character](const Nearest& candidate) { return candidate.lacking.contains(character); });
  if (found == nearest.end()) return std::nullopt;
  return found->plain;
}

char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  constexpr std::array<unsigned char, 5> masks = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t character = first & masks.at(length);
  const auto available = std::min(length, text.size());
  for (std::size_t i = 1; i < available; ++i) {
    character = (character << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(available);
  return available == length ? character : U'\uFFFD';
}

std::size_t places(char32_t character) {
  if (basic.contains(character)) return 1;
  return extension.contains(character) ? 2 : 0;
}

}  // namespace

std::optional<std::size_t> gsm7_length(std::string_view utf8) {
  std::size_t length = 0;
  while (!utf8.empty()) {
    const auto needed = places(take(utf8));
    if (needed == 0) return std::nullopt;
    length += needed;
  }
  return length;
}

bool gsm7_writes(std::string_view utf8) {
  while (!utf8.empty()) {
    const auto character = take(utf8);
    if (places(character) == 0 && !nearest_to(character)) return false;
  }
  return true;
}

std::size_t ucs2_length(std::string_view utf8) {
  std::size_t length = 0;
  while (!utf8.empty()) length += take(utf8) > 0xFFFF ? 2 : 1;
  return length;
}

std::string to_gsm7(std::string_view utf8) {
  std::string result;
  while (!utf8.empty()) {
    const auto before = utf8;
    const auto character = take(utf8);
    if (places(character) > 0) {
      result.append(before.substr(0, before.size() - utf8.size()));
      continue;
    }
    result.append(nearest_to(character).value_or("?"));
  }
  return result;
}

}  // namespace sportello::messaging
