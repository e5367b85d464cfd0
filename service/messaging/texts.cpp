// Reads the compiled-in TOML once, strictly; substitutes {name}.
#include "service/messaging/texts.h"

#include <sodium.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "service/messaging/built_in_texts.h"
#include "service/messaging/gsm7.h"
#include "service/messaging/limits.h"

namespace sportello::messaging {
namespace {

constexpr std::array<std::string_view, 6> names = {"school", "code", "minutes", "time", "date", "hours"};

// Replaces every {name}; an unknown one is left, which from_toml refuses beforehand.
std::string filled(std::string_view text, std::string_view school, const Texts::Values& values) {
  std::string result;
  result.reserve(512);  // so that growing leaves no copy of the code behind
  while (!text.empty()) {
    const auto open = text.find('{');
    result.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    text.remove_prefix(open + 1);
    const auto close = text.find('}');
    const auto name = text.substr(0, close);
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
    if (name == "school") {
      result.append(school);
    } else if (name == "code") {
      result.append(values.code.reveal());
    } else if (const auto found = values.others.find(std::string{name}); found != values.others.end()) {
      result.append(to_gsm7(found->second));
    }
  }
  return result;
}

// Cut to `places`, between characters, with a full stop for what is missing.
std::string shortened(std::string school, std::size_t places) {
  if (gsm7_length(school).value_or(0) <= places) return school;
  while (!school.empty() && gsm7_length(school).value_or(0) + 1 > places) {
    do {
      const bool inside = (static_cast<unsigned char>(school.back()) & 0xC0U) == 0x80U;
      school.pop_back();
      if (!inside) break;
    } while (!school.empty());
  }
  while (school.ends_with(' ')) school.pop_back();
  return school + ".";
}

std::optional<std::string> mistake_in(std::string_view text) {
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const auto name = text.substr(open + 1, text.find('}', open) - open - 1);
    if (std::ranges::find(names, name) == names.end()) return "{" + std::string{name} + "} is unknown";
  }
  if (!text.contains("{school}")) return "{school} is missing: the guardian must see who writes";
  if (!gsm7_length(text)) return "a character is outside GSM-7";
  return std::nullopt;
}

}  // namespace

const std::vector<std::string>& Texts::kinds() {
  static const std::vector<std::string> all = {"code", "credentials_issued", "password_changed", "person_locked"};
  return all;
}

std::expected<Texts, std::string> Texts::built_in() {
  std::map<std::string, std::string> all;
  for (const auto& text : built_in_texts()) all.emplace(text.language, text.toml);
  return from_toml(all);
}

std::expected<Texts, std::string> Texts::from_toml(const std::map<std::string, std::string>& by_language) {
  Texts texts;
  for (const auto& [language, source] : by_language) {
    const auto where = "messages/" + language + ".toml: ";
    toml::table table;
    try {
      table = toml::parse(source);
    } catch (const toml::parse_error& error) {
      return std::unexpected(where + std::string{error.description()});
    }
    auto& mine = texts.texts_[language];
    for (const auto& kind : kinds()) {
      const auto text = table["sms"][kind].value<std::string>();
      if (!text) return std::unexpected(where + "sms." + kind + " is missing");
      if (const auto mistake = mistake_in(*text)) return std::unexpected(where + "sms." + kind + ": " + *mistake);
      mine.emplace(kind, *text);
    }
  }
  if (!texts.texts_.contains("it"))
    return std::unexpected("messages/it.toml is missing: other languages fall back to it");
  return texts;
}

std::vector<std::string> Texts::languages() const {
  std::vector<std::string> all;
  for (const auto& [language, ignored] : texts_) all.push_back(language);
  return all;
}

secret::SecretText Texts::render(std::string_view language, std::string_view kind, const Values& values) const {
  auto found = texts_.find(language);
  if (found == texts_.end()) found = texts_.find("it");
  const auto& text = found->second.find(kind)->second;
  auto without_school = filled(text, "", values);
  const auto taken = gsm7_length(without_school).value_or(sms_characters);
  sodium_memzero(without_school.data(), without_school.size());
  const auto left = sms_characters - std::min(taken, sms_characters);
  auto whole = filled(text, shortened(to_gsm7(values.school), left), values);
  secret::SecretText result{std::string_view{whole}};
  sodium_memzero(whole.data(), whole.size());
  return result;
}

}  // namespace sportello::messaging
