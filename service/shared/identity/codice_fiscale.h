// The codice fiscale: the Italian tax code of a person, and the key on a health card's barcode.
// Parses once into a type that is always valid. Never asks the clock: "today" is an argument.
//
// Source of every table: D.M. 23 December 1976 (check letter, months, days) and its omocodia rule: where two
// people would share a code, digits turn into LMNPQRSTUV at 0-based positions 14,13,12,10,9,7,6.
#pragma once

#include <array>
#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::identity {

enum class CodeProblem {
  length,        // neither 16 characters nor 11 digits
  shape,         // a letter where a digit must stand, or the other way round
  date,          // no such day of birth
  check,         // the check letter, or the check digit of the 11-digit code, does not fit
  organisation,  // 11 digits that belong to a body, not to a person
};

enum class Sex { male, female };

// Sixteen characters, or the provisional eleven digits that foreign nationals carry.
class CodiceFiscale {
 public:
  static constexpr std::size_t length = 16;
  static constexpr std::size_t provisional_length = 11;

  // Upper and lower case, and spaces between, are accepted; anything else is a problem.
  static std::expected<CodiceFiscale, CodeProblem> parse(std::string_view text);

  // The code as it was written, upper case, omocodia letters kept. Handle as a secret.
  [[nodiscard]] const std::string& text() const { return text_; }
  // The code with omocodia undone: two spellings of one code compare equal here.
  [[nodiscard]] std::string canonical() const;
  [[nodiscard]] bool provisional() const { return text_.size() == provisional_length; }

  // Nothing for provisional codes. The code holds two digits of the year: the latest year not after `today`.
  [[nodiscard]] std::optional<std::chrono::year_month_day> birth_date(std::chrono::year_month_day today) const;
  [[nodiscard]] std::optional<Sex> sex() const;
  // Whole years on `today`; nothing for provisional codes. Under 18 a card is taken for the pupil's own: with
  // two digits of the year, someone of a hundred and five looks five, and is then helped at the desk.
  [[nodiscard]] std::optional<int> age(std::chrono::year_month_day today) const;

  bool operator==(const CodiceFiscale&) const = default;

 private:
  explicit CodiceFiscale(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// What may stand at each place of the sixteen.
enum class Place { letter, digit, month, check };
Place place_at(std::size_t position);

// True when `text`, so far typed, can still become a codice fiscale; omocodia letters count as digits.
bool may_continue(std::string_view typed);

// One character changed that would make a code of sixteen valid.
struct Mend {
  std::size_t position = 0;  // 0-based
  char instead = ' ';
  bool operator==(const Mend&) const = default;
};

// Every single-character change that gives a valid code with a possible date, the likeliest confusions
// (0/O, 1/I, 5/S, 8/B, 2/Z, neighbouring digits) first. Found here, with no question to anyone.
// Empty unless `text` has sixteen characters and does not parse.
std::vector<Mend> single_character_mends(std::string_view text);

// The check letter that belongs to fifteen characters; nothing if one of them cannot stand there.
std::optional<char> check_letter(std::string_view first_fifteen);

}  // namespace sportello::identity
