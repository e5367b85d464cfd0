// The slip: what will be on it, its printing, what became of it. Decides nothing of a print; names no secret.
#include "kiosk/printing/misfortunes.h"
#include "kiosk/screens/common.h"
#include "kiosk/screens/result_next.h"
#include "kiosk/screens/slip_preview.h"

namespace sportello::screens {

namespace {

using printing::End;

bool printed(const visit::Printing& state) { return state.outcome && state.outcome->end == End::printed; }

// What is to tell: of the last print, or of the printer as it stands there.
std::optional<printing::Misfortune> trouble_of(const Frame& frame, const visit::Printing& state) {
  if (state.pending) return std::nullopt;
  if (state.outcome) return printing::misfortune_of(*state.outcome);
  const auto condition = frame.visit.equipment.printer.value_or(printing::Condition::ready);
  if (condition == printing::Condition::ready) return std::nullopt;
  return printing::misfortune_of({End::not_printed, condition});
}

Words told_of(const Ui& ui, const printing::Misfortune& trouble) {
  Words words = ui.say(trouble.sentence);
  for (auto& run : words) run.bold = true;
  words.push_back({"\n"});
  for (auto& run : ui.say(trouble.way)) words.push_back(std::move(run));
  return words;
}

TextKey progress_of(const visit::Printing& state, visit::Waiting waiting) {
  if (state.stopping) return "printing.stopping"_t;
  if (state.phase == printing::Phase::printing) return "printing.coming"_t;
  return waiting == visit::Waiting::way_out ? "printing.slow"_t : "printing.doing"_t;
}

std::vector<widgets::Banner> banners(const Frame& frame, const visit::Printing& state) {
  const Ui& ui = frame.ui;
  std::vector<widgets::Banner> said;
  if (const auto waiting = visit::waiting(frame.visit, frame.now); waiting != visit::Waiting::no) {
    said.push_back({"printing.progress", Tone::info, "print", ui.say(progress_of(state, waiting))});
  } else if (const auto trouble = trouble_of(frame, state)) {
    said.push_back({"printing.trouble", Tone::warn, "warn", told_of(ui, *trouble)});
    if (trouble->warning) said.push_back({"printing.warning", Tone::err, "desk", ui.say(*trouble->warning)});
  } else if (state.outcome) {
    said.push_back({"printing.cancelled", Tone::info, "check", ui.say("printing.cancelled"_t)});
  }
  return said;
}

void add_sign(Stack& stack, Frame& frame, const visit::Printing& state) {
  if (frame.ui.turns_pages()) return;
  constexpr float disc = 84;
  stack.add(disc, [&frame, &state](Rect box) {
    Ui& ui = frame.ui;
    const Rect ground = {box.x, box.y, disc, disc};
    if (printed(state)) {
      widgets::tick(ui, true, ground);
      return;
    }
    widgets::icon_tile(ui, "print", ground, 44, disc / 2);
    if (visit::waiting(frame.visit, frame.now) == visit::Waiting::no) return;
    // An eighth of a turn at a time: it says "working" and costs next to nothing.
    using namespace std::chrono_literals;
    const auto step = static_cast<float>((frame.now.time_since_epoch() / 125ms) % 8) / 8;
    ui.arc(ground.middle_x(), ground.middle_y(), 45, step, step + 0.3F, Colour::mark, 7);
  });
  stack.gap(20);
}

// What can be chosen, and what is told of it: below the choice, or in its place where there is none.
void draw_asking(Frame& frame, const visit::Printing& state, Rect box) {
  Ui& ui = frame.ui;
  Stack stack(ui, box.w);
  add_sign(stack, frame, state);
  stack.text("title", ui.say("printing.title"_t), title_style, Role::title);
  stack.gap(12);
  stack.text("printing.lead", ui.say("printing.lead"_t), lead_style);
  if (state.result.pin && visit::may_print(state)) {
    stack.gap(22);
    const widgets::CheckRow pin = {"printing.with_pin", ui.say("printing.with_pin"_t), state.with_pin};
    stack.add(widgets::check_row_height(ui, pin, box.w), [&, pin](Rect row) {
      if (widgets::check_row(ui, pin, row)) frame.emit(visit::SlipPin{});
    });
    stack.add(8, [](Rect) {});
    stack.text("printing.paper", ui.say("printing.paper"_t), quiet_style);
  }
  for (const auto& banner : banners(frame, state)) {
    stack.gap(18);
    stack.add(widgets::banner_height(ui, banner, box.w), [&ui, banner](Rect at) { widgets::banner(ui, banner, at); });
  }
  stack.draw(box, Align::start);
}

void draw_printed(Frame& frame, const visit::Printing& state) {
  Ui& ui = frame.ui;
  const auto sides = two_sides(ui, {.least = 480, .of_width = 0.45F, .side_when_tall = 0.4F});
  Stack stack(ui, sides.side.w);
  add_sign(stack, frame, state);
  stack.text("title", ui.say("printing.done"_t), title_style, Role::title);
  stack.gap(14);
  stack.text("printing.keep", ui.say("slip.keep"_t), lead_style);
  stack.draw(sides.side, Align::centre);
  draw_next_steps(ui, state.result, sides.sheet, state.with_pin ? OnPaper::user_code_and_pin : OnPaper::user_code);
}

// What is read stands beside what is pressed; in a tall window above it, so that hands reach the box to tick.
void draw_unprinted(Frame& frame, const visit::Printing& state) {
  Ui& ui = frame.ui;
  auto sides = two_sides(ui, {.least = 480, .of_width = 0.45F, .side_when_tall = 0.5F});
  if (ui.portrait()) std::swap(sides.side, sides.sheet);
  draw_asking(frame, state, sides.side);
  const bool asked = !state.pending && !state.outcome;
  // Where pages turn, nothing may stand between a guardian and the button that stops the print.
  if (state.pending && ui.turns_pages()) return;
  draw_slip_preview(ui, state, asked ? Shown::all : Shown::secrets, sides.sheet);
}

// What the primary action is, and what it means.
struct Primary {
  widgets::Button button;
  visit::Event means;
};
Primary primary_of(const Ui& ui, const visit::Printing& state) {
  if (state.pending) {
    return {{.id = "printing.stop",
             .label = ui.say("printing.stop"_t),
             .icon = "block",
             .kind = Kind::plain,
             .enabled = !state.stopping},
            visit::StopPrinting{}};
  }
  if (printed(state)) {
    return {{.id = "printing.end", .label = ui.say("result.end"_t), .icon = "check", .kind = Kind::primary},
            visit::EndNow{}};
  }
  if (!visit::may_print(state)) {
    return {{.id = "printing.back", .label = ui.say("printing.back"_t), .icon = "back", .kind = Kind::primary},
            visit::Back{}};
  }
  const bool again = state.outcome && state.outcome->end != End::cancelled;
  return {{.id = "printing.do",
           .label = ui.say(again ? "printing.again"_t : "printing.now"_t),
           .icon = "print",
           .kind = Kind::primary},
          visit::Confirm{}};
}

}  // namespace

void draw_printing(Frame& frame, const visit::Printing& state) {
  draw_header(frame);
  if (printed(state)) {
    draw_printed(frame, state);
  } else {
    draw_unprinted(frame, state);
  }
  const auto primary = primary_of(frame.ui, state);
  FooterParts parts;
  parts.back = !state.stopping;
  parts.exit = state.pending.has_value();
  parts.primary = primary.button;
  if (draw_footer(frame, parts)) frame.emit(primary.means);
  keep_drawing(frame);
}

}  // namespace sportello::screens
