// The reader of kiosk.toml: every key known, every value of its kind, or one sentence that says what to mend.
#include "firmware-config/device_configuration.h"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace sportello::config {
namespace {

// Collects the first error; every getter marks its key as known.
class Reader {
 public:
  Reader(const toml::table& root, std::string file) : root_(root), file_(std::move(file)) {}

  std::string text(const std::string& section, const std::string& key) {
    const auto* node = find(section, key);
    const auto* value = node == nullptr ? nullptr : node->as_string();
    if (value == nullptr || value->get().empty()) {
      refuse(node, section, key, "must be a text, such as " + key + " = \"…\"");
      return {};
    }
    return value->get();
  }

  std::string text_or_nothing(const std::string& section, const std::string& key) {
    return find(section, key) == nullptr ? std::string{} : text(section, key);
  }

  bool flag_or_false(const std::string& section, const std::string& key) {
    const auto* node = find(section, key);
    if (node == nullptr) return false;
    if (const auto* value = node->as_boolean()) return value->get();
    refuse(node, section, key, "must be true or false");
    return false;
  }

  std::optional<float> number_or_nothing(const std::string& section, const std::string& key, double least,
                                         double most) {
    const auto* node = find(section, key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value<double>();
    if (value && *value >= least && *value <= most) return static_cast<float>(*value);
    refuse(node, section, key,
           "must be a number from " + std::to_string(static_cast<int>(least)) + " to " +
               std::to_string(static_cast<int>(most)));
    return std::nullopt;
  }

  std::vector<std::string> texts(const std::string& section, const std::string& key) {
    std::vector<std::string> result;
    const auto* node = find(section, key);
    const auto* array = node == nullptr ? nullptr : node->as_array();
    if (array != nullptr) {
      for (const auto& item : *array) {
        if (const auto* value = item.as_string()) result.push_back(value->get());
      }
    }
    if (array == nullptr || result.empty() || result.size() != array->size()) {
      refuse(node, section, key, "must be a list of texts, such as " + key + " = [\"…\"]");
    }
    return result;
  }

  bool has(const std::string& section) const { return root_.contains(section); }
  // A key that may be left out, and is known either way.
  bool has(const std::string& section, const std::string& key) { return find(section, key) != nullptr; }

  void refuse(const std::string& section, const std::string& key, const std::string& mend) {
    refuse(find(section, key), section, key, mend);
  }

  std::optional<std::string> finish() {
    for (const auto& [section, node] : root_) {
      const std::string name{section.str()};
      const auto* table = node.as_table();
      if (!known_.contains(name) || table == nullptr) {
        refuse(&node, "", name, "is no section here: use " + names(known_));
        continue;
      }
      for (const auto& [key, value] : *table) {
        if (!known_.at(name).contains(std::string{key.str()})) {
          refuse(&value, name, std::string{key.str()}, "is unknown: use " + names(known_.at(name)));
        }
      }
    }
    return error_;
  }

 private:
  const toml::node* find(const std::string& section, const std::string& key) {
    known_[section].insert(key);
    const auto* table = root_.get_as<toml::table>(section);
    return table == nullptr ? nullptr : table->get(key);
  }

  template <class Names>
  static std::string names(const Names& known) {
    std::string text;
    for (const auto& item : known) {
      text.append(text.empty() ? "" : ", ");
      if constexpr (requires { item.first; }) {
        text.append(item.first);
      } else {
        text.append(item);
      }
    }
    return text;
  }

  void refuse(const toml::node* node, const std::string& section, const std::string& key, const std::string& mend) {
    if (error_) return;
    const auto line = node == nullptr ? std::string{} : ":" + std::to_string(node->source().begin.line);
    error_ = file_ + line + ": " + (section.empty() ? "" : "[" + section + "] ") + key + " " + mend;
  }

  const toml::table& root_;
  std::string file_;
  std::map<std::string, std::set<std::string>> known_;
  std::optional<std::string> error_;
};

constexpr std::array<std::string_view, 12> languages = {"it", "en", "ro", "sq", "ar", "zh",
                                                        "uk", "fr", "es", "ur", "bn", "pa"};

// Every key is looked for, so that each is known; without the section there are no hours to keep.
std::optional<OpeningHours> read_opening(Reader& reader) {
  const std::string section = "opening";
  OpeningHours hours;
  bool ever = false;
  for (std::size_t i = 0; i < weekday_keys.size(); ++i) {
    const std::string key{weekday_keys.at(i)};
    if (!reader.has(section, key)) continue;
    ever = true;
    const auto text = reader.text(section, key);
    auto spans = parse_spans(text);
    if (spans) {
      hours.week.at(i) = std::move(*spans);
    } else {
      reader.refuse(section, key, spans.error());
    }
  }
  if (reader.has(section, "closed")) {
    for (const auto& text : reader.texts(section, "closed")) {
      const auto days = parse_days(text);
      if (days) {
        hours.closed.push_back(*days);
      } else {
        reader.refuse(section, "closed", days.error());
      }
    }
  }
  if (!reader.has(section)) return std::nullopt;
  if (!ever)
    reader.refuse(section, "monday",
                  "must say when the kiosk is open, as must any other day: leave [opening] out where it always is");
  return hours;
}

Keypad read_keypad(Reader& reader) {
  Keypad keys = usual_keypad;
  const std::string section = "keypad";
  for (std::size_t i = 0; i < keypad_roles.size(); ++i) {
    const std::string role{keypad_roles.at(i)};
    const auto name = reader.text_or_nothing(section, role);
    if (name.empty()) continue;
    if (const auto code = key_code(name)) {
      keys.at(i) = *code;
    } else {
      reader.refuse(section, role, "must be a key, such as \"up\", \"enter\", \"f1\", \"kp_5\" or \"a\"");
    }
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (std::ranges::count(keys, keys.at(i)) > 1) {
      reader.refuse(section, std::string{keypad_roles.at(i)}, "must be a key of its own: another is the same");
    }
  }
  return keys;
}

std::filesystem::path from(const std::filesystem::path& folder, const std::string& path) {
  return (folder / path).lexically_normal();
}

std::expected<DeviceConfiguration, std::string> read(const toml::table& root, const std::string& file,
                                                     const std::filesystem::path& folder) {
  Reader reader{root, file};
  DeviceConfiguration result;
  result.school_name = reader.text("school", "name");
  result.school_short_name = reader.text_or_nothing("school", "short_name");
  if (const auto crest = reader.text_or_nothing("school", "crest"); !crest.empty()) {
    result.crest = from(folder, crest);
    const auto kind = result.crest.extension();
    if (kind != ".png" && kind != ".svg") reader.refuse("school", "crest", "must be a .png or .svg file");
  }
  result.privacy_contact = reader.text("school", "privacy_contact");
  result.contact = {
      reader.text_or_nothing("school", "contact_name"), reader.text_or_nothing("school", "contact_phone"),
      reader.text_or_nothing("school", "contact_mail"), reader.text_or_nothing("school", "contact_hours")};
  result.rehearsal = reader.flag_or_false("device", "rehearsal");
  result.office = {reader.text("office", "name"), reader.text("office", "place"), reader.text("office", "hours"),
                   reader.text("office", "phone")};
  result.opening = read_opening(reader);
  result.service_url = reader.text("service", "url");
  result.service_pins = reader.texts("service", "pins");
  result.device_directory = from(folder, reader.text("device", "directory"));
  result.language = reader.text("screen", "language");
  result.dots_per_mm = reader.number_or_nothing("display", "dots_per_mm", 1, 40);
  result.reduced_motion = reader.flag_or_false("display", "reduced_motion");
  if (const auto device = reader.text_or_nothing("sound", "device"); !device.empty()) result.sound_device = device;
  result.sound_jacks = reader.text_or_nothing("sound", "jacks");
  result.keypad = read_keypad(reader);
  result.assets_directory = from(folder, reader.text("assets", "directory"));

  if (!result.service_url.starts_with("https://") || result.service_url.ends_with('/')) {
    reader.refuse("service", "url", "must be https://host[:port], with no slash at the end");
  }
  const auto& contact = result.contact;
  if (contact.name.empty() && !(contact.phone + contact.mail + contact.hours).empty()) {
    reader.refuse("school", "contact_name", "must say who it is: the other contact_ keys stand beside it");
  }
  if (!contact.name.empty() && (contact.phone + contact.mail).empty()) {
    reader.refuse("school", "contact_name", "must come with contact_phone or contact_mail");
  }
  const auto is_pin = [](const std::string& pin) {
    return pin.starts_with("sha256//") && pin.size() == std::string_view{"sha256//"}.size() + 44;
  };
  if (result.service_pins.size() > 2 || !std::ranges::all_of(result.service_pins, is_pin)) {
    reader.refuse("service", "pins", "must hold one or two pins, each sha256// and 44 characters of base64");
  }
  if (std::ranges::find(languages, result.language) == languages.end()) {
    std::string all;
    for (const auto language : languages) all.append(all.empty() ? "" : ", ").append(language);
    reader.refuse("screen", "language", "must be one of " + all);
  }
  if (const auto error = reader.finish()) return std::unexpected(*error);
  return result;
}

}  // namespace

std::expected<DeviceConfiguration, std::string> parse_device_configuration(std::string_view text,
                                                                           const std::string& name,
                                                                           const std::filesystem::path& folder) {
  try {
    const toml::table root = toml::parse(text, name);
    return read(root, name, folder);
  } catch (const toml::parse_error& error) {
    return std::unexpected(name + ":" + std::to_string(error.source().begin.line) +
                           ": not TOML: " + std::string{error.description()});
  }
}

std::expected<DeviceConfiguration, std::string> load_device_configuration(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in || std::filesystem::is_directory(file)) {
    return std::unexpected("cannot read " + file.string() + ": name the device's configuration with --config FILE");
  }
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return parse_device_configuration(text, file.string(), std::filesystem::absolute(file).parent_path());
}

}  // namespace sportello::config
