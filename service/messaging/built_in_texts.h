// assets/messages/<lang>.toml and assets/theme.toml as they were when the service was built. Reads no file: the build
// makes the texts from built_in_texts.cpp.in.
#pragma once

#include <span>
#include <string_view>

namespace sportello::messaging {

struct BuiltIn {
  std::string_view language, toml;
};
std::span<const BuiltIn> built_in_texts();
std::string_view built_in_theme();

}  // namespace sportello::messaging
