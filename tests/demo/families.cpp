#include "tests/demo/families.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <stdexcept>

#include "service/shared/identity/codice_fiscale.h"

namespace sportello::demo {
namespace {

struct Person {
  std::string_view surname, name;
  std::string_view place;  // empty: nobody
};

struct Child {
  std::string_view name;
  char sex = 'F';
};

struct Family {
  Person father, mother;
  std::array<Child, 2> children;  // the children carry the father's surname, or the mother's where there is no father
};

// The first rows are the ones that scripts and people try; their order is part of the demo.
constexpr std::array<Family, 40> families{{
    {{"Rossi", "Mario", "H501"}, {"Bianchi", "Giulia", "H501"}, {{{"Sofia", 'F'}, {"Luca", 'M'}}}},
    {{"El Idrissi", "Abdellatif", "Z330"}, {"Benali", "Fatima", "Z330"}, {{{"Yasmin", 'F'}, {"Omar", 'M'}}}},
    {{"Hoxha", "Arben", "Z100"}, {"Dervishi", "Mirela", "Z100"}, {{{"Elira", 'F'}}}},  // the mother has no phone
    {{"Moretti", "Paolo", "F205"}, {"Conti", "Silvia", "L219"}, {{{"Matteo", 'M'}}}},  // the office blocks the father
    {{}, {"Popescu", "Ioana", "Z129"}, {{{"Andrei", 'M'}, {"Daria", 'F'}}}},
    {{"D'Angelo", "Salvatore", "F839"}, {"Esposito", "Carmela", "F839"}, {{{"Gennaro", 'M'}}}},
    {{"Chen", "Wei", "Z210"}, {"Lin", "Mei", "Z210"}, {{{"Anna", 'F'}, {"Marco", 'M'}}}},
    {{"Shevchenko", "Andriy", "Z138"}, {"Bondarenko", "Olena", "Z138"}, {{{"Kateryna", 'F'}}}},
    {{"Singh", "Gurpreet", "Z222"}, {"Kaur", "Simran", "Z222"}, {{{"Arjun", 'M'}}}},
    {{"Ferrari", "Marco", "A944"}, {"Galli", "Elena", "A944"}, {{{"Alice", 'F'}, {"Pietro", 'M'}}}},
    {{"Rahman", "Mohammad", "Z249"}, {"Akter", "Nasrin", "Z249"}, {{{"Tania", 'F'}}}},
    {{"Khan", "Imran", "Z236"}, {"Bibi", "Ayesha", "Z236"}, {{{"Hamza", 'M'}}}},
    {{"Re", "Aldo", "H501"}, {"Fo", "Ada", "F205"}, {{{"Ugo", 'M'}}}},  // short names: padded with X
    {{"Colombo", "Stefano", "F205"}, {}, {{{"Martina", 'F'}}}},
    {{"Ricci", "Andrea", "D612"}, {"Marino", "Francesca", "G273"}, {{{"Lorenzo", 'M'}}}},
    {{"Greco", "Antonio", "G273"}, {"Bruno", "Rosa", "G273"}, {{{"Vincenzo", 'M'}, {"Rosalia", 'F'}}}},
    {{"Costa", "Giovanni", "D969"}, {"Fontana", "Chiara", "D969"}, {{{"Emma", 'F'}}}},
    {{"Mancini", "Roberto", "H501"}, {"Lombardi", "Paola", "H501"}, {{{"Tommaso", 'M'}}}},
    {{"Barbieri", "Davide", "A944"}, {"Rinaldi", "Monica", "A944"}, {{{"Giorgia", 'F'}}}},
    {{"Caruso", "Giuseppe", "C351"}, {"Vitale", "Agata", "C351"}, {{{"Salvo", 'M'}}}},
    {{"Santoro", "Michele", "A662"}, {"De Luca", "Anna", "A662"}, {{{"Nicola", 'M'}}}},
    {{"Leone", "Fabio", "H501"}, {"Longo", "Sara", "H501"}, {{{"Viola", 'F'}}}},
    {{"Gatti", "Riccardo", "F205"}, {"Pellegrini", "Laura", "F205"}, {{{"Edoardo", 'M'}}}},
    {{"Palumbo", "Ciro", "F839"}, {"Russo", "Immacolata", "F839"}, {{{"Assunta", 'F'}}}},
    {{"Sanna", "Efisio", "B354"}, {"Piras", "Grazia", "B354"}, {{{"Gavino", 'M'}}}},
    {{"Fiore", "Daniele", "H501"}, {"Parisi", "Valentina", "H501"}, {{{"Aurora", 'F'}}}},
    {{"Testa", "Luigi", "L219"}, {"Serra", "Cristina", "L219"}, {{{"Samuele", 'M'}}}},
    {{"Valentini", "Enrico", "L781"}, {"Marchetti", "Barbara", "L781"}, {{{"Camilla", 'F'}}}},
    {{"Mihai", "Florin", "Z129"}, {"Stan", "Gabriela", "Z129"}, {{{"Stefan", 'M'}}}},
    {{"Rossi", "Luigi", "L781"}, {"Villa", "Teresa", "F205"}, {{{"Sofia", 'F'}}}},  // the first family's homonym
    {{"Hassan", "Mahmoud", "Z336"}, {"Ibrahim", "Mona", "Z336"}, {{{"Karim", 'M'}}}},
    {{"Rusu", "Vasile", "Z140"}, {"Ceban", "Natalia", "Z140"}, {{{"Doina", 'F'}}}},
    {{"Quispe", "Jorge", "Z611"}, {"Huaman", "Rosario", "Z611"}, {{{"Diego", 'M'}}}},
    {{"Bernardi", "Franco", "L736"}, {"Zanella", "Luisa", "L736"}, {{{"Beatrice", 'F'}}}},
    {{"Amato", "Claudio", "G273"}, {}, {{{"Ludovica", 'F'}}}},
    {{"Ferri", "Simone", "A944"}, {"Negri", "Ilaria", "A944"}, {{{"Filippo", 'M'}}}},
    {{"Grasso", "Alfio", "C351"}, {"Messina", "Concetta", "C351"}, {{{"Agnese", 'F'}}}},
    {{"Bellini", "Massimo", "L781"}, {"Basile", "Donata", "A662"}, {{{"Leonardo", 'M'}}}},
    {{"Giuliani", "Sergio", "H501"}, {"Sala", "Irene", "F205"}, {{{"Greta", 'F'}}}},
    {{}, {"Neri", "Margherita", "D612"}, {{{"Bianca", 'F'}, {"Dario", 'M'}}}},
}};
constexpr std::size_t without_phone = 2;  // the Hoxha family's mother

constexpr std::array<std::string_view, 8> classes{"2ª B, media",    "5ª A, primaria", "1ª A, media",
                                                  "3ª C, media",    "4ª B, primaria", "2ª A, media",
                                                  "3ª A, primaria", "1ª C, media"};

bool vowel(char letter) { return std::string_view("AEIOU").find(letter) != std::string_view::npos; }

// Three letters: consonants, then vowels, then X. A name with four consonants or more gives the 1st, 3rd and 4th.
std::string three_letters(std::string_view text, bool given_name) {
  std::string consonants, vowels;
  for (const char c : text) {
    if (!std::isalpha(static_cast<unsigned char>(c))) continue;  // apostrophes and spaces do not count
    const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    (vowel(upper) ? vowels : consonants) += upper;
  }
  if (given_name && consonants.size() > 3) consonants.erase(1, 1);
  return (consonants + vowels + "XX").substr(0, 3);
}

std::string two_digits(int number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

std::string lower_letters(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (std::isalpha(static_cast<unsigned char>(c)))
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// Days of birth that differ between families, by arithmetic on the family's number: no month has fewer than 28 days.
Birth born(std::size_t family, char sex, int first_year, int years, std::size_t salt, std::string_view place) {
  const auto n = static_cast<int>(family * 7 + salt * 5);
  return {sex, first_year + n % years, 1 + n % 12, 1 + (n * 3) % 28, place};
}

// The mobile prefix 300 is assigned to no operator: these numbers reach nobody.
std::string phone_of(std::size_t family, int parent) {
  return "+39 300 55" + two_digits(static_cast<int>(family) + 10) + two_digits(parent + 1) + "7";
}

}  // namespace

std::string codice_fiscale(std::string_view surname, std::string_view name, const Birth& birth) {
  constexpr std::string_view months = "ABCDEHLMPRST";
  std::string code = three_letters(surname, false) + three_letters(name, true) + two_digits(birth.year % 100) +
                     months.at(static_cast<std::size_t>(birth.month - 1)) +
                     two_digits(birth.day + (birth.sex == 'F' ? 40 : 0)) + std::string(birth.place);
  const std::optional<char> check = identity::check_letter(code);
  if (!check) throw std::logic_error("an invented person has no codice fiscale");
  return code + *check;
}

std::vector<Row> rows() {
  std::vector<Row> result;
  for (std::size_t family = 0; family < families.size(); ++family) {
    const Family& members = families[family];
    const bool has_father = !members.father.surname.empty();
    const std::string_view child_surname = has_father ? members.father.surname : members.mother.surname;
    for (std::size_t child = 0; child < members.children.size(); ++child) {
      const Child& pupil = members.children[child];
      if (pupil.name.empty()) continue;
      const Birth pupil_birth = born(family, pupil.sex, 2012, 7, 3 + child, "H501");
      for (int parent = 0; parent < 2; ++parent) {
        const Person& guardian = parent == 0 ? members.father : members.mother;
        if (guardian.surname.empty()) continue;
        Birth birth =
            born(family, parent == 0 ? 'M' : 'F', 1972, 19, static_cast<std::size_t>(parent), guardian.place);
        // The codice fiscale that every Italian textbook prints belongs to the first one to try.
        if (family == 0 && parent == 0) birth = {'M', 1980, 1, 1, "H501"};
        result.push_back({
            .guardian_code = codice_fiscale(guardian.surname, guardian.name, birth),
            .guardian_surname = std::string(guardian.surname),
            .guardian_name = std::string(guardian.name),
            .phone = family == without_phone && parent == 1 ? "" : phone_of(family, parent),
            .mail = lower_letters(guardian.name) + "." + lower_letters(guardian.surname) + "@example.org",
            .role = parent == 0 ? "PADRE" : "MADRE",
            .pupil_code = codice_fiscale(child_surname, pupil.name, pupil_birth),
            .pupil_surname = std::string(child_surname),
            .pupil_name = std::string(pupil.name),
            .class_name = std::string(classes[(family + child) % classes.size()]),
        });
      }
    }
  }
  return result;
}

std::string csv() {
  std::string text =
      "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n";
  for (const Row& row : rows()) {
    for (const std::string* field : {&row.guardian_code, &row.guardian_surname, &row.guardian_name, &row.phone,
                                     &row.mail, &row.role, &row.pupil_code, &row.pupil_surname, &row.pupil_name}) {
      text += *field + ";";
    }
    text += row.class_name + "\n";
  }
  return text;
}

}  // namespace sportello::demo
