// Layouts as files: those of assets/imports, compiled in, and a school's own in a folder. Refuses a file with a key
// or a column that nobody knows, in one sentence with file, line and key.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "service/import/layout.h"

namespace sportello::import {

inline constexpr std::string_view plain_layout = "sportello";

std::expected<Layout, std::string> parse_layout(std::string_view text, const std::filesystem::path& file);
// As they were when the program was built.
const Layouts& built_in_layouts();
// The same, and every <name>.toml of the folder, which wins; an empty path is no folder.
std::expected<Layouts, std::string> load_layouts(const std::filesystem::path& folder);

}  // namespace sportello::import
