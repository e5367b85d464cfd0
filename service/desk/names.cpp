// Folding of names by a table of the letters that European names are written with. Pure.
#include "service/desk/names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sportello::desk {
namespace {

constexpr std::size_t longest_part = 24;  // two of them and what stands between fit 64, which addresses may have
constexpr std::string_view surname_place = "{surname}";
constexpr std::string_view given_name_place = "{given_name}";
constexpr std::string_view code_letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";  // I and O read as 1 and 0 on paper
constexpr std::ptrdiff_t fewest_drawn = 6;

using Fold = std::pair<std::u32string_view, std::string_view>;
constexpr std::array<Fold, 30> folds = {{
    {U"àáâãäåāăąǎÀÁÂÃÄÅĀĂĄǍ", "a"},
    {U"æÆ", "ae"},
    {U"çćĉċčÇĆĈĊČ", "c"},
    {U"ďđðĎĐÐ", "d"},
    {U"èéêëēĕėęěÈÉÊËĒĔĖĘĚ", "e"},
    {U"ĝğġģĜĞĠĢ", "g"},
    {U"ĥħĤĦ", "h"},
    {U"ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ", "i"},
    {U"ĳĲ", "ij"},
    {U"ĵĴ", "j"},
    {U"ķĶ", "k"},
    {U"ĺļľŀłĹĻĽĿŁ", "l"},
    {U"ñńņňÑŃŅŇ", "n"},
    {U"òóôõöøōŏőÒÓÔÕÖØŌŎŐ", "o"},
    {U"œŒ", "oe"},
    {U"ŕŗřŔŖŘ", "r"},
    {U"śŝşšșŚŜŞŠȘ", "s"},
    {U"ßẞ", "ss"},
    {U"ţťŧțŢŤŦȚ", "t"},
    {U"þÞ", "th"},
    {U"ùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲ", "u"},
    {U"ŵŴ", "w"},
    {U"ýÿŷÝŸŶ", "y"},
    {U"źżžŹŻŽ", "z"},
    {U"ạảấầẩẫậắằẳẵặẠẢẤẦẨẪẬẮẰẲẴẶ", "a"},
    {U"ẹẻẽếềểễệẸẺẼẾỀỂỄỆ", "e"},
    {U"ịỉỊỈ", "i"},
    {U"ọỏốồổỗộơớờởỡợỌỎỐỒỔỖỘƠỚỜỞỠỢ", "o"},
    {U"ụủưứừửữựỤỦƯỨỪỬỮỰ", "u"},
    {U"ỳỵỷỹỲỴỶỸ", "y"},
}};

// The next character of UTF-8 that was checked when it was imported; what is broken counts as one strange character.
char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
  char32_t character = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length && i < text.size(); ++i) {
    character = (character << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(std::min(length, text.size()));
  return character;
}

std::string_view fold(char32_t character) {
  const auto* const found = std::ranges::find_if(
      folds, [&](const Fold& entry) { return entry.first.find(character) != std::u32string_view::npos; });
  return found == folds.end() ? std::string_view{} : found->second;
}

// Calls `put` for every character outside the places for names, `name` for those.
template <class Put, class Name>
void walk(std::string_view pattern, Put put, Name name) {
  while (!pattern.empty()) {
    if (pattern.starts_with(surname_place)) {
      name(true);
      pattern.remove_prefix(surname_place.size());
    } else if (pattern.starts_with(given_name_place)) {
      name(false);
      pattern.remove_prefix(given_name_place.size());
    } else {
      put(pattern.front());
      pattern.remove_prefix(1);
    }
  }
}

std::ptrdiff_t drawn(std::string_view pattern) {
  return std::ranges::count_if(pattern, [](char c) { return c == '#' || c == '@'; });
}

bool only(std::string_view pattern, std::string_view marks) {
  bool good = true;
  walk(
      pattern,
      [&](char c) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        good = good && (plain || marks.contains(c));
      },
      [](bool) {});
  return good;
}

}  // namespace

std::string plain_letters(std::string_view name) {
  std::string plain;
  while (!name.empty()) {
    const auto character = take(name);
    if ((character >= U'a' && character <= U'z')) {
      plain += static_cast<char>(character);
    } else if (character >= U'A' && character <= U'Z') {
      plain += static_cast<char>(character - U'A' + U'a');
    } else {
      plain += fold(character);  // apostrophes, spaces, marks that stand by themselves: nothing
    }
  }
  if (plain.empty()) plain = "x";
  return plain.substr(0, longest_part);
}

bool uses_names(std::string_view pattern) {
  return pattern.contains(surname_place) || pattern.contains(given_name_place);
}

bool draws(std::string_view pattern) { return drawn(pattern) > 0; }

std::optional<std::string> mistake_in_user_code(std::string_view pattern) {
  if (pattern.size() > 32) return "is longer than 32 characters";
  if (!only(pattern, "#@._-")) {
    return "holds something else than letters, digits, '#', '@', '.', '_', '-', {surname} and {given_name}";
  }
  if (!uses_names(pattern) && drawn(pattern) < fewest_drawn) {
    return "draws fewer than 6 characters: user codes would run out";
  }
  return std::nullopt;
}

std::optional<std::string> mistake_in_mail(std::string_view pattern) {
  if (pattern.size() > 32) return "is longer than 32 characters";
  if (!only(pattern, "._-")) {
    return "holds something else than letters, digits, '.', '_', '-', {surname} and {given_name}";
  }
  if (!uses_names(pattern)) return "must hold {surname} or {given_name}: all would have one address";
  if (pattern.starts_with('.') || pattern.ends_with('.') || pattern.contains("..")) {
    return "must not begin or end with a dot, or hold two in a row: no mail server takes that";
  }
  return std::nullopt;
}

std::string fill_user_code(std::string_view pattern, const Names& names, const Random& random) {
  std::string code;
  walk(
      pattern,
      [&](char c) {
        if (c == '#') {
          code += static_cast<char>('0' + random(10));
        } else if (c == '@') {
          code += code_letters[random(static_cast<std::uint32_t>(code_letters.size()))];
        } else {
          code += c;
        }
      },
      [&](bool surname) { code += plain_letters((surname ? names.surname : names.given_name).reveal()); });
  return code;
}

std::string fill_mail(std::string_view pattern, const Names& names, std::string_view domain) {
  std::string mail;
  walk(
      pattern, [&](char c) { mail += c; },
      [&](bool surname) { mail += plain_letters((surname ? names.surname : names.given_name).reveal()); });
  return mail.append(1, '@').append(domain);
}

std::string numbered(std::string_view name, int number) {
  if (number < 2) return std::string{name};
  const auto at = std::min(name.find('@'), name.size());
  return std::string{name.substr(0, at)} + std::to_string(number) + std::string{name.substr(at)};
}

Resolved resolve(std::string_view wanted, const std::function<bool(const std::string&)>& is_taken) {
  for (int number = 1;; ++number) {
    auto given = numbered(wanted, number);
    if (!is_taken(given)) return {std::move(given), number > 1};
  }
}

}  // namespace sportello::desk
