// Parsing and mending a codice fiscale. Pure.
#include "service/shared/identity/codice_fiscale.h"

#include <algorithm>

namespace sportello::identity {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::string_view months = "ABCDEHLMPRST";
constexpr std::string_view omocodia = "LMNPQRSTUV";  // stands for 0…9
constexpr std::array<std::size_t, 7> digit_places = {6, 7, 9, 10, 12, 13, 14};
// Values of the characters at odd 1-based positions: 0–9 and A–J share the first ten.
constexpr std::array<int, 26> odd_values = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                            20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// The digit a character stands for where a digit must stand, omocodia included; -1 for none.
int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  const auto at = omocodia.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

bool fits(char c, Place place) {
  switch (place) {
    case Place::letter:
    case Place::check: return is_upper(c);
    case Place::digit: return digit_value(c) >= 0;
    case Place::month: return months.find(c) != std::string_view::npos;
  }
  return false;
}

int two_digits(std::string_view text, std::size_t at) {
  return (digit_value(text[at]) * 10) + digit_value(text[at + 1]);
}

struct BirthParts {
  int year2, month, day;  // year of the century, 1–12, 1–31
  Sex sex;
};

BirthParts birth_parts(std::string_view text) {
  const int day_code = two_digits(text, 9);
  const bool female = day_code > 40;
  return {two_digits(text, 6), static_cast<int>(months.find(text[8])) + 1, female ? day_code - 40 : day_code,
          female ? Sex::female : Sex::male};
}

// A 29 February is possible in some century.
bool possible_date(std::string_view text) {
  const auto [year2, m, d, sex] = birth_parts(text);
  return std::ranges::any_of(std::array{1900, 2000}, [&](int century) {
    return year_month_day{year{century + year2}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}}.ok();
  });
}

bool luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[i] - '0';
    if ((digits.size() - i) % 2 == 0) {
      value *= 2;
      if (value > 9) value -= 9;
    }
    sum += value;
  }
  return sum % 10 == 0;
}

std::optional<CodeProblem> problem_of(std::string_view text) {
  if (text.size() == CodiceFiscale::provisional_length && std::ranges::all_of(text, is_digit)) {
    if (text.front() == '8' || text.front() == '9') return CodeProblem::organisation;
    return luhn(text) ? std::nullopt : std::optional{CodeProblem::check};
  }
  if (text.size() != CodiceFiscale::length) return CodeProblem::length;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!fits(text[i], place_at(i))) return CodeProblem::shape;
  }
  if (check_letter(text.substr(0, 15)) != text[15]) return CodeProblem::check;
  if (!possible_date(text)) return CodeProblem::date;
  return std::nullopt;
}

// Smaller is likelier: first what looks alike, then the last letter (the one nobody can make sense of), then a
// neighbouring digit, then a letter.
int confusion_cost(std::size_t position, char written, char meant) {
  constexpr std::array<std::string_view, 10> lookalikes = {"0O", "0D", "0Q", "1I", "1L",
                                                           "5S", "8B", "2Z", "6G", "UV"};
  for (const auto pair : lookalikes) {
    if ((pair[0] == written && pair[1] == meant) || (pair[1] == written && pair[0] == meant)) return 0;
  }
  if (place_at(position) == Place::check) return 1;
  if (is_digit(written) && is_digit(meant)) return 2;
  return is_digit(written) == is_digit(meant) ? 3 : 4;
}

}  // namespace

Place place_at(std::size_t position) {
  constexpr auto places = [] {
    std::array<Place, CodiceFiscale::length> all{};  // letters
    for (const auto place : digit_places) all.at(place) = Place::digit;
    all[8] = Place::month;
    all[15] = Place::check;
    return all;
  }();
  return position < places.size() ? places.at(position) : Place::letter;
}

std::optional<char> check_letter(std::string_view text) {
  if (text.size() != 15) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_digit(c) && !is_upper(c)) return std::nullopt;
    const int value = is_digit(c) ? c - '0' : c - 'A';
    sum += i % 2 == 0 ? odd_values.at(static_cast<std::size_t>(value)) : value;
  }
  return static_cast<char>('A' + (sum % 26));
}

std::expected<CodiceFiscale, CodeProblem> CodiceFiscale::parse(std::string_view text) {
  std::string clean;
  for (const char c : text) {
    if (c != ' ') clean.push_back(upper(c));
    if (clean.size() > length) return std::unexpected(CodeProblem::length);
  }
  if (const auto problem = problem_of(clean)) return std::unexpected(*problem);
  return CodiceFiscale{std::move(clean)};
}

std::string CodiceFiscale::canonical() const {
  if (provisional()) return text_;
  std::string plain = text_;
  for (const auto place : digit_places) plain[place] = static_cast<char>('0' + digit_value(plain[place]));
  plain[15] = *check_letter(std::string_view{plain}.substr(0, 15));
  return plain;
}

std::optional<year_month_day> CodiceFiscale::birth_date(year_month_day today) const {
  if (provisional()) return std::nullopt;
  const auto [year2, m, d, sex] = birth_parts(text_);
  const int century = static_cast<int>(today.year()) / 100 * 100;
  for (const int base : {century, century - 100}) {
    const year_month_day date{year{base + year2}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (date.ok() && date <= today) return date;
  }
  return std::nullopt;
}

std::optional<Sex> CodiceFiscale::sex() const {
  if (provisional()) return std::nullopt;
  return birth_parts(text_).sex;
}

std::optional<int> CodiceFiscale::age(year_month_day today) const {
  const auto born = birth_date(today);
  if (!born) return std::nullopt;
  const int years = static_cast<int>(today.year()) - static_cast<int>(born->year());
  const bool had_birthday = std::pair{today.month(), today.day()} >= std::pair{born->month(), born->day()};
  return had_birthday ? years : years - 1;
}

bool may_continue(std::string_view typed) {
  if (typed.size() > CodiceFiscale::length) return false;
  if (typed.size() <= CodiceFiscale::provisional_length && std::ranges::all_of(typed, is_digit)) return true;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (!fits(typed[i], place_at(i))) return false;
  }
  return true;
}

std::vector<Mend> single_character_mends(std::string_view text) {
  std::vector<Mend> mends;
  if (text.size() != CodiceFiscale::length || !problem_of(text)) return mends;
  std::string changed{text};
  for (std::size_t i = 0; i < changed.size(); ++i) {
    const char original = changed[i];
    for (const char candidate : std::string_view{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) {
      // An omocodia letter is never what a hand meant by mistake: offer only digits in a digit's place.
      if (candidate == original || (place_at(i) == Place::digit && !is_digit(candidate))) continue;
      changed[i] = candidate;
      if (!problem_of(changed)) mends.push_back({i, candidate});
    }
    changed[i] = original;
  }
  std::ranges::stable_sort(
      mends, {}, [&](const Mend& mend) { return confusion_cost(mend.position, text[mend.position], mend.instead); });
  return mends;
}

}  // namespace sportello::identity
