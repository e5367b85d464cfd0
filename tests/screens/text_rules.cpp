#include "tests/screens/text_rules.h"

#include <algorithm>
#include <array>
#include <regex>
#include <sstream>
#include <utility>

#include "kiosk/widgets/plural.h"

namespace sportello::tests {

namespace {

constexpr int most_words = 14, most_signs = 28;  // of a sentence; signs where words are not parted

std::set<std::string> places_in(const std::string& text) {
  static const std::regex place("\\{([a-z]+)\\}");
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), place), end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

// "code.wrong" of "code.wrong.few"; empty when the text has no forms.
std::string base_of(std::string_view key) {
  for (const auto form : {widgets::Plural::zero, widgets::Plural::one, widgets::Plural::two, widgets::Plural::few,
                          widgets::Plural::many, widgets::Plural::other}) {
    const std::string end = "." + std::string(widgets::name_of(form));
    if (key.ends_with(end)) return std::string(key.substr(0, key.size() - end.size()));
  }
  return {};
}

// A text has forms when Italian has one for "other" beside one for "one": "report.other" alone is a text like any.
bool has_forms(const TextMap& italian, const std::string& base) {
  return !base.empty() && italian.contains(base + ".one") && italian.contains(base + ".other");
}

bool ends_sentence(std::string_view word) {
  while (!word.empty() && (word.back() == '*' || word.back() == ')')) word.remove_suffix(1);
  static constexpr std::array ends = {".", "!", "?", ":", "…", "؟", "۔", "।", "。", "！", "？", "："};
  return std::ranges::any_of(ends, [&](std::string_view end) { return word.ends_with(end); });
}

std::vector<int> words_of_sentences(const std::string& text) {
  std::vector<int> lengths;
  std::istringstream in(text);
  int length = 0;
  for (std::string word; in >> word;) {
    ++length;
    if (ends_sentence(word)) lengths.push_back(std::exchange(length, 0));
  }
  if (length > 0) lengths.push_back(length);
  return lengths;
}

// Signs of Chinese, a Latin word counting as one.
std::vector<int> signs_of_sentences(const std::string& text) {
  std::vector<int> lengths;
  int length = 0;
  bool in_word = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    const auto sign = text.substr(i, bytes);
    i += bytes;
    if (bytes == 1) {
      const bool letter = std::isalnum(c) != 0 || c == '{' || c == '}' || (in_word && c == ' ');
      if (letter && !in_word) ++length;
      in_word = letter;
    } else {
      in_word = false;
      ++length;
    }
    if (sign == "。" || sign == "！" || sign == "？" || sign == "：") lengths.push_back(std::exchange(length, 0));
  }
  if (length > 0) lengths.push_back(length);
  return lengths;
}

std::string said(visit::Language language, const std::string& key, const std::string& text) {
  return std::string(visit::code_of(language)) + " " + key + ": " + text;
}

}  // namespace

std::vector<std::string> key_faults(visit::Language language, const TextMap& texts, const TextMap& italian,
                                    const std::set<std::string>& asked) {
  std::vector<std::string> found;
  const auto wanted = [&](const std::string& key) {
    if (!texts.contains(key)) found.push_back(said(language, key, "is missing"));
  };
  for (const auto& key : asked) {
    if (!has_forms(italian, key)) {
      wanted(key);
      continue;
    }
    for (const auto form : widgets::plurals_of(language)) wanted(key + "." + std::string(widgets::name_of(form)));
  }
  for (const auto& [key, text] : texts) {
    const auto base = base_of(key);
    if (has_forms(italian, base)) {
      const auto forms = widgets::plurals_of(language);
      const bool has = std::ranges::any_of(
          forms, [&](auto form) { return key == base + "." + std::string(widgets::name_of(form)); });
      if (!has) found.push_back(said(language, key, "is a form this language does not have"));
      if (!asked.contains(base)) found.push_back(said(language, key, "is not used"));
    } else if (!asked.contains(key)) {
      found.push_back(said(language, key, "is not used"));
    }
  }
  return found;
}

std::vector<std::string> word_faults(visit::Language language, const TextMap& texts, const TextMap& italian) {
  std::vector<std::string> found;
  for (const auto& [key, text] : texts) {
    const auto base = base_of(key);
    const bool form = has_forms(italian, base);
    const auto original = italian.find(form ? base + ".other" : key);
    if (original != italian.end()) {
      auto have = places_in(text), want = places_in(original->second);
      if (form) {  // "one minute" may say its number in words
        have.erase("n");
        want.erase("n");
      }
      if (have != want) found.push_back(said(language, key, "fills other places than Italian: " + text));
    }
    if (std::ranges::count(text, '*') % 2 != 0) found.push_back(said(language, key, "has an odd star: " + text));
    if (std::ranges::count(text, '{') != std::ranges::count(text, '}')) {
      found.push_back(said(language, key, "has an odd brace: " + text));
    }
    if (text.empty()) found.push_back(said(language, key, "is empty"));
    const bool signs = language == visit::Language::zh;
    for (const int length : signs ? signs_of_sentences(text) : words_of_sentences(text)) {
      if (length > (signs ? most_signs : most_words)) {
        found.push_back(said(language, key, "has a sentence of " + std::to_string(length) + ": " + text));
      }
    }
  }
  return found;
}

std::map<std::string, double> gulpease(const TextMap& italian) {
  struct Count {
    int sentences = 0, letters = 0, words = 0;
  };
  std::map<std::string, Count> counts;
  for (const auto& [key, text] : italian) {
    if (key.starts_with("language.")) continue;  // names, not Italian
    Count here;
    for (const int length : words_of_sentences(text)) {
      ++here.sentences;
      here.words += length;
    }
    bool in_place = false;
    for (const char c : text) {
      if (c == '{') {
        in_place = true;
        here.letters += 4;  // a name, a number: as long as they are
      }
      const auto byte = static_cast<unsigned char>(c);
      // One letter of two bytes counts once; ’ and … are three bytes, and no letters.
      if (!in_place && (std::isalpha(byte) != 0 || byte == 0xC3)) ++here.letters;
      if (c == '}') in_place = false;
    }
    for (const auto& name : {key.substr(0, key.find('.')), std::string("all")}) {
      counts[name].sentences += here.sentences;
      counts[name].letters += here.letters;
      counts[name].words += here.words;
    }
  }
  std::map<std::string, double> result;
  for (const auto& [name, count] : counts) {
    result[name] = 89 + (300.0 * count.sentences - 10.0 * count.letters) / count.words;
  }
  return result;
}

}  // namespace sportello::tests
