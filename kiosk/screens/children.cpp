#include "kiosk/screens/children.h"

#include <algorithm>

namespace sportello::screens {

namespace {

std::string first_letter(const std::string& name) {
  std::size_t length = name.empty() ? 0 : 1;
  while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) ++length;
  return name.substr(0, length);
}

// An initial in a disc, the name, the class.
struct Child {
  std::string id;
  Words name, class_name;
  std::string initial;

  static float height(const Ui& ui) { return 48 * ui.grown(Type::body); }
  [[nodiscard]] float width(Ui& ui) const {
    const float tail = class_name.empty() ? 0 : 12 + ui.measure(class_name, quiet_style).w;
    return 6 + height(ui) - 12 + 12 + ui.measure(name, strong_style).w + tail + 20;
  }
  // Of a chip that is cut to this width: a long class breaks into lines.
  [[nodiscard]] float class_height(Ui& ui, float chip) const {
    if (class_name.empty()) return 0;
    const float taken = 6 + height(ui) - 12 + 12 + ui.measure(name, strong_style).w + 12 + 20;
    return ui.measure(class_name, quiet_style, chip - taken).h;
  }
  void draw(Ui& ui, Rect box) const {
    if (ui.contrast()) {
      ui.boxed(box, Colour::surface, Colour::edge, height(ui) / 2, 2);
    } else {
      ui.fill(box, Colour::soft, height(ui) / 2);
    }
    const float disc = height(ui) - 12, line = ui.line_height(body_style), y = box.middle_y() - line / 2;
    const Rect ground = {box.x + 6, box.middle_y() - disc / 2, disc, disc};
    ui.fill(ground, Colour::surface, disc / 2);
    ui.paint_text(widgets::bold(initial), {.colour = Colour::accent, .align = Align::centre},
                  {ground.x, y, disc, line});
    const float x = ground.right() + 12, name_width = ui.measure(name, strong_style).w;
    ui.text(id, name, strong_style, {x, y, 0, line});
    if (class_name.empty()) return;
    const float room = box.right() - 20 - x - name_width - 12, tall = class_height(ui, box.w);
    if (tall > line * 1.5F) {
      ui.text(id + ".class", class_name, quiet_style, {x + name_width + 12, box.middle_y() - tall / 2, room, tall});
    } else {
      ui.text(id + ".class", class_name, quiet_style, {x + name_width + 12, y, 0, line});
    }
  }
};

float place(Ui& ui, const std::vector<wire::Pupil>& pupils, const Words& before, Rect box, bool draw) {
  const float height = Child::height(ui), line = ui.line_height(body_style);
  float x = box.x, y = box.y, row = height;
  if (!before.empty()) {
    if (draw) ui.text("choose.register_of", before, quiet_style, {x, y + (height - line) / 2, 0, line});
    x += ui.measure(before, quiet_style).w + 12;
  }
  int index = 0;
  for (const auto& pupil : pupils) {
    Words class_name;
    if (!pupil.class_name.empty()) class_name = widgets::plain(pupil.class_name);
    const Child child{"pupil." + std::to_string(++index), widgets::plain(pupil.given_name), class_name,
                      first_letter(pupil.given_name)};
    const float width = std::min(child.width(ui), box.w);
    if (x + width > box.right() + 1 && x > box.x) {
      x = box.x;
      y += row + 10;
      row = height;
    }
    const float own = width < child.width(ui) ? std::max(height, child.class_height(ui, width) + 12) : height;
    row = std::max(row, own);
    if (draw) child.draw(ui, {x, y, width, own});
    x += width + 12;
  }
  return y + row - box.y;
}

}  // namespace

float children_height(Ui& ui, const std::vector<wire::Pupil>& pupils, const Words& before, float width) {
  return pupils.empty() ? 0 : place(ui, pupils, before, {0, 0, width, 0}, false);
}

void draw_children(Ui& ui, const std::vector<wire::Pupil>& pupils, const Words& before, Rect box) {
  if (!pupils.empty()) place(ui, pupils, before, box, true);
}

}  // namespace sportello::screens
