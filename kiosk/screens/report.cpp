// What is wrong on file: one line or more, touched. The office mends it.
#include <algorithm>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

TextKey words_of(wire::WrongData what) {
  switch (what) {
    case wire::WrongData::name: return "report.name"_t;
    case wire::WrongData::phone: return "report.phone"_t;
    case wire::WrongData::mail: return "report.mail"_t;
    case wire::WrongData::pupil: return "report.pupil"_t;
    case wire::WrongData::class_name: return "report.class_name"_t;
    case wire::WrongData::other: return "report.other"_t;
  }
  return "report.other"_t;
}

}  // namespace

void draw_report(Frame& frame, const visit::Report& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const int columns = ui.portrait() || ui.turns_pages() ? 1 : 2,
            rows = static_cast<int>(wire::wrong_data.size()) / columns;
  const float gap = 16, each = (area.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  Stack stack(ui, area.w);
  stack.text("title", ui.say("report.title"_t), title_style, Role::title);
  stack.gap(10);
  stack.text("report.lead", ui.say("report.lead"_t), lead_style);
  stack.gap(26);
  float tall = 88;
  for (const auto what : wire::wrong_data) {
    tall = std::max(tall, widgets::check_row_height(ui, {"", ui.say(words_of(what)), false}, each));
  }
  const auto row = [&](std::size_t i, Rect box) {
    const auto id = "report." + std::string(wire::name_of(wire::wrong_data[i]));
    if (widgets::check_row(ui, {id, ui.say(words_of(wire::wrong_data[i])), state.chosen[i]}, box)) {
      frame.emit(visit::TickWrong{i});
    }
  };
  if (ui.turns_pages()) {
    for (std::size_t i = 0; i < wire::wrong_data.size(); ++i) {
      if (i > 0) stack.gap(gap);
      stack.add(tall, [&row, i](Rect box) { row(i, box); });
    }
  } else
    stack.add(tall * static_cast<float>(rows) + gap * static_cast<float>(rows - 1), [&](Rect box) {
      for (std::size_t i = 0; i < wire::wrong_data.size(); ++i) {
        row(i, cell(box, static_cast<int>(i), columns, gap, tall));
      }
    });
  stack.gap(20);
  const auto said = notice(frame, {.id = "report.message",
                                   .lost = state.lost.has_value(),
                                   .doing = ui.say("confirm.doing"_t),
                                   .broken = ui.say("confirm.line_lost"_t),
                                   .may_go_back = false});  // it may have arrived already
  // Why the button sleeps, at its side.
  const bool none = std::ranges::none_of(state.chosen, [](bool yes) { return yes; });
  TextStyle style = quiet_style;
  style.align = Align::end;
  const Words choose = ui.say("report.choose"_t);
  float below = ui.measure(choose, style, area.w).h;
  // The room for what may be said is there from the start, where there is room: no row moves.
  if (said) below = std::max(below, widgets::banner_height(ui, *said, area.w));
  if (ui.portrait() || ui.comfort().size == visit::TextSize::normal) {
    below = std::max(below, widgets::banner_height(ui, {.words = ui.say("confirm.line_lost"_t)}, area.w));
  }
  if (said || none || !ui.turns_pages() || ui.portrait()) {
    stack.add(below, [&](Rect box) {
      if (said) {
        widgets::banner(ui, *said, {box.x, box.y, box.w, widgets::banner_height(ui, *said, box.w)});
      } else if (none) {
        ui.text("report.choose", choose, style, box);
      }
    });
  }
  // In a tall window all stands where hands are, the title with it.
  stack.draw(area, ui.portrait() ? Align::end : Align::start);
  FooterParts parts;
  parts.back = !state.pending;
  parts.primary = {.id = "report.send",
                   .label = ui.say("report.send"_t),
                   .icon = "check",
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  keep_drawing(frame);
}

}  // namespace sportello::screens
