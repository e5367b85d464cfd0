// The texts of SMS in every language that has them, compiled in from assets/messages/<lang>.toml.
// Fills them in and keeps them to one part; knows no phone and no gateway.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/secret/secret.h"

namespace sportello::messaging {

class Texts {
 public:
  // The error names file and key: a language that lacks a message, or one with an unknown {name}.
  static std::expected<Texts, std::string> built_in();
  static std::expected<Texts, std::string> from_toml(const std::map<std::string, std::string>& by_language);

  [[nodiscard]] std::vector<std::string> languages() const;
  static const std::vector<std::string>& kinds();  // the keys every language must have

  struct Values {
    std::string school;                         // shortened to what one part leaves
    secret::SecretText code;                    // "" where the text has none
    std::map<std::string, std::string> others;  // "time", "date", "minutes", "hours"
  };
  // In `language`, else in Italian. Always one GSM-7 part, for values as they occur.
  [[nodiscard]] secret::SecretText render(std::string_view language, std::string_view kind,
                                          const Values& values) const;

 private:
  using ByKind = std::map<std::string, std::string, std::less<>>;
  std::map<std::string, ByKind, std::less<>> texts_;
};

}  // namespace sportello::messaging
