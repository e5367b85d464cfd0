// Codici fiscali are counted, not drawn, so that no two are equal.
#include "tests/bench/rows.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "service/shared/identity/codice_fiscale.h"

namespace sportello::bench {
namespace {

constexpr std::array<std::string_view, 12> surnames = {"Rossi",   "Bianchi",    "D'Angelo", "Esposito",
                                                       "De Luca", "Nicolò",     "Ferrari",  "Popescu",
                                                       "Hoxha",   "El Idrissi", "Chen",     "Russo"};
constexpr std::array<std::string_view, 12> names = {"Giulia", "Mario",  "Maria Antonietta", "Zoë",   "Luca",
                                                    "Nicolò", "Andrei", "Fatima",           "Yusuf", "Anna",
                                                    "Ugo",    "Sofia"};

std::string letters(std::uint64_t number, int count) {
  std::string text;
  for (int i = 0; i < count; ++i, number /= 26) text += static_cast<char>('A' + (number % 26));
  return text;
}

// A number that looks drawn: the order of codes says nothing about the order of families.
std::uint64_t scattered(std::uint64_t number) { return (number * 2654435761ULL + 12345) % 308915776ULL; }

std::string code(std::uint64_t number, int year, bool female) {
  std::string text = letters(scattered(number), 6);
  const auto two = [](std::uint64_t value) {
    return std::string{static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
  };
  text += two(static_cast<std::uint64_t>(year)) + "ABCDEHLMPRST"[number % 12];
  text += two(number % 28 + 1 + (female ? 40 : 0)) + "H501";
  return text + identity::check_letter(text).value();
}

}  // namespace

std::int64_t write_rows(const std::filesystem::path& file, std::int64_t rows) {
  std::ofstream out{file, std::ios::binary};
  out << "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n";
  std::int64_t written = 0;
  std::uint64_t person = 0;
  for (std::uint64_t family = 0; written < rows; ++family) {
    std::array<std::string, 2> guardians;
    for (std::size_t i = 0; i < 2; ++i) {
      const auto number = ++person;
      std::array<char, 16> digits{};
      std::snprintf(digits.data(), digits.size(), "%09llu", static_cast<unsigned long long>(number));
      guardians[i] = code(number, 70 + static_cast<int>(number % 25), i == 1) + ";" +
                     std::string{surnames[(family + i * 5) % surnames.size()]} + ";" +
                     std::string{names[(family / 7 + i) % names.size()]} + ";+39 3" + digits.data() + ";g" +
                     digits.data() + "@example.org;" + (i == 0 ? "PADRE" : "MADRE") + ";";
    }
    const auto pupils = family % 6 < 3 ? 1 : family % 6 < 5 ? 2 : 3;
    for (int k = 0; k < pupils; ++k) {
      const auto number = ++person;
      const auto pupil = code(number, 8 + static_cast<int>(number % 14), k == 1) + ";" +
                         std::string{surnames[family % surnames.size()]} + ";" +
                         std::string{names[(family / 3 + static_cast<std::uint64_t>(k) * 5) % names.size()]} + ";" +
                         std::to_string(number % 5 + 1) + static_cast<char>('A' + number % 6) + "\n";
      for (const auto& guardian : guardians) out << guardian << pupil;
      written += 2;
    }
  }
  if (!out.flush()) throw std::runtime_error("the rows cannot be written");
  return written;
}

}  // namespace sportello::bench
