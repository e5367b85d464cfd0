// The words of the pages in every language that has them, compiled in from assets/pages/<language>.toml.
// Knows no page and no person.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::invitation {

class Texts {
 public:
  using ByLanguage = std::map<std::string, std::string>;  // TOML by language
  // The error names language and key: a text that is missing, unknown, empty, or whose braces differ from the first
  // language's.
  static std::expected<Texts, std::string> from_toml(const ByLanguage& files);

  struct Language {
    std::string code;  // "it"
    std::string name;  // "Italiano", as its speakers call it
  };
  [[nodiscard]] const std::vector<Language>& languages() const { return languages_; }
  [[nodiscard]] bool has(std::string_view language) const;
  // A key of text_keys.h, in a language that is there.
  [[nodiscard]] const std::string& text(std::string_view language, std::string_view key) const;
  [[nodiscard]] bool has_text(std::string_view key) const;

  // By what the browser asks for (RFC 9110, 12.5.4); Italian when it asks for none of ours.
  [[nodiscard]] std::string chosen(const std::optional<std::string>& accept_language) const;

 private:
  using ByKey = std::map<std::string, std::string, std::less<>>;
  std::map<std::string, ByKey, std::less<>> texts_;
  std::vector<Language> languages_;  // Italian first, then by code
};

inline constexpr std::string_view first_language = "it";

}  // namespace sportello::invitation
