// What the school has of a guardian: children by first name, contacts masked. The place is public.
#include <algorithm>

#include "kiosk/screens/children.h"
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

constexpr TextStyle heading = {.type = Type::lead, .bold = true, .line = 1.3F};
constexpr float between = 18;

void add_title(Ui& ui, Stack& stack) {
  stack.text("title", ui.say("on_file.title"_t), title_style, Role::title);
  stack.gap(10);
  stack.text("on_file.lead", ui.say("on_file.lead"_t), lead_style);
}

void add_person(Ui& ui, Stack& stack, const visit::OnFile& state) {
  const auto add = [&](const Hint& hint) {
    stack.add(hint_height(ui, hint, stack.width()), [&ui, hint](Rect box) { draw_hint(ui, hint, box); });
  };
  add({"on_file.you", "person", ui.say("on_file.you"_t), widgets::plain(state.proved.person->given_name)});
  stack.gap(22);
  add({"on_file.phone", "phone", ui.say("on_file.phone"_t),
       ui.say("on_file.phone_is"_t, {{"digits", state.proved.phone_hint}})});
  stack.gap(22);
  add({"on_file.mail", "mail", ui.say("on_file.mail"_t),
       state.proved.mail_hint.empty() ? ui.say("on_file.mail_none"_t)
                                      : widgets::plain(breakable(state.proved.mail_hint))});
}

// `pupils` must live until it is drawn.
void add_pupils(Ui& ui, Stack& stack, const std::vector<wire::Pupil>& pupils) {
  stack.text("on_file.pupils", ui.say("on_file.pupils"_t), heading);
  stack.gap(16);
  stack.add(children_height(ui, pupils, {}, stack.width()),
            [&ui, &pupils](Rect box) { draw_children(ui, pupils, {}, box); });
}

}  // namespace

void draw_on_file(Frame& frame, const visit::OnFile& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const widgets::Button wrong = {.id = "file.wrong", .label = ui.say("on_file.wrong"_t), .icon = "flag"};
  const float button = widgets::button_height(ui, wrong);
  const float wide = std::min(area.w, widgets::button_width(ui, wrong) + 24);
  const bool tall = ui.portrait();

  Stack head(ui, area.w);
  add_title(ui, head);
  const float top = head.height() + 24;
  const Rect rest = {area.x, area.y + top, area.w, area.h - top - button - 20};
  const float each = tall ? rest.w : (rest.w - between) / 2;
  Stack you(ui, each - 60);
  add_person(ui, you, state);
  // A big family is told by names alone where the classes do not fit.
  auto children = state.proved.person->pupils;
  const auto height_of = [&](const std::vector<wire::Pupil>& pupils) {
    Stack stack(ui, each - 60);
    add_pupils(ui, stack, pupils);
    return stack.least_height();
  };
  const float pad = std::max(you.least_height(), height_of(children)) + 48 <= rest.h || tall ? 24 : 14;
  if (!tall && height_of(children) + 2 * pad > rest.h) {
    for (auto& child : children) child.class_name.clear();
  }
  Stack pupils(ui, each - 60);
  add_pupils(ui, pupils, children);
  const bool side_by_side = std::max(you.least_height(), pupils.least_height()) + 2 * pad <= rest.h;
  const float both = you.height() + pupils.height() + 4 * pad + between;
  const bool sheets = !ui.turns_pages() && (tall ? both <= rest.h : side_by_side);

  FooterParts parts;
  parts.primary = {.id = "file.right", .label = ui.say("on_file.right"_t), .icon = "check", .kind = Kind::primary};
  const auto draw_wrong = [&](Rect box) {
    if (widgets::button(ui, wrong, {box.x, box.y, wide, button})) frame.emit(visit::ReportWrong{});
  };
  if (!sheets) {  // all under each other, on as many pages as it needs
    Stack all(ui, area.w);
    add_title(ui, all);
    all.gap(22);
    add_person(ui, all, state);
    all.gap(22);
    add_pupils(ui, all, state.proved.person->pupils);
    all.gap(22);
    all.add(button, draw_wrong);
    all.draw(area, tall ? Align::end : Align::start);
    if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
    return;
  }

  const auto sheet = [&](Stack& stack, Rect box) {
    widgets::panel(ui, box);
    stack.draw(box.inset(30, pad));
  };
  float down = 0;  // in a tall window all stands where hands are, the title with it
  if (tall) {
    down = rest.h - both;
    const float first = you.height() + 2 * pad;
    sheet(you, {rest.x, rest.y + down, each, first});
    sheet(pupils, {rest.x, rest.y + down + first + between, each, pupils.height() + 2 * pad});
    draw_wrong({area.x, area.bottom() - button, area.w, button});
  } else {
    const float high = std::min(rest.h, std::max(you.height(), pupils.height()) + 2 * pad);
    sheet(you, {rest.x, rest.y, each, high});
    sheet(pupils, {rest.x + each + between, rest.y, each, high});
    draw_wrong({area.x, rest.y + high + 20, area.w, button});
  }
  head.draw({area.x, area.y + down, area.w, head.height()});
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
}

}  // namespace sportello::screens
