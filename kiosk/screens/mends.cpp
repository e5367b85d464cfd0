#include "kiosk/screens/mends.h"

#include <algorithm>
#include <numeric>

namespace sportello::screens {

namespace {

// "anno: metti 1 al posto di I": the two characters are of the code, so they are drawn as secrets.
struct MendButton {
  static constexpr float edge = 14;  // between words and border

  Ui& ui;
  std::vector<std::string> pieces;  // words, with "{new}" and "{old}" between
  std::string fresh, old;
  TextStyle style = {.type = Type::lead, .bold = true, .line = 1.2F};

  MendButton(Ui& ui, std::string_view typed, const identity::Mend& mend)
      : ui(ui), fresh(1, mend.instead), old(typed.substr(mend.position, 1)) {
    const auto group = std::ranges::find_if(
        typed_groups, [&](const Group& g) { return mend.position >= g.from && mend.position < g.from + g.count; });
    const auto name = widgets::flat(ui.say(group->name));
    const std::string text = widgets::flat(ui.say("typed.mend"_t, {{"group", name}, {"new", "\1"}, {"old", "\2"}}));
    std::string word;
    for (const char c : text) {
      if (c != '\1' && c != '\2') {
        word += c;
        continue;
      }
      pieces.push_back(word);
      pieces.push_back({c});
      word.clear();
    }
    pieces.push_back(word);
  }
  [[nodiscard]] std::string_view secret_of(const std::string& piece) const {
    if (piece == "\1") return fresh;
    if (piece == "\2") return old;
    return {};
  }
  [[nodiscard]] float width_of(const std::string& piece) const {
    if (const auto secret = secret_of(piece); !secret.empty()) return ui.secret_width(secret, style);
    return piece.empty() ? 0 : ui.measure(widgets::plain(piece), style).w;
  }
  [[nodiscard]] float width() const {
    float width = 0;
    for (const auto& piece : pieces) width += width_of(piece);
    return width;
  }
  bool draw(std::size_t index, Rect box) const {
    std::string label;
    for (const auto& piece : pieces) label += secret_of(piece).empty() ? piece : std::string(widgets::secret_label);
    const auto pressed = ui.target({.id = "typed.mend." + std::to_string(index + 1),
                                    .label = label,
                                    .box = box,
                                    .fits = width() <= box.w - 2 * edge + 1});
    const float radius = ui.measure(Measure::radius_button);
    ui.boxed(box, pressed.held ? Colour::soft : Colour::surface, pressed.held ? Colour::mark : Colour::edge, radius,
             pressed.held ? 3 : ui.measure(Measure::border));
    const float line = ui.line_height(style);
    float x = box.middle_x() - width() / 2;
    for (const auto& piece : pieces) {
      const float w = width_of(piece);
      if (const auto secret = secret_of(piece); !secret.empty()) {
        ui.paint_secret(secret, style, {x, box.y, w, box.h});
      } else if (!piece.empty()) {
        ui.paint_text(widgets::plain(piece), style, {x, box.middle_y() - line / 2, 0, line});
      }
      x += w;
    }
    if (pressed.focused) ui.focus_ring(box, radius);
    return pressed.acted;
  }
};

}  // namespace

// A whole code has no use for letters: what would mend it stands in their place, in the order of the cells.
void draw_mends(Frame& frame, const visit::TypedEntry& state, Rect box) {
  Ui& ui = frame.ui;
  std::vector<std::size_t> order(state.mends.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return state.mends[i].position; });
  std::vector<MendButton> buttons;
  for (const auto& mend : state.mends) buttons.emplace_back(ui, state.typed.reveal(), mend);

  const float gap = 14, least_tall = 64, room = box.w - 2 * MendButton::edge;
  const auto count = static_cast<float>(buttons.size());
  const float tall = std::clamp((box.h - gap * (count - 1)) / count, least_tall, 96.0F);
  // All in one size, that of the longest; in steps, as each has an atlas of its own.
  constexpr float step = 4, least = 20;
  TextStyle style = buttons.front().style;
  const auto fits = [&] {
    return ui.line_height(style) <= tall - 8 && std::ranges::all_of(buttons, [&](MendButton& button) {
             button.style = style;
             return button.width() <= room;
           });
  };
  for (style.size = ui.type(style.type); style.size > least && !fits();) {
    style.size = std::max(least, style.size - step);
  }
  float y = box.y;
  for (const auto i : order) {
    buttons[i].style = style;
    if (buttons[i].draw(i, {box.x, y, box.w, tall})) frame.emit(visit::TakeMend{i});
    y += tall + gap;
  }
}

}  // namespace sportello::screens
