// Words of assets/letters, compiled in: a program that runs has them.
#include "service/paper/letter.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>

#include "service/paper/built_in_letters.h"
#include "service/toml_reader.h"

namespace sportello::paper {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;

// Nothing when something that the line names is empty.
std::optional<std::string> filled(std::string_view line, const Values& values) {
  std::string text;
  while (!line.empty()) {
    const auto open = line.find('{');
    text += line.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = line.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    const auto value = values.find(line.substr(open + 1, close - open - 1));
    if (value == values.end() || value->second.empty()) return std::nullopt;
    text += value->second;
    line.remove_prefix(close + 1);
  }
  return text;
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) {
    if (!part.empty()) text.append(text.empty() ? "" : "  ·  ").append(part);
  }
  return text;
}

}  // namespace

std::expected<LetterWords, std::string> letter_words(std::string_view language, const Sender& sender) {
  const auto built_in = built_in_letters();
  auto found = std::ranges::find(built_in, language, &BuiltInLetter::language);
  if (found == built_in.end()) found = std::ranges::find(built_in, "it", &BuiltInLetter::language);
  if (found == built_in.end()) return std::unexpected(std::string{"there is no letter in Italian"});
  const auto file = std::filesystem::path{"assets/letters"} / (std::string{found->language} + ".toml");
  const auto table = parse_toml(found->toml, file);
  if (!table) return std::unexpected(table.error());
  LetterWords words;
  std::vector<std::string> steps;
  std::string help_nobody;
  TomlReader reader{&*table, file, ""};
  reader.require("title", words.title);
  reader.require("class", words.class_name);
  reader.require("user_code", words.user_code);
  reader.require("password", words.password);
  reader.require("how", words.how);
  reader.require("steps", steps);
  reader.require("yours", words.yours);
  reader.require("help", words.help);
  reader.require("help_nobody", help_nobody);
  reader.require("cut", words.cut);
  if (const auto error = reader.finish()) return std::unexpected(*error);
  const Values values = {
      {"link", sender.login_url},
      {"ends", sender.ends},
      {"contact", joined({sender.contact_name, sender.contact_phone, sender.contact_mail, sender.contact_hours})}};
  for (const auto& step : steps) {
    if (auto text = filled(step, values)) words.steps.push_back(std::move(*text));
  }
  words.help = filled(words.help, values).value_or(help_nobody);
  return words;
}

std::vector<std::string> letter_languages() {
  std::vector<std::string> languages;
  for (const auto& letter : built_in_letters()) languages.emplace_back(letter.language);
  return languages;
}

}  // namespace sportello::paper
