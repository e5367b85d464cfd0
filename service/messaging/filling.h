// Puts values into a text's {names}. Knows no message and no language.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "service/shared/secret/secret.h"

namespace sportello::messaging {

struct Values {
  std::string school;
  std::map<std::string, secret::SecretText, std::less<>> others;  // by {name}; what is missing or empty is nothing

  // What stands for {name}; empty for nothing.
  [[nodiscard]] std::string_view of(std::string_view name) const;
};

// Every {name} replaced. The memory is reserved beforehand, so that growing leaves no copy of a secret behind;
// whoever asked wipes the result where it holds one.
std::string filled(std::string_view text, const Values& values);
// Whether some {name} of the text has no value.
bool lacks_value(std::string_view text, const Values& values);
// A {name} that is not among `known`.
std::optional<std::string> unknown_name(std::string_view text, std::span<const std::string_view> known);
bool names(std::string_view text, std::string_view name);  // whether {name} stands in it

}  // namespace sportello::messaging
