// Tables, and a UTF-8 reader that takes broken bytes for unknown characters.
#include "service/messaging/gsm7.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sportello::messaging {
namespace {

// The basic alphabet beside ASCII, and the extension's characters, which take two places each.
constexpr std::u32string_view basic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    U"abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"^{}\\[~]|€";

constexpr std::array<std::pair<char32_t, std::string_view>, 35> nearest = {{
    {U'’', "'"}, {U'‘', "'"}, {U'`', "'"},   {U'“', "\""},     {U'”', "\""}, {U'«', "\""}, {U'»', "\""},
    {U'–', "-"}, {U'—', "-"}, {U'…', "..."}, {U'\u00a0', " "}, {U'ª', "a"},  {U'º', "o"},  {U'°', "o"},
    {U'À', "A"}, {U'Á', "A"}, {U'Â', "A"},   {U'á', "a"},      {U'â', "a"},  {U'ă', "a"},  {U'ç', "c"},
    {U'È', "E"}, {U'Ê', "E"}, {U'ê', "e"},   {U'ë', "e"},      {U'Ì', "I"},  {U'í', "i"},  {U'î', "i"},
    {U'Ò', "O"}, {U'ó', "o"}, {U'ô', "o"},   {U'Ù', "U"},      {U'ú', "u"},  {U'ș', "s"},  {U'ț', "t"},
}};

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

std::string to_gsm7(std::string_view utf8) {
  std::string result;
  while (!utf8.empty()) {
    const auto before = utf8;
    const auto character = take(utf8);
    if (places(character) > 0) {
      result.append(before.substr(0, before.size() - utf8.size()));
      continue;
    }
    const auto* const found = std::ranges::find(nearest, character, &std::pair<char32_t, std::string_view>::first);
    result.append(found == nearest.end() ? "?" : found->second);
  }
  return result;
}

}  // namespace sportello::messaging
