// Globs over class names. Pure.
#include "service/desk/classes.h"

#include <string>

namespace sportello::desk {
namespace {

std::string tidy(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (rest.starts_with("ª") || rest.starts_with("º") || rest.starts_with("°")) {
      ++i;  // two bytes
    } else if (text[i] >= 'a' && text[i] <= 'z') {
      result += static_cast<char>(text[i] - 'a' + 'A');
    } else if (text[i] != ' ' && text[i] != '^') {
      result += text[i];
    }
  }
  return result;
}

}  // namespace

bool class_matches(std::string_view pattern, std::string_view class_name) {
  const auto wanted = tidy(pattern);
  const auto name = tidy(class_name);
  // Where the last '*' stood, and how much of the name it has taken: on a mismatch it takes one more.
  std::size_t star = std::string::npos;
  std::size_t taken = 0;
  std::size_t at = 0;
  std::size_t in_name = 0;
  while (in_name < name.size()) {
    if (at < wanted.size() && (wanted[at] == '?' || (wanted[at] == name[in_name] && wanted[at] != '*'))) {
      ++at;
      ++in_name;
    } else if (at < wanted.size() && wanted[at] == '*') {
      star = at++;
      taken = in_name;
    } else if (star != std::string::npos) {
      at = star + 1;
      in_name = ++taken;
    } else {
      return false;
    }
  }
  while (at < wanted.size() && wanted[at] == '*') ++at;
  return at == wanted.size();
}

}  // namespace sportello::desk
