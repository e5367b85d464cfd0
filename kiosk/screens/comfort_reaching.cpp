// How it is touched: a hand that trembles, a key that is held, and what stands too high.
#include "kiosk/screens/comfort.h"

namespace sportello::screens {

void draw_comfort_reaching(Frame& frame) {
  using visit::KeyRepeat;
  Ui& ui = frame.ui;
  draw_header(frame);
  const auto& comfort = frame.visit.comfort;
  Stack stack(ui, widgets::content(ui).w);
  begin_sheet(frame, stack, visit::OverlayKind::reaching);
  if (ui.can_stand_low()) {
    add_tick(frame, stack, "comfort.low", ui.say("comfort.low"_t), comfort.low_reach,
             visit::SetLowReach{!comfort.low_reach});
    stack.gap(16);
  }
  add_tick(frame, stack, "comfort.steady", ui.say("comfort.steady"_t), comfort.steady,
           visit::SetSteady{!comfort.steady});
  stack.gap(20);
  stack.text("comfort.repeat", ui.say("comfort.repeat"_t), sheet_heading);
  const auto way = [&](std::string_view id, TextKey name, KeyRepeat repeat) {
    return Way{id, ui.say(name), comfort.key_repeat == repeat, visit::ChooseKeyRepeat{repeat}, {.type = Type::label}};
  };
  add_ways(frame, stack,
           {way("comfort.repeat.usual", "comfort.repeat_usual"_t, KeyRepeat::usual),
            way("comfort.repeat.slow", "comfort.repeat_slow"_t, KeyRepeat::slow),
            way("comfort.repeat.once", "comfort.repeat_once"_t, KeyRepeat::once)});
  stack.gap(20);
  stack.text("comfort.keys_how", ui.say("comfort.keys_how"_t), quiet_style);
  end_sheet(frame, stack);
}

}  // namespace sportello::screens
