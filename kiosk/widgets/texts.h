// All words of the screens, by key, from assets/texts/<language>.toml.
// Refuses to hold a secret: placeholders take names, hints, numbers; never a code or a password.
#pragma once

#include <array>
#include <expected>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/visit/comfort.h"

namespace sportello::widgets {

// The name of a text. Written "welcome.title"_t, so that a test finds every key the code uses.
struct TextKey {
  std::string_view name;
  bool operator==(const TextKey&) const = default;
};
namespace literals {
constexpr TextKey operator""_t(const char* name, std::size_t length) { return {{name, length}}; }
}  // namespace literals

// Words of one weight. A text marks its important words with *stars*.
struct Run {
  std::string text;
  bool bold = false;
  bool operator==(const Run&) const = default;
};
using Words = std::vector<Run>;
Words plain(std::string text);
Words bold(std::string text);
std::string flat(const Words& words);

struct Argument {
  std::string_view name;
  std::string value;
};
using Arguments = std::initializer_list<Argument>;

class Texts {
 public:
  // All languages; or `first` alone, because to read all takes longer than to draw a screen: load_rest() then reads
  // the others. An unread language answers with keys, as an unknown key does.
  static std::expected<Texts, std::string> load(const std::filesystem::path& folder,
                                                std::optional<visit::Language> first = {});
  std::expected<void, std::string> load_rest();

  // An unknown key is answered with ⟦its name⟧: visible, and caught by a test, never a crash in front of a parent.
  [[nodiscard]] Words get(visit::Language language, TextKey key, Arguments arguments = {}) const;
  // The form of a text that goes with a number, which also fills {n}.
  [[nodiscard]] Words count(visit::Language language, TextKey key, int number, Arguments arguments = {}) const;
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all(visit::Language language) const;

 private:
  [[nodiscard]] Words filled(visit::Language language, std::string_view name, const Argument* begin,
                             const Argument* end) const;
  std::expected<void, std::string> load_one(visit::Language language);
  std::filesystem::path folder_;
  std::array<std::map<std::string, std::string, std::less<>>, visit::languages.size()> by_language_;
};

}  // namespace sportello::widgets
