// Who you are, told by first names only, and what you may need, told as people tell it.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

TextKey title_of(wire::Act act) {
  switch (act) {
    case wire::Act::issue: return "choose.issue"_t;
    case wire::Act::reset_password: return "choose.reset_password"_t;
    default: return "choose.issue"_t;
  }
}

TextKey line_of(wire::Act act) {
  switch (act) {
    case wire::Act::issue: return "choose.issue_line"_t;
    case wire::Act::reset_password: return "choose.reset_password_line"_t;
    default: return "choose.issue_line"_t;
  }
}

std::string_view icon_of(wire::Act act) {
  switch (act) {
    case wire::Act::issue: return "card";
    case wire::Act::reset_password: return "key";
    default: return "card";
  }
}

// An initial in a disc, the name, the class.
struct Child {
  std::string id;
  Words name, class_name;
  std::string initial;

  [[nodiscard]] float width(Ui& ui) const {
    return 6 + height(ui) - 12 + 12 + ui.measure(name, strong_style).w + 12 + ui.measure(class_name, quiet_style).w +
           20;
  }
  static float height(const Ui& ui) { return 48 * ui.grown(Type::body); }
  void draw(Ui& ui, Rect box) const {
    if (ui.contrast()) {
      ui.boxed(box, Colour::surface, Colour::edge, box.h / 2, 2);
    } else {
      ui.fill(box, Colour::soft, box.h / 2);
    }
    const float disc = box.h - 12, line = ui.type(Type::body) * body_style.line, y = box.middle_y() - line / 2;
    const Rect ground = {box.x + 6, box.y + 6, disc, disc};
    ui.fill(ground, Colour::surface, disc / 2);
    ui.paint_text(widgets::bold(initial), {.colour = Colour::accent, .align = Align::centre},
                  {ground.x, y, disc, line});
    float x = ground.right() + 12;
    const float name_width = ui.measure(name, strong_style).w;
    ui.text(id, name, strong_style, {x, y, 0, line});
    x += name_width + 12;
    ui.text(id + ".class", class_name, quiet_style, {x, y, 0, line});
  }
};

std::string first_letter(const std::string& name) {
  std::size_t length = name.empty() ? 0 : 1;
  while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) ++length;
  return name.substr(0, length);
}

float place_children(Ui& ui, const std::vector<Child>& children, const Words& before, Rect box, bool draw) {
  const float height = Child::height(ui), line = ui.type(Type::body) * body_style.line;
  const float lead = ui.measure(before, quiet_style).w;
  if (draw) ui.text("choose.register_of", before, quiet_style, {box.x, box.y + (height - line) / 2, 0, line});
  float x = box.x + lead + 12, y = box.y;
  for (const auto& child : children) {
    const float width = child.width(ui);
    if (x + width > box.right() && x > box.x) {
      x = box.x;
      y += height + 10;
    }
    if (draw) child.draw(ui, {x, y, width, height});
    x += width + 12;
  }
  return y + height - box.y;
}

}  // namespace

void draw_choose(Frame& frame, const visit::Choose& state) {
  Ui& ui = frame.ui;
  const auto& person = *state.proved.person;
  draw_header(frame);
  const Rect area = widgets::content(ui);

  std::vector<Child> children;
  for (std::size_t i = 0; i < person.pupils.size(); ++i) {
    const auto& pupil = person.pupils[i];
    children.push_back({"pupil." + std::to_string(i + 1), widgets::plain(pupil.given_name),
                        widgets::plain(pupil.class_name), first_letter(pupil.given_name)});
  }
  Stack stack(ui, area.w);
  stack.text("title", ui.say("choose.title"_t, {{"name", person.given_name}}), title_style, Role::title);
  stack.gap(20);
  if (!children.empty()) {
    const Words before = ui.say("choose.register_of"_t);
    stack.add(place_children(ui, children, before, {0, 0, area.w, 0}, false),
              [&ui, children, before](Rect box) { place_children(ui, children, before, box, true); });
    stack.gap(24);
  }

  const int count = static_cast<int>(person.acts.size());
  const auto card_at = [&](int i, Rect place) {
    const auto act = person.acts[static_cast<std::size_t>(i)];
    const auto id = "act." + std::string(wire::name_of(act));
    if (widgets::action_card(ui, {id, icon_of(act), ui.say(title_of(act)), ui.say(line_of(act)), i == 0}, place)) {
      frame.emit(visit::ChooseAct{act});
    }
  };
  const float left = area.h - stack.height(), gap = 18;
  const float tallest = 330 * ui.grown(Type::body);
  if (count < 2) {
    // Alone, a card has the office beside it: whom else to ask is then in sight.
    const bool tall = ui.portrait();
    const float height = std::min(left, tall ? 2 * tallest + gap : tallest);
    if (count == 0) {
      stack.text("choose.nothing", ui.say("choose.nothing"_t), lead_style);
      stack.gap(24);
    }
    stack.add(count == 0 ? height - 70 * ui.grown(Type::lead) : height, [&, tall](Rect box) {
      Rect sheet = box;
      if (count == 1 && tall) {
        card_at(0, {box.x, box.y, box.w, (box.h - gap) / 2});
        sheet = {box.x, box.y + (box.h + gap) / 2, box.w, (box.h - gap) / 2};
      } else {
        if (count == 1) card_at(0, column(box, 0, 2, gap));
        sheet = column(box, count, 2, gap);
      }
      widgets::panel(ui, sheet);
      const Rect in = sheet.inset(30, 22);
      Stack office(ui, in.w);
      office.text("choose.else", ui.say("choose.else_title"_t), {.type = Type::lead, .bold = true, .line = 1.3F});
      office.gap(18);
      add_office(office, ui, 18);
      office.draw(in, Align::centre);
    });
  } else {
    const widgets::Banner office = {
        .id = "choose.office", .icon = "desk", .words = ui.say("choose.else"_t, {{"where", office_in_a_line(ui)}})};
    const float office_height = widgets::banner_height(ui, office, area.w);
    const int per_row = ui.portrait() ? 1 : std::min(count, 3), rows = (count + per_row - 1) / per_row;
    const auto gaps = gap * static_cast<float>(rows - 1);
    const float card = std::min(tallest, (left - office_height - 24 - gaps) / static_cast<float>(rows));
    stack.add(card * static_cast<float>(rows) + gaps, [=](Rect box) {
      for (int i = 0; i < count; ++i) {
        Rect place = column(box, i % per_row, per_row, gap);
        place.y += static_cast<float>(i / per_row) * (card + gap);
        place.h = card;
        card_at(i, place);
      }
    });
    stack.gap(24);
    stack.add(office_height, [&ui, office](Rect box) { widgets::banner(ui, office, box); });
  }
  stack.draw(area);
  draw_footer(frame, {.back = false});
}

}  // namespace sportello::screens
