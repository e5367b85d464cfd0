// Reads the TOML once, strictly.
#include "service/invitation/texts.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "service/invitation/text_keys.h"

namespace sportello::invitation {
namespace {

using Flat = std::map<std::string, std::string, std::less<>>;

// [ask] title → "ask.title". The error is the key that holds no text.
std::expected<Flat, std::string> flattened(const toml::table& table) {
  Flat flat;
  for (const auto& [section, node] : table) {
    const std::string name{section.str()};
    if (const auto text = node.value_exact<std::string>()) {
      flat[name] = *text;
      continue;
    }
    const auto* inner = node.as_table();
    if (inner == nullptr) return std::unexpected(name);
    for (const auto& [key, value] : *inner) {
      const auto text = value.value_exact<std::string>();
      const auto whole = name + "." + std::string{key.str()};
      if (!text) return std::unexpected(whole);
      flat[whole] = *text;
    }
  }
  return flat;
}

std::set<std::string> braces_of(std::string_view text) {
  std::set<std::string> names;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    names.emplace(text.substr(open, text.find('}', open) - open));
  }
  return names;
}

std::optional<std::string> mistake_in(const Flat& texts, const Flat& like) {
  for (const auto key : text_keys) {
    const auto found = texts.find(key);
    if (found == texts.end() || found->second.empty()) return std::string{key} + " is missing";
    const auto other = like.find(key);
    if (other != like.end() && braces_of(found->second) != braces_of(other->second)) {
      return std::string{key} + " has other {braces} than in Italian";
    }
    if (std::ranges::count(found->second, '*') % 2 != 0) return std::string{key} + " has a star without its other";
  }
  for (const auto& [key, text] : texts) {
    if (std::ranges::find(text_keys, key) == text_keys.end()) return key + " is not known";
  }
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Of "en;q=0.8": 800. What cannot be read counts as not wanted.
int weight_of(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return 1000;
  const auto digits = trimmed(parameters.substr(q + 2));
  if (digits.starts_with('1')) return 1000;
  if (!digits.starts_with("0.")) return 0;
  int weight = 0;
  for (std::size_t at = 2; at < 5; ++at) {
    const char c = at < digits.size() ? digits[at] : '0';
    if (c < '0' || c > '9') return 0;
    weight = weight * 10 + (c - '0');
  }
  return weight;
}

}  // namespace

std::expected<Texts, std::string> Texts::from_toml(const ByLanguage& files) {
  Texts texts;
  std::map<std::string, Flat, std::less<>> all;
  for (const auto& [language, toml] : files) {
    const auto name = "the pages' texts in " + language + ": ";
    try {
      auto flat = flattened(toml::parse(toml));
      if (!flat) return std::unexpected(name + flat.error() + " is no text");
      all[language] = std::move(*flat);
    } catch (const toml::parse_error& error) {
      return std::unexpected(name + std::string{error.description()});
    }
  }
  const auto first = all.find(first_language);
  if (first == all.end()) return std::unexpected(std::string{"the pages' texts are not there in Italian"});
  for (const auto& [language, flat] : all) {
    if (const auto mistake = mistake_in(flat, first->second)) {
      return std::unexpected("the pages' texts in " + language + ": " + *mistake);
    }
    texts.languages_.push_back({language, flat.find("name")->second});
  }
  texts.texts_ = std::move(all);
  std::ranges::stable_partition(texts.languages_,
                                [](const Language& language) { return language.code == first_language; });
  return texts;
}

bool Texts::has(std::string_view language) const { return texts_.find(language) != texts_.end(); }

bool Texts::has_text(std::string_view key) const {
  const auto& texts = texts_.find(first_language)->second;
  return texts.find(key) != texts.end();
}

const std::string& Texts::text(std::string_view language, std::string_view key) const {
  return texts_.find(language)->second.find(key)->second;
}

std::string Texts::chosen(const std::optional<std::string>& accept_language) const {
  std::string best{first_language};
  int best_weight = 0;
  std::string_view rest = accept_language ? std::string_view{*accept_language} : std::string_view{};
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto item = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    const auto semicolon = std::min(item.find(';'), item.size());
    auto range = trimmed(item.substr(0, semicolon));
    range = range.substr(0, range.find('-'));  // "en-GB" reads English
    std::string language{range};
    std::ranges::transform(language, language.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const int weight = weight_of(item.substr(semicolon));
    if (weight > best_weight && has(language)) {
      best = language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace sportello::invitation
