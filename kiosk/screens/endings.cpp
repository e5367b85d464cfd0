// Goodbye, in its five ways. Shows nothing of the visit: it is gone already.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

struct Farewell {
  std::string_view icon;
  TextKey title, lead;
};

Farewell farewell(visit::Ending ending) {
  switch (ending) {
    case visit::Ending::done: return {"check", "goodbye.done"_t, "goodbye.done_lead"_t};
    case visit::Ending::told: return {"check", "goodbye.done"_t, "goodbye.told_lead"_t};
    case visit::Ending::left: return {"check", "goodbye.done"_t, "request.goodbye_lead"_t};
    case visit::Ending::cancelled: return {"exit", "goodbye.cancelled"_t, "goodbye.cancelled_lead"_t};
    case visit::Ending::timed_out: return {"clock", "goodbye.timed_out"_t, "goodbye.timed_out_lead"_t};
  }
  return {"check", "goodbye.done"_t, "goodbye.done_lead"_t};
}

}  // namespace

void draw_goodbye(Frame& frame, const visit::Goodbye& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const Farewell said = farewell(state.ending);
  const float width = std::min(area.w, ui.turns_pages() ? 1100.0F : 860.0F);
  const auto centred = [](TextStyle style) {
    style.align = Align::centre;
    return style;
  };
  Stack stack(ui, width);
  if (!ui.turns_pages())
    stack.add(112, [&](Rect box) {
      const Rect disc = {box.middle_x() - 56, box.y, 112, 112};
      if (said.icon == "check") {
        widgets::tick(ui, true, disc);
      } else {
        widgets::icon_tile(ui, said.icon, disc, 56, 56);
      }
    });
  stack.gap(28);
  TextStyle title = centred(title_style);
  title.type = Type::hero;
  title.line = 1.12F;
  stack.text("title", ui.say(said.title), title, Role::title);
  stack.gap(16);
  stack.text("goodbye.lead", ui.say(said.lead), centred(lead_style));
  stack.gap(30);
  // Two short facts, side by side in one line when they fit.
  const std::array facts = {
      widgets::Banner{.id = "goodbye.clean", .icon = "shield", .words = ui.say("goodbye.clean"_t)},
      widgets::Banner{.id = "goodbye.card", .icon = "card", .words = ui.say("goodbye.card"_t)}};
  for (const auto& fact : facts) {
    stack.add(widgets::banner_height(ui, fact, width), [&ui, fact](Rect box) { widgets::banner(ui, fact, box); });
    stack.gap(12);
  }
  stack.draw({area.middle_x() - width / 2, area.y, width, area.h}, Align::centre);
  FooterParts parts;
  parts.back = parts.exit = parts.help = parts.language = parts.access = false;
  parts.brand = true;
  parts.primary = {
      .id = "goodbye.again", .label = ui.say("goodbye.again"_t), .icon_after = "next", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::StartVisit{});
}

}  // namespace sportello::screens
