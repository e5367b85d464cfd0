#include "kiosk/widgets/texts.h"

#include <toml++/toml.h>
#include <algorithm>
#include <span>

#include "kiosk/widgets/plural.h"

namespace sportello::widgets {

Words plain(std::string text) { return {{std::move(text), false}}; }
Words bold(std::string text) { return {{std::move(text), true}}; }

std::string flat(const Words& words) {
  std::string text;
  for (const auto& run : words) text += run.text;
  return text;
}

namespace {

constexpr std::string_view first_strong_isolate = "\u2068", pop_isolate = "\u2069";

// "scan.title" from the tables of the file; anything but a string is refused.
bool collect(const toml::table& table, const std::string& before,
             std::map<std::string, std::string, std::less<>>& into) {
  for (const auto& [key, node] : table) {
    const std::string name = before + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      if (!collect(*inner, name + ".", into)) return false;
    } else if (const auto text = node.value<std::string>()) {
      into[name] = *text;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

std::expected<Texts, std::string> Texts::load(const std::filesystem::path& folder,
                                              std::optional<visit::Language> first) {
  Texts texts;
  texts.folder_ = folder;
  const auto read = first ? texts.load_one(*first) : texts.load_rest();
  if (!read) return std::unexpected(read.error());
  return texts;
}

std::expected<void, std::string> Texts::load_rest() {
  for (const auto language : visit::languages) {
    if (!all(language).empty()) continue;
    if (auto read = load_one(language); !read) return read;
  }
  return {};
}

std::expected<void, std::string> Texts::load_one(visit::Language language) {
  const auto file = folder_ / (std::string(visit::code_of(language)) + ".toml");
  const auto at = static_cast<std::size_t>(std::ranges::find(visit::languages, language) - visit::languages.begin());
  try {
    if (!collect(toml::parse_file(file.string()), "", by_language_[at])) {
      return std::unexpected(file.string() + " holds something that is not a text");
    }
  } catch (const toml::parse_error& error) {
    return std::unexpected(file.string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                           std::string(error.description()));
  }
  return {};
}

const std::map<std::string, std::string, std::less<>>& Texts::all(visit::Language language) const {
  const auto at = std::ranges::find(visit::languages, language) - visit::languages.begin();
  return by_language_[static_cast<std::size_t>(at)];
}

// Stars and placeholders are found in the text itself, never in what is put in: a name may hold both.
Words Texts::get(visit::Language language, TextKey key, Arguments arguments) const {
  return filled(language, key.name, arguments.begin(), arguments.end());
}

Words Texts::count(visit::Language language, TextKey key, int number, Arguments arguments) const {
  std::vector<Argument> all{arguments};
  all.push_back({"n", std::to_string(number)});
  return filled(language, std::string(key.name) + "." + std::string(name_of(plural_of(language, number))), all.data(),
                all.data() + all.size());
}

Words Texts::filled(visit::Language language, std::string_view name, const Argument* begin,
                    const Argument* end_of_arguments) const {
  const std::span arguments{begin, end_of_arguments};
  const auto& texts = all(language);
  const auto found = texts.find(name);
  if (found == texts.end()) return plain("⟦" + std::string(name) + "⟧");
  Words words;
  Run run;
  const auto finish = [&] {
    if (!run.text.empty()) words.push_back(run);
    run.text.clear();
  };
  const std::string_view text = found->second;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*') {
      finish();
      run.bold = !run.bold;
    } else if (const auto end = text[i] == '{' ? text.find('}', i) : text.npos; end != text.npos) {
      const auto place = text.substr(i + 1, end - i - 1);
      const auto argument = std::ranges::find(arguments, place, &Argument::name);
      if (argument == arguments.end()) {
        run.text += text.substr(i, end - i + 1);
      } else if (visit::right_to_left(language)) {
        // A name or a number keeps its own direction and does not turn its neighbours about.
        (run.text += first_strong_isolate) += argument->value;
        run.text += pop_isolate;
      } else {
        run.text += argument->value;
      }
      i = end;
    } else {
      run.text += text[i];
    }
  }
  finish();
  return words;
}

}  // namespace sportello::widgets
