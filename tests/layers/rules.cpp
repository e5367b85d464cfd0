#include "tests/layers/rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>

namespace sportello::layers {
namespace {

constexpr std::size_t units_of_beast = 2;  // design: one or two
constexpr std::ptrdiff_t most_lines = 400;

struct LongFile {
  std::string_view path, reason;
};
// A file longer than most_lines stands here with the reason why it is not two.
constexpr std::array<LongFile, 0> long_files{};

// Files that the build makes out of others: they have no path in the repository.
constexpr std::array<std::string_view, 2> generated{"log_events.h", "service_schema.h"};

constexpr std::array<std::string_view, 2> pure{"kiosk/visit", "service/desk"};

bool is_made(std::string_view name) { return std::find(generated.begin(), generated.end(), name) != generated.end(); }

// What a pure folder may not reach: the beginning of a bracketed name. <chrono> is allowed: time is an argument.
constexpr std::array<std::string_view, 31> impure{
    "<imgui",     "<GLFW/",       "<GL/",        "<EGL/",        "<pango",         "<cairo",      "<curl/",
    "<sqlite3",   "<libpq",       "<boost/asio", "<boost/beast", "<sys/",          "<netinet/",   "<unistd.h>",
    "<fcntl.h>",  "<spdlog/",     "<thread>",    "<mutex>",      "<shared_mutex>", "<condition_", "<future>",
    "<atomic>",   "<stop_token>", "<semaphore>", "<fstream>",    "<filesystem",    "<cstdio>",    "<stdio.h>",
    "<iostream>", "<random>",     "<ctime>"};

std::string where(const std::string& path, int line) { return path + ":" + std::to_string(line) + ": "; }

bool of_kiosk(std::string_view path) { return under(path, "kiosk"); }
bool of_shared(std::string_view path) { return under(path, "service/shared"); }
bool of_service(std::string_view path) { return under(path, "service") && !of_shared(path); }
bool of_firmware(std::string_view path) { return under(path, "firmware-config"); }
bool of_tests(std::string_view path) { return under(path, "tests"); }

std::string folder_of(std::string_view path) { return std::string(path.substr(0, path.rfind('/'))); }

// Why `from` may not include `to`; nothing when it may.
std::optional<std::string> forbidden(const std::string& from, const std::string& to) {
  if (of_tests(from)) return std::nullopt;
  if (of_tests(to)) return "what is delivered includes no test";
  if (of_kiosk(from) && of_service(to)) return "the kiosk may include service/shared and nothing else of the service";
  if (of_service(from) && of_kiosk(to)) return "the service never includes the kiosk";
  if (of_firmware(from) && (of_kiosk(to) || of_service(to)))
    return "firmware-config is below both ends: of them it may include service/shared";
  if (of_shared(from) && !of_shared(to)) return "service/shared stands on nothing but itself";
  return std::nullopt;
}

}  // namespace

Violations includes_from_the_root(const SourceTree& tree) {
  Violations found;
  for (const auto& [path, text] : tree) {
    for (const Include& include : includes_of(text)) {
      if (include.ours && !is_made(include.name) && !tree.contains(include.name)) {
        found.push_back(where(path, include.line) + "\"" + include.name +
                        "\" is no file of ours by its path from the repository's root");
      }
    }
  }
  return found;
}

Violations allowed_neighbours(const SourceTree& tree) {
  Violations found;
  for (const auto& [path, text] : tree) {
    for (const Include& include : includes_of(text)) {
      if (!include.ours || is_made(include.name)) continue;
      if (const auto why = forbidden(path, include.name))
        found.push_back(where(path, include.line) + "includes " + include.name + ": " + *why);
    }
  }
  return found;
}

Violations shared_is_shared(const SourceTree& tree) {
  std::set<std::string> folders, from_kiosk, from_service;
  for (const auto& [path, text] : tree) {
    if (of_shared(path) && folder_of(path) != "service/shared") folders.insert(folder_of(path));
    if (!of_kiosk(path) && !of_service(path)) continue;
    auto& side = of_kiosk(path) ? from_kiosk : from_service;
    for (const std::string& name : reach(tree, path))
      if (of_shared(name)) side.insert(folder_of(name));
  }
  Violations found;
  for (const std::string& folder : folders) {
    if (!from_kiosk.contains(folder))
      found.push_back(folder + ": the kiosk includes nothing of it: it belongs to the service");
    if (!from_service.contains(folder))
      found.push_back(folder + ": the service includes nothing of it: it belongs to the kiosk");
  }
  return found;
}

Violations pure_folders(const SourceTree& tree) {
  static const std::regex asks(
      R"(::now\s*\(|\bstd::(time|clock)\s*\(|\btime\s*\(\s*(nullptr|NULL|0)\s*\)|\brandombytes_|\bgetenv\b)");
  Violations found;
  for (const auto& [path, text] : tree) {
    if (std::none_of(pure.begin(), pure.end(), [&path](auto folder) { return under(path, folder); })) continue;
    for (const std::string& name : reach(tree, path)) {
      const bool bad = std::any_of(impure.begin(), impure.end(), [&name](auto i) { return name.starts_with(i); });
      if (!bad) continue;
      found.push_back(path);
      found.back().append(": reaches ").append(name).append(": this folder decides, it does nothing");
    }
    const std::string code = code_only(text);
    for (auto match = std::sregex_iterator(code.begin(), code.end(), asks); match != std::sregex_iterator();
         ++match) {
      const auto line = 1 + std::count(code.begin(), code.begin() + match->position(), '\n');
      found.push_back(where(path, static_cast<int>(line)) + "'" + match->str() +
                      "': time, chance and settings are arguments here");
    }
  }
  return found;
}

Violations few_units_of_beast(const SourceTree& tree) {
  std::string units;
  std::size_t count = 0;
  for (const auto& [path, text] : tree) {
    if (!path.ends_with(".cpp") || of_tests(path)) continue;
    const auto reached = reach(tree, path);
    const bool beast = std::any_of(reached.begin(), reached.end(),
                                   [](const std::string& name) { return name.starts_with("<boost/beast"); });
    if (!beast) continue;
    ++count;
    units += " " + path;
  }
  if (count <= units_of_beast) return {};
  return {std::to_string(count) + " translation units reach Beast, " + std::to_string(units_of_beast) +
          " may:" + units};
}

Violations short_files(const SourceTree& tree) {
  Violations found;
  for (const auto& [path, text] : tree) {
    const auto lines = std::count(text.begin(), text.end(), '\n');
    const bool listed = std::any_of(long_files.begin(), long_files.end(),
                                    [&path](const LongFile& file) { return file.path == path; });
    if (lines > most_lines && !listed) {
      found.push_back(path + ": " + std::to_string(lines) + " lines, " + std::to_string(most_lines) +
                      " may be: divide it by its nouns, or list it in tests/layers/rules.cpp with the reason");
    }
    if (lines <= most_lines && listed) found.push_back(path + ": is short again: strike it from long_files");
  }
  return found;
}

}  // namespace sportello::layers
