// What a guardian promises before the first credentials: each line is touched on its own.
#include <algorithm>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

// The profile names items; those delivered with the product are these. Another stands as it is written.
Words sentence(const Ui& ui, const std::string& item) {
  if (item == "absences") return ui.say("commitment.absences"_t);
  if (item == "safekeeping") return ui.say("commitment.safekeeping"_t);
  if (item == "child") return ui.say("commitment.child"_t);
  if (item == "progress") return ui.say("commitment.progress"_t);
  return widgets::plain(item);
}

}  // namespace

void draw_commitments(Frame& frame, const visit::Commitments& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const auto& items = state.proved.person->commitments.items;
  Stack stack(ui, area.w);
  stack.text("title", ui.say("commitments.title"_t), title_style, Role::title);
  stack.gap(10);
  stack.text("commitments.lead", ui.say("commitments.lead"_t), lead_style);
  stack.gap(26);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool ticked = i < state.accepted.size() && state.accepted[i];
    const Words words = sentence(ui, items[i]);
    const std::string id = "commitment." + items[i];
    const float height = std::max(88.0F, widgets::check_row_height(ui, {id, words, ticked}, area.w));
    stack.add(height, [&frame, &ui, id, words, ticked, i](Rect box) {
      if (widgets::check_row(ui, {id, words, ticked}, box)) frame.emit(visit::TickCommitment{i});
    });
    if (i + 1 < items.size()) stack.gap(16);
  }
  const auto missing = static_cast<int>(std::ranges::count(state.accepted, false));
  // Its room stays when all is ticked: no row moves. It never needs a page of its own.
  TextStyle style = quiet_style;
  style.align = Align::end;
  const auto still = [&](int lines) { return ui.say_count("commitments.missing"_t, lines); };
  const float room = ui.measure(still(static_cast<int>(items.size())), style, area.w).h;
  if (stack.least_height() + ui.measure(Measure::touch_gap) + room <= area.h) {
    stack.gap(18);
    stack.add(room, [&](Rect box) {
      if (missing > 0) ui.text("commitments.missing", still(missing), style, box);
    });
  }
  // In a tall window all stands where hands are, the title with it.
  stack.draw(area, ui.portrait() ? Align::end : Align::start);
  FooterParts parts;
  parts.primary = {.id = "commitments.accept",
                   .label = ui.say("commitments.accept"_t),
                   .icon = "check",
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
}

}  // namespace sportello::screens
