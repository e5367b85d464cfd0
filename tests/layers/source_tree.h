// The sources as the layer rule sees them: path and text, and what each includes. Judges nothing.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::layers {

// Path from the repository's root, with forward slashes -> text. Made from a folder, or made up in a test.
using SourceTree = std::map<std::string, std::string>;

// Every .h and .cpp under these folders of `root`. Throws when there is none: a rule over nothing always holds.
SourceTree read_sources(const std::filesystem::path& root, const std::vector<std::string>& folders);

struct Include {
  int line = 0;
  bool ours = false;  // "quoted", not <bracketed>
  std::string name;
};

std::vector<Include> includes_of(std::string_view text);

// The text with comments and the contents of string literals blanked out, line for line.
std::string code_only(std::string_view text);

// Everything `path` includes, directly or through our own headers: our paths, and "<name>" for the rest.
std::set<std::string> reach(const SourceTree& tree, const std::string& path);

bool under(std::string_view path, std::string_view folder);  // folder without a slash at its end

}  // namespace sportello::layers
