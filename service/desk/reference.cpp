// Draws texts to be read aloud. Pure: randomness comes from the caller.
#include "service/desk/reference.h"

namespace sportello::desk {
namespace {

constexpr std::size_t enrol_letters = 16;
constexpr std::size_t enrol_group = 4;

char letter(const Random& random) { return clear_letters[random(static_cast<std::uint32_t>(clear_letters.size()))]; }

std::string grouped(std::string_view letters, std::size_t group) {
  std::string text;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && i % group == 0) text += '-';
    text += letters[i];
  }
  return text;
}

}  // namespace

std::string make_reference(const Random& random) {
  std::string text;
  for (int i = 0; i < 5; ++i) text += letter(random);
  return text.insert(2, "-");
}

std::string make_enrol_code(const Random& random) {
  std::string letters;
  for (std::size_t i = 0; i < enrol_letters; ++i) letters += letter(random);
  return grouped(letters, enrol_group);
}

std::string tidy_enrol_code(std::string_view typed) {
  std::string letters;
  for (char c : typed) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c != ' ' && c != '-') letters += c;
  }
  return grouped(letters, enrol_group);
}

}  // namespace sportello::desk
