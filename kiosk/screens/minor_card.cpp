// A pupil's own card was shown: which card to fetch, with no word of blame.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

void draw_paper(Ui& ui, Rect paper) {
  ui.boxed(paper, Colour::surface, Colour::line, ui.measure(Measure::radius_card), ui.measure(Measure::line));
  ui.squared_paper(paper.inset(ui.measure(Measure::line)), 24, Colour::surface, Colour::grid,
                   ui.measure(Measure::radius_card) - 1);
  ui.drawing("parent-card", paper.inset(30));
  ui.note({"minor.picture", widgets::flat(ui.say("minor.picture"_t)), Role::image, paper});
}

}  // namespace

void draw_minor_card(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const bool tall = ui.portrait();
  const Rect paper = tall ? Rect{area.x, area.y, area.w, area.h * 0.45F}
                          : Rect{area.right() - area.w * 0.46F, area.y, area.w * 0.46F, area.h};
  const bool pictured = tall || !ui.turns_pages();  // large words need the whole width
  const Rect side = !pictured ? area
                    : tall    ? Rect{area.x, paper.bottom() + 30, area.w, area.bottom() - paper.bottom() - 30}
                              : Rect{area.x, area.y, area.w - paper.w - 36, area.h};
  if (pictured) draw_paper(ui, paper);

  Stack stack(ui, side.w);
  stack.text("title", ui.say("minor.title"_t), title_style, Role::title);
  stack.gap(18);
  stack.text("minor.lead", ui.say("minor.lead"_t), lead_style);
  stack.gap(24);
  const widgets::Banner calm = {.id = "minor.calm", .icon = "check", .words = ui.say("minor.calm"_t)};
  stack.add(widgets::banner_height(ui, calm, side.w), [&](Rect box) { widgets::banner(ui, calm, box); });
  stack.gap(24);
  const widgets::Button type = {.id = "minor.type", .label = ui.say("scan.type"_t), .icon = "keyboard"};
  const float wide = std::min(side.w, widgets::button_width(ui, type) + 24);
  stack.add(widgets::button_height(ui, type), [&](Rect box) {
    if (widgets::button(ui, type, {box.x, box.y, wide, box.h})) frame.emit(visit::TypeInstead{});
  });
  stack.draw(side, Align::centre);

  FooterParts parts;
  parts.primary = {.id = "minor.use_card", .label = ui.say("minor.use"_t), .icon = "card", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::UseCard{});
}

}  // namespace sportello::screens
