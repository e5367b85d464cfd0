// assets/imports/<name>.toml as they were when the service was built. Reads no file: the build makes the texts from
// built_in_layouts.cpp.in.
#pragma once

#include <span>
#include <string_view>

namespace sportello::import {

struct BuiltInLayout {
  std::string_view name, toml;
};
std::span<const BuiltInLayout> layouts_as_built();

}  // namespace sportello::import
