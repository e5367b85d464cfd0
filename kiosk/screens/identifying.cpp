// Waiting for the service to know the card: calm, and with a way out when it takes long.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_identifying(Frame& frame, const visit::Identifying&) {
  using namespace std::chrono_literals;
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const auto waiting = visit::waiting(frame.visit, frame.now);
  const float width = std::min(area.w, ui.turns_pages() ? 1100.0F : 820.0F);
  const auto centred = [](TextStyle style) {
    style.align = Align::centre;
    return style;
  };
  Stack stack(ui, width);
  const bool out = waiting == visit::Waiting::way_out;
  // Large words leave room for one of the two: the ring while it is quick, the way out when it lasts.
  const bool ring = !ui.turns_pages() || !out;
  const bool way = !ui.turns_pages() || out;
  if (ring)
    stack.add(120, [&](Rect box) {
      ui.arc(box.middle_x(), box.middle_y(), 48, 0, 1, Colour::line, 9);
      if (waiting == visit::Waiting::no) {
        ui.redraw_within(50ms);
      } else {
        // An eighth of a turn at a time: it says "working" twice a second and costs next to nothing.
        const auto step = static_cast<float>((frame.now.time_since_epoch() / 125ms) % 8) / 8;
        ui.arc(box.middle_x(), box.middle_y(), 48, step, step + 0.3F, Colour::mark, 9);
        ui.redraw_within(125ms);
      }
      ui.note({"identifying.progress", "", Role::progress, {box.middle_x() - 60, box.y, 120, box.h}});
    });
  stack.gap(24);
  stack.text("title", ui.say("identifying.title"_t), centred(title_style), Role::title);
  stack.gap(12);
  if (ring) stack.text("identifying.lead", ui.say("identifying.lead"_t), centred(lead_style));
  // The room for the way out is there from the start: nothing moves when it appears.
  stack.gap(30);
  const widgets::Banner slow = {
      .id = "identifying.slow", .tone = Tone::warn, .icon = "clock", .words = ui.say("identifying.slow"_t)};
  if (way)
    stack.add(widgets::banner_height(ui, slow, width), [&](Rect box) {
      if (out) widgets::banner(ui, slow, box);
    });
  stack.gap(18);
  const widgets::Button back = {.id = "identifying.back", .label = ui.say("identifying.back"_t), .icon = "back"};
  const float wide = widgets::button_width(ui, back) + 24;
  if (way)
    stack.add(widgets::button_height(ui, back), [&](Rect box) {
      if (out && widgets::button(ui, back, {box.middle_x() - wide / 2, box.y, wide, box.h}))
        frame.emit(visit::Back{});
    });
  stack.draw({area.middle_x() - width / 2, area.y, width, area.h}, Align::centre);
  draw_footer(frame, {});
}

}  // namespace sportello::screens
