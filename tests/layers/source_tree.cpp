#include "tests/layers/source_tree.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace sportello::layers {

SourceTree read_sources(const std::filesystem::path& root, const std::vector<std::string>& folders) {
  SourceTree tree;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || (extension != ".h" && extension != ".cpp")) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << file.rdbuf();
      tree.emplace(std::filesystem::relative(entry.path(), root).generic_string(), text.str());
    }
  }
  if (tree.empty()) throw std::runtime_error("no sources under " + root.string());
  return tree;
}

std::vector<Include> includes_of(std::string_view text) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<Include> found;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) found.push_back({number, match[1] == "\"", match[2]});
  }
  return found;
}

std::string code_only(std::string_view text) {
  enum class In { code, line_comment, block_comment, string, character };
  In in = In::code;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\n') {
      if (in != In::block_comment)
        in = In::code;  // a raw string over several lines reads as code: it may only accuse
      out += c;
      continue;
    }
    switch (in) {
      case In::code: {
        const bool digit_separator =
            c == '\'' && i > 0 && std::isxdigit(static_cast<unsigned char>(text[i - 1])) && std::isxdigit(next);
        if (c == '/' && next == '/')
          in = In::line_comment;
        else if (c == '/' && next == '*')
          in = In::block_comment;
        else if (c == '"')
          in = In::string;
        else if (c == '\'' && !digit_separator)
          in = In::character;
        out += in == In::code ? c : ' ';
        break;
      }
      case In::line_comment: out += ' '; break;
      case In::block_comment:
        if (c == '*' && next == '/') {
          in = In::code;
          ++i;
          out += ' ';
        }
        out += ' ';
        break;
      case In::string:
      case In::character:
        if (c == '\\') {
          ++i;
          out += ' ';
        } else if (c == (in == In::string ? '"' : '\'')) {
          in = In::code;
        }
        out += ' ';
        break;
    }
  }
  return out;
}

std::set<std::string> reach(const SourceTree& tree, const std::string& path) {
  std::set<std::string> reached;
  std::vector<std::string> open{path};
  while (!open.empty()) {
    const auto file = tree.find(open.back());
    open.pop_back();
    if (file == tree.end()) continue;
    for (const Include& include : includes_of(file->second)) {
      const std::string name = include.ours ? include.name : "<" + include.name + ">";
      if (reached.insert(name).second && include.ours) open.push_back(name);
    }
  }
  return reached;
}

bool under(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace sportello::layers
