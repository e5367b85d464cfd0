#include "kiosk/speech/narrator.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kiosk/speech/spoken_text.h"

namespace sportello::speech {

namespace {

using visit::Language;
using widgets::Recorded;
using widgets::Role;

// These change by themselves, second by second or picture by picture: they are said with the screen, and when they
// are asked for.
constexpr std::array<std::string_view, 5> counters = {"code.time", "still.count", "still.unit", "attract.asked",
                                                      "attract.how"};
// The same on every screen: who knows where they stand need not hear it each time.
constexpr std::array<std::string_view, 3> furniture = {"header.school", "footer.brand", "reach.school"};
// The school's own words, which are Italian in every language.
constexpr std::array<std::string_view, 5> italian = {"header.school", "office.place", "office.hours", "office.name",
                                                     "contact.more"};

bool one_of(std::string_view id, const auto& ids) { return std::ranges::find(ids, id) != ids.end(); }

// Whose words these are: the name of a language is its own, an address is Italian.
Language language_of(const Recorded& entry, Language shown) {
  constexpr std::string_view name = "language.";
  if (entry.id.starts_with(name)) {
    return visit::language_named(std::string_view(entry.id).substr(name.size())).value_or(shown);
  }
  const bool ours = std::ranges::any_of(italian, [&](auto id) { return entry.id.starts_with(id); }) ||
                    (entry.id.starts_with("pupil.") && entry.id.ends_with(".class"));
  return ours ? Language::it : shown;
}

// "code.cell." of "code.cell.3": cells that hold one character each.
std::string_view row_of(std::string_view id) {
  const auto dot = id.rfind('.');
  if (dot == id.npos || dot + 1 == id.size()) return {};
  const auto number = id.substr(dot + 1);
  const bool numbered = std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  return numbered ? id.substr(0, dot + 1) : std::string_view{};
}

bool one_character(const Recorded& entry) { return entry.role == Role::key && spelled(entry.label).size() == 1; }

class Telling {
 public:
  Telling(const Scene& scene, const Words& words, const Hearing& hearing)
      : scene_(scene), words_(words), hearing_(hearing) {}

  void say(Language language, std::string text) {
    if (!text.empty()) said_.push_back({language, std::move(text), false});
  }
  void say(std::string text) { say(scene_.language, std::move(text)); }
  void spell(std::string_view id) {
    if (!hearing_.alone || !one_of(id, hearing_.spelled)) return;
    said_.push_back({scene_.language, std::string(widgets::secret_label), true, std::string(id)});
  }

  void label(const Recorded& entry) {
    std::string text = entry.label;
    const bool told = hearing_.alone && one_of(entry.id, hearing_.spelled);
    if (const auto at = text.find(widgets::secret_label); told && at != std::string::npos) {
      text.erase(at, widgets::secret_label.size());
    }
    for (auto at = text.find(widgets::secret_label); at != std::string::npos; at = text.find(widgets::secret_label)) {
      text.erase(at, widgets::secret_label.size());
      while (at > 0 && text[at - 1] == ' ') text.erase(--at, 1);
      text.insert(at, (at == 0 ? "" : ", ") + words_.covered(scene_.language));
    }
    if (!hearing_.alone) {
      auto rest = without(text, hearing_.personal);
      left_out_ = left_out_ || rest != without(text, {});
      text = std::move(rest);
    }
    for (auto& phrase : phrases_of(text, language_of(entry, scene_.language))) said_.push_back(std::move(phrase));
    if (told) spell(entry.id);
  }

  void control(const Recorded& entry) {
    if (one_character(entry) && !hearing_.alone) return say(words_.covered(scene_.language));
    label(entry);
    if (entry.role == Role::key) return;
    const auto language = scene_.language;
    const auto role = words_.role(language);
    std::string rest;
    const auto add = [&rest](const std::string& word) {
      if (!rest.empty()) rest += ", ";
      rest += word;
    };
    if (entry.role == Role::checkbox) {
      add(role.checkbox);
      add(words_.ticked(language, entry.selected));
    } else if (entry.role == Role::choice) {
      add(role.choice);
      if (entry.selected) add(words_.chosen(language));
    } else {
      add(role.button);
    }
    if (!entry.enabled) add(words_.unavailable(language));
    if (const auto place = place_of(entry); place && place->second > 1) {
      add(words_.place(language, place->first, place->second));
    }
    say(std::move(rest));
  }

  void state(const Recorded& entry) {
    if (entry.role == Role::checkbox) return say(words_.ticked(scene_.language, entry.selected));
    if (entry.selected) say(words_.chosen(scene_.language));
  }

  void available(const Recorded& entry) {
    label(entry);
    say(words_.available(scene_.language));
  }

  struct Filled {
    int typed = 0, of = 0;
    bool operator==(const Filled&) const = default;
  };
  static Filled filled(const Scene& scene, std::string_view row) {
    Filled result;
    for (const auto& entry : scene.entries) {
      if (entry.role != Role::cell || row_of(entry.id) != row) continue;
      ++result.of;
      if (!entry.label.empty()) ++result.typed;
    }
    return result;
  }
  void cells(std::string_view row) {
    const auto [typed, of] = filled(scene_, row);
    say(words_.typed(scene_.language, typed, of));
  }
  void cells_and_what_is_in_them(std::string_view row) {
    cells(row);
    spell(row);
  }

  // What the ear alone must know of this screen.
  void hints() {
    if (left_out_) say(words_.personal_covered(scene_.language));
    if (!hearing_.alone && std::ranges::any_of(scene_.entries, one_character)) {
      say(words_.keys_covered(scene_.language));
    }
  }

  [[nodiscard]] const Recorded* focused() const {
    if (scene_.focused.empty()) return nullptr;
    const auto found = std::ranges::find(scene_.entries, scene_.focused, &Recorded::id);
    return found == scene_.entries.end() ? nullptr : &*found;
  }

  Utterance take() { return std::move(said_); }

 private:
  // Checkboxes and choices among their likes, buttons among all that is no key.
  [[nodiscard]] std::optional<std::pair<int, int>> place_of(const Recorded& entry) const {
    int place = 0, of = 0;
    for (const auto& other : scene_.entries) {
      if (other.focus < 0 || other.role == Role::key) continue;
      if (entry.role != Role::button && other.role != entry.role) continue;
      ++of;
      if (&other == &entry) place = of;
    }
    if (place == 0) return std::nullopt;
    return std::pair{place, of};
  }

  const Scene& scene_;
  const Words& words_;
  const Hearing& hearing_;
  Utterance said_;
  bool left_out_ = false;
};

bool is_words(Role role) {
  switch (role) {
    case Role::text:
    case Role::banner:
    case Role::panel:
    case Role::image: return true;
    case Role::title:
    case Role::cell:
    case Role::progress:
    case Role::button:
    case Role::key:
    case Role::checkbox:
    case Role::choice: return false;
  }
  return false;
}

// The entry of another scene that is the same thing.
const Recorded* same_in(const Scene& scene, const Recorded& entry) {
  const auto found = std::ranges::find_if(
      scene.entries, [&](const Recorded& other) { return other.id == entry.id && other.role == entry.role; });
  return found == scene.entries.end() ? nullptr : &*found;
}

}  // namespace

Scene scene_of(const widgets::LayoutRecord& record, std::string_view focused, Language language) {
  return {record.screen(), language, std::string(focused), record.entries()};
}

Utterance whole(const Scene& now, const Words& words, const Hearing& hearing) {
  Telling telling{now, words, hearing};
  for (const auto& entry : now.entries) {
    if (entry.id == "notice") telling.label(entry);
  }
  for (const auto& entry : now.entries) {
    if (entry.id == "header.school" && now.screen == "welcome") telling.label(entry);
  }
  for (const auto& entry : now.entries) {
    if (entry.role == Role::title) telling.label(entry);
  }
  for (const auto& entry : now.entries) {
    if (entry.id == "header.step") telling.label(entry);
  }
  std::string_view row_said;
  for (const auto& entry : now.entries) {
    if (one_of(entry.id, furniture) || entry.id == "header.step" || entry.id == "footer.page" || entry.id == "notice")
      continue;
    if (is_words(entry.role)) telling.label(entry);
    if (entry.role != Role::cell) continue;
    const auto row = row_of(entry.id);
    if (row.empty()) {
      telling.label(entry);
    } else if (row != row_said) {
      telling.cells_and_what_is_in_them(row);
      row_said = row;
    }
  }
  for (const auto& entry : now.entries) {
    if (entry.id == "footer.page") telling.label(entry);
  }
  telling.hints();
  if (const auto* focused = telling.focused()) telling.control(*focused);
  return telling.take();
}

Utterance changes(const Scene& before, const Scene& now, const Words& words, const Hearing& hearing) {
  if (before.screen != now.screen || before.language != now.language) return whole(now, words, hearing);
  Telling telling{now, words, hearing};
  const auto said_before = [&before](const Recorded& entry) {
    const auto* old = same_in(before, entry);
    return one_of(entry.id, counters) || (old != nullptr && old->label == entry.label);
  };
  for (const auto& entry : now.entries) {
    if (entry.role == Role::banner && !said_before(entry)) telling.label(entry);
  }
  for (const auto& entry : now.entries) {
    const bool text = entry.role == Role::title || (is_words(entry.role) && entry.role != Role::banner);
    if (text && !one_of(entry.id, furniture) && !said_before(entry)) telling.label(entry);
  }
  std::string_view row_said;
  for (const auto& entry : now.entries) {
    const auto row = entry.role == Role::cell ? row_of(entry.id) : std::string_view{};
    if (row.empty() || row == row_said) continue;
    row_said = row;
    if (Telling::filled(before, row) != Telling::filled(now, row)) telling.cells(row);
  }
  for (const auto& entry : now.entries) {
    const auto* old = same_in(before, entry);
    if (old != nullptr && entry.primary && entry.enabled && !old->enabled) telling.available(entry);
  }
  const auto* focused = telling.focused();
  for (const auto& entry : now.entries) {
    if (entry.role != Role::checkbox && entry.role != Role::choice) continue;
    const auto* old = same_in(before, entry);
    if (old == nullptr || old->selected == entry.selected) continue;
    if (&entry == focused && before.focused == now.focused) {
      telling.state(entry);
    } else if (&entry != focused && (entry.role == Role::checkbox || entry.selected)) {  // by a finger
      telling.label(entry);
      telling.state(entry);
    }
  }
  if (focused != nullptr && before.focused != now.focused) telling.control(*focused);
  return telling.take();
}

}  // namespace sportello::speech
