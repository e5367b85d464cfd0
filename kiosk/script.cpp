// Reading a script. Takes no step.
#include "kiosk/script.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

namespace sportello::kiosk {
namespace {

struct Row {
  std::string_view name;
  StepKind kind;
  bool needs_word;
};
constexpr std::array<Row, 14> rows = {{{"scripted", StepKind::scripted, false},
                                       {"touch", StepKind::touch, true},
                                       {"tap", StepKind::tap, true},
                                       {"type", StepKind::type, true},
                                       {"card", StepKind::card, true},
                                       {"show", StepKind::show, true},
                                       {"code", StepKind::code, false},
                                       {"wait", StepKind::wait, true},
                                       {"expect", StepKind::expect, true},
                                       {"answer", StepKind::answer, true},
                                       {"picture", StepKind::picture, true},
                                       {"key", StepKind::key, true},
                                       {"headset", StepKind::headset, true},
                                       {"reveal", StepKind::reveal, false}}};

}  // namespace

std::expected<std::chrono::seconds, std::string> parse_duration(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit{end, text.data() + text.size()};
  if (error != std::errc{} || number <= 0 || (unit != "s" && unit != "m")) {
    return std::unexpected("a time is a number and s or m, such as 61s");
  }
  return unit == "m" ? std::chrono::seconds{number * 60} : std::chrono::seconds{number};
}

std::expected<std::vector<ScriptStep>, std::string> load_script(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in || std::filesystem::is_directory(file)) {
    return std::unexpected("cannot read the script " + file.string() + ": name it with --replay FILE");
  }
  std::vector<ScriptStep> steps;
  std::string text;
  for (int line = 1; std::getline(in, text); ++line) {
    const auto start = text.find_first_not_of(" \t\r");
    if (start == std::string::npos || text[start] == '#') continue;
    const auto last = text.find_last_not_of(" \t\r");
    const std::string_view whole = std::string_view{text}.substr(start, last - start + 1);
    const auto space = whole.find(' ');
    const auto name = whole.substr(0, space);
    std::string word;
    if (space != std::string_view::npos) word = whole.substr(whole.find_first_not_of(' ', space));
    const auto* const row = std::ranges::find(rows, name, &Row::name);
    const auto where = file.string() + ":" + std::to_string(line) + ": ";
    if (row == rows.end()) return std::unexpected(where + "no step is called that: see --help");
    if (row->needs_word == word.empty()) {
      return std::unexpected(where + std::string{name} +
                             (row->needs_word ? " needs a word after it" : " stands alone on its line"));
    }
    if (row->kind == StepKind::wait) {
      if (const auto duration = parse_duration(word); !duration) return std::unexpected(where + duration.error());
    }
    steps.push_back({line, row->kind, std::move(word)});
  }
  if (steps.empty()) return std::unexpected(file.string() + " holds no step: write one a line");
  return steps;
}

}  // namespace sportello::kiosk
