// What is heard: speech, how loud, how fast, and whether what is one's own is said where others may hear.
#include <algorithm>

#include "kiosk/screens/comfort.h"

namespace sportello::screens {

namespace {

// What it is now, and a button to each side of it: less, more.
struct Steps {
  std::string_view id, less_id, more_id;
  Words now, less, more;
  bool least = false, most = false;
  visit::Event means_less, means_more;
};

// All buttons of the sheet are as wide as the widest of them needs.
float step_width(Ui& ui, float room) {
  float wide = 0;
  for (const auto label : {"comfort.softer"_t, "comfort.louder"_t, "comfort.slower"_t, "comfort.faster"_t}) {
    wide = std::max(wide, widgets::button_width(ui, {.label = ui.say(label)}));
  }
  return std::min(wide, room * 0.36F);
}

void add_steps(Frame& frame, Stack& stack, Steps steps) {
  Ui& ui = frame.ui;
  const float button = std::max(72.0F, widgets::button_height(ui, {.label = steps.less}));
  float wide = step_width(ui, stack.width() - 2 * sheet_gap);
  const float room = stack.width() - 2 * (wide + sheet_gap);
  const bool above =
      ui.measure(steps.now, sheet_heading, room).h > 2.2F * ui.line_height(sheet_heading) || ui.portrait();
  const float words = ui.measure(steps.now, sheet_heading, above ? stack.width() : room).h;
  if (above) wide = (stack.width() - sheet_gap) / 2;
  const float tall = above ? words + 10 + button : std::max(words, button);
  stack.add(tall, [&frame, steps = std::move(steps), button, wide, above, words](Rect box) {
    Ui& ui = frame.ui;
    const float y = above ? box.bottom() - button : box.middle_y() - button / 2;
    const Rect said = {box.x, above ? box.y : box.middle_y() - words / 2,
                       above ? box.w : box.w - 2 * (wide + sheet_gap), words};
    ui.text(steps.id, steps.now, sheet_heading, said);
    const Rect more = {box.right() - wide, y, wide, button}, less = {more.x - sheet_gap - wide, y, wide, button};
    if (widgets::button(ui, {.id = steps.less_id, .label = steps.less, .enabled = !steps.least}, less) &&
        !frame.event) {
      frame.event = steps.means_less;
    }
    if (widgets::button(ui, {.id = steps.more_id, .label = steps.more, .enabled = !steps.most}, more) &&
        !frame.event) {
      frame.event = steps.means_more;
    }
  });
}

}  // namespace

void draw_comfort_hearing(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const auto& comfort = frame.visit.comfort;
  Stack stack(ui, widgets::content(ui).w);
  begin_sheet(frame, stack, visit::OverlayKind::hearing);
  if (!frame.visit.equipment.sound) {
    const widgets::Banner none = {
        .id = "comfort.no_sound", .tone = Tone::warn, .icon = "warn", .words = ui.say("comfort.no_sound"_t)};
    stack.add(widgets::banner_height(ui, none, stack.width()),
              [&ui, none](Rect box) { widgets::banner(ui, none, box); });
    end_sheet(frame, stack);
    return;
  }
  add_ways(frame, stack,
           {{"comfort.speech.on",
             ui.say("comfort.speech_on"_t),
             comfort.speech,
             visit::SetSpeech{true},
             {.type = Type::label}},
            {"comfort.speech.off",
             ui.say("comfort.speech_off"_t),
             !comfort.speech,
             visit::SetSpeech{false},
             {.type = Type::label}}});
  stack.gap(20);
  add_steps(frame, stack,
            {.id = "comfort.volume",
             .less_id = "comfort.softer",
             .more_id = "comfort.louder",
             .now = volume_words(ui, comfort.volume),
             .less = ui.say("comfort.softer"_t),
             .more = ui.say("comfort.louder"_t),
             .least = comfort.volume == 0,
             .most = comfort.volume + 1 == visit::volumes,
             .means_less = visit::ChangeVolume{-1},
             .means_more = visit::ChangeVolume{1}});
  stack.gap(16);
  add_steps(frame, stack,
            {.id = "comfort.pace",
             .less_id = "comfort.slower",
             .more_id = "comfort.faster",
             .now = pace_words(ui, comfort.pace),
             .less = ui.say("comfort.slower"_t),
             .more = ui.say("comfort.faster"_t),
             .least = comfort.pace == 0,
             .most = comfort.pace + 1 == visit::paces,
             .means_less = visit::ChangePace{-1},
             .means_more = visit::ChangePace{1}});
  stack.gap(20);
  add_tick(frame, stack, "comfort.aloud", ui.say("comfort.aloud"_t), comfort.aloud, visit::HearAloud{!comfort.aloud});
  end_sheet(frame, stack);
}

}  // namespace sportello::screens
