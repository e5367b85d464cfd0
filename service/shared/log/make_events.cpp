// A tool of the build: reads the catalogue events.toml and writes log_events.h or the page docs/log-events.md.
// Refuses a catalogue with anything missing, doubled or unknown, by name and line.
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Field {
  std::string name, kind, meaning;
  std::vector<std::string> words;
};
struct Event {
  std::string name, program, level, meaning, act;
  std::vector<Field> fields;
};

[[noreturn]] void refuse(const toml::node& node, const std::string& sentence) {
  throw std::runtime_error("line " + std::to_string(node.source().begin.line) + ": " + sentence);
}

bool is_name(const std::string& text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string text_of(const toml::table& table, std::string_view key) {
  const auto value = table[key].value_exact<std::string>();
  if (!value || value->empty()) refuse(table, "needs the text " + std::string{key});
  if (value->find_first_of("\"\\\n|<") != std::string::npos) refuse(table, std::string{key} + " must be plain words");
  return *value;
}

std::string one_of(const toml::table& table, std::string_view key, const std::vector<std::string>& choices) {
  auto text = text_of(table, key);
  if (!std::ranges::count(choices, text)) refuse(table, std::string{key} + " may not be " + text);
  return text;
}

void only(const toml::table& table, const std::set<std::string_view>& keys) {
  for (const auto& [key, node] : table) {
    if (!keys.contains(key.str())) refuse(node, "the key " + std::string{key.str()} + " is not known");
  }
}

Field read_field(const toml::table& table) {
  only(table, {"name", "kind", "meaning", "words"});
  Field field{text_of(table, "name"),
              one_of(table, "kind", {"id", "name", "sentence", "number", "word"}),
              text_of(table, "meaning"),
              {}};
  if (!is_name(field.name)) refuse(table, "a name is lower case: " + field.name);
  constexpr std::array<std::string_view, 6> taken = {"at_ms",      "level",       "event",
                                                     "event_name", "event_level", "fields"};
  if (std::ranges::count(taken, field.name)) refuse(table, "every line has " + field.name + " already");
  const auto* words = table["words"].as_array();
  if ((field.kind == "word") != (words != nullptr)) refuse(table, "a list of words belongs to the kind word");
  if (words != nullptr) {
    for (const auto& word : *words) field.words.push_back(word.value_or(std::string{}));
    if (!std::ranges::all_of(field.words, is_name)) refuse(table, "words are lower case, without spaces");
  }
  return field;
}

std::vector<Event> read_catalogue(const std::string& file) {
  const auto whole = toml::parse_file(file);
  only(whole, {"event"});
  const auto* list = whole["event"].as_array();
  if (list == nullptr) throw std::runtime_error("there is no [[event]]");
  std::vector<Event> events;
  std::set<std::string> names;
  for (const auto& node : *list) {
    const auto* table = node.as_table();
    if (table == nullptr) refuse(node, "an event is a table");
    only(*table, {"name", "program", "level", "meaning", "act", "fields"});
    Event event{text_of(*table, "name"),
                one_of(*table, "program", {"service", "kiosk", "both"}),
                one_of(*table, "level", {"info", "warning", "error"}),
                text_of(*table, "meaning"),
                text_of(*table, "act"),
                {}};
    if (!is_name(event.name)) refuse(node, "a name is lower case: " + event.name);
    if (!names.insert(event.name).second) refuse(node, event.name + " is there twice");
    const auto* fields = (*table)["fields"].as_array();
    if (fields == nullptr) refuse(node, "needs fields, if only []");
    std::set<std::string> field_names;
    for (const auto& field : *fields) {
      if (!field.is_table()) refuse(field, "a field is a table");
      event.fields.push_back(read_field(*field.as_table()));
      if (!field_names.insert(event.fields.back().name).second) refuse(field, "the field is there twice");
    }
    events.push_back(std::move(event));
  }
  return events;
}

// message_sent → MessageSent
std::string type_name(const std::string& name) {
  std::string type;
  bool upper = true;
  for (const char c : name) {
    if (c != '_') type += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '_';
  }
  return type;
}

std::string type_of(const Field& field) {
  if (field.kind == "word") return type_name(field.name);
  return type_name(field.kind);
}

void write_header(std::ostream& out, const std::vector<Event>& events) {
  out << "// Made from service/shared/log/events.toml: change that one. One struct per event; every field is "
         "needed.\n"
         "#pragma once\n\n#include <array>\n#include <string_view>\n\n#include \"service/shared/log/fields.h\"\n\n"
         "namespace sportello::log {\n";
  for (const auto& event : events) {
    out << "\n// " << event.meaning << "\nstruct " << type_name(event.name)
        << " {\n  static constexpr std::string_view event_name = \"" << event.name
        << "\";\n  static constexpr Level event_level = Level::" << event.level << ";\n";
    for (const auto& field : event.fields) {
      if (field.kind != "word") continue;
      // No zero: a word that was left out is none of the list, and the compiler may not choose one.
      out << "  struct " << type_of(field) << " {\n    std::string_view word;\n    " << type_of(field)
          << "() = delete;\n";
      for (const auto& word : field.words) out << "    static const " << type_of(field) << " " << word << ";\n";
      out << "\n   private:\n    explicit constexpr " << type_of(field)
          << "(std::string_view of_list) : word(of_list) {}\n  };\n";
    }
    for (const auto& field : event.fields) {
      out << "  " << type_of(field) << " " << field.name << ";  // " << field.meaning << "\n";
    }
    out << "  [[nodiscard]] std::array<Field, " << event.fields.size() << "> fields() const {\n    return {";
    if (!event.fields.empty()) out << "{";
    for (const auto& field : event.fields) {
      out << "{\"" << field.name << "\", " << (field.kind == "word" ? "Name{" + field.name + ".word}" : field.name)
          << "},";
    }
    if (!event.fields.empty()) out << "}";
    out << "};\n  }\n};\n";
    for (const auto& field : event.fields) {
      const auto type = type_name(event.name) + "::" + type_of(field);
      for (const auto& word : field.words) {
        out << "inline constexpr " << type << " " << type << "::" << word << "{\"" << word << "\"};\n";
      }
    }
  }
  out << "\n}  // namespace sportello::log\n";
}

void write_page(std::ostream& out, const std::vector<Event>& events) {
  out << "# Log events\n\n"
         "Made from `service/shared/log/events.toml` by the build's target `log-events-page`: change that file, not "
         "this\n"
         "one. Every line on stderr is one JSON object with `at_ms` (milliseconds since 1970), `level`, `event` and "
         "the\n"
         "event's own fields. No line ever holds a person, a code, a password, a phone or an address.\n\n"
         "`info`: nothing to do. `warning`: somebody should look. `error`: something does not work.\n";
  constexpr std::array<std::string_view, 3> levels = {"error", "warning", "info"};
  for (const auto level : levels) {
    out << "\n## " << level << "\n";
    for (const auto& event : events) {
      if (event.level != level) continue;
      out << "\n### `" << event.name << "`" << (event.program == "both" ? "" : " (" + event.program + ")") << "\n\n"
          << event.meaning << "\n\n**What to do:** " << event.act << "\n";
      if (!event.fields.empty()) out << "\n| field | kind | meaning |\n|---|---|---|\n";
      for (const auto& field : event.fields) {
        out << "| `" << field.name << "` | ";
        for (const auto& word : field.words) out << (&word == &field.words.front() ? "`" : " · `") << word << "`";
        out << (field.words.empty() ? field.kind : "") << " | " << field.meaning << " |\n";
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv, argv + argc);
  if (argc != 4 || (arguments[1] != "header" && arguments[1] != "page")) {
    std::cerr << "use: make_log_events header|page CATALOGUE FILE\n";
    return 2;
  }
  try {
    const auto events = read_catalogue(arguments[2]);
    std::ostringstream text;
    (arguments[1] == "header" ? write_header : write_page)(text, events);
    std::ofstream out{arguments[3]};
    out << text.str();
    out.close();
    if (!out) throw std::runtime_error("cannot write " + arguments[3]);
  } catch (const toml::parse_error& error) {
    std::cerr << arguments[2] << ", line " << error.source().begin.line << ": " << error.description() << "\n";
    return 1;
  } catch (const std::exception& error) {
    std::cerr << arguments[2] << ": " << error.what() << "\n";
    return 1;
  }
  return 0;
}
