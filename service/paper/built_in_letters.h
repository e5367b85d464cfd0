// assets/letters/<lang>.toml as they were when the service was built. Reads no file: the build makes the texts from
// built_in_letters.cpp.in.
#pragma once

#include <span>
#include <string_view>

namespace sportello::paper {

struct BuiltInLetter {
  std::string_view language, toml;
};
std::span<const BuiltInLetter> built_in_letters();

}  // namespace sportello::paper
