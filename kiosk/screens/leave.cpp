// The two questions that stand on a full-colour ground: "do you want to leave?" and "are you still there?".
// What they cover is gone, not dimmed.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

// Larger words in the ring need a larger one.
float picture_size(const Ui& ui) {
  if (ui.comfort().size == visit::TextSize::largest) return 304;
  return ui.turns_pages() ? 232.0F : 176.0F;
}

// A picture at the start, title and words beside it, two buttons below; returns which was pressed, 0 for none.
struct Question {
  Words title, lead;
  widgets::Button first, second;
  std::function<void(Rect)> picture;
};

int ask(Ui& ui, const Question& question) {
  const bool tall = ui.portrait();
  const float width = std::min(ui.turns_pages() ? 1120.0F : 860.0F, ui.window().w - 96), inner = width - 96;
  const float picture = picture_size(ui);
  const float words_w = tall ? inner : inner - picture - 40;
  Stack words(ui, words_w);
  words.text("title", question.title, title_style, Role::title);
  words.gap(12);
  words.text("question.lead", question.lead, lead_style);
  const float upper = tall ? picture + 24 + words.height() : std::max(picture, words.height());
  const float first = (inner - 18) / 2.2F;
  // Larger words take two lines, or, where even these have no room, a row each.
  const bool two_lines = widgets::button_width(ui, question.first) > first ||
                         widgets::button_width(ui, question.second) > inner - first - 18;
  float high = std::max(88.0F, widgets::button_height(ui, question.second));
  const float stacked = upper + 36 + 2 * high + 18 + 96;
  const bool apart = two_lines && (tall || stacked <= ui.window().h - 48);
  if (two_lines && !apart) high = std::max(high, 2 * ui.line_height({.type = Type::label, .line = 1.2F}) + 20);
  const Rect in = widgets::overlay_sheet(ui, width, upper + 36 + high + (apart ? high + 18 : 0) + 96);
  question.picture({in.x, in.y + (tall ? 0 : (upper - picture) / 2), picture, picture});
  if (tall) {
    words.draw({in.x, in.y + picture + 24, words_w, words.height()});
  } else {
    words.draw({in.x + picture + 40, in.y, words_w, upper}, Align::centre);
  }
  const float y = in.y + upper + 36;
  const Rect left = apart ? Rect{in.x, y, in.w, high} : Rect{in.x, y, first, high};
  const Rect right =
      apart ? Rect{in.x, y + high + 18, in.w, high} : Rect{in.x + first + 18, y, in.w - first - 18, high};
  int pressed = 0;
  if (widgets::button(ui, question.first, left)) pressed = 1;
  if (widgets::button(ui, question.second, right)) pressed = 2;
  return pressed;
}

}  // namespace

void draw_leave(Frame& frame) {
  Ui& ui = frame.ui;
  const Question question = {
      .title = ui.say("leave.title"_t),
      .lead = ui.say("leave.lead"_t),
      .first = {.id = "leave.end", .label = ui.say("leave.leave"_t), .icon = "exit"},
      .second = {.id = "leave.stay", .label = ui.say("leave.stay"_t), .icon = "check", .kind = Kind::primary},
      .picture = [&ui](Rect box) { widgets::icon_tile(ui, "exit", box.inset(14), box.w * 0.41F, (box.w - 28) / 2); }};
  switch (ask(ui, question)) {
    case 1: frame.emit(visit::EndNow{}); break;
    case 2: frame.emit(visit::CloseOverlay{}); break;
    default: break;
  }
}

void draw_still_there(Frame& frame, const visit::Overlay& overlay) {
  using namespace std::chrono;
  Ui& ui = frame.ui;
  const auto left = duration_cast<seconds>(whole_seconds_left(frame.now, overlay.until));
  const auto whole = duration_cast<seconds>(
      visit::after_code(frame.visit.state) ? visit::limits::warning_after_code : visit::limits::warning_before_code);
  const float share = std::min(1.0F, static_cast<float>(left.count()) / static_cast<float>(whole.count()));
  const Question question = {
      .title = ui.say("still.title"_t),
      .lead = ui.say("still.lead"_t),
      .first = {.id = "still.end", .label = ui.say("still.end"_t), .icon = "exit"},
      .second = {.id = "still.stay", .label = ui.say("still.stay"_t), .icon = "check", .kind = Kind::primary},
      .picture = [&](Rect box) {
        const float k = box.w / 176;
        // In high contrast all lines are of one colour: what is gone is thin.
        if (share < 1)
          ui.arc(box.middle_x(), box.middle_y(), 78 * k, share, 1, Colour::line, ui.contrast() ? 2 : 12 * k);
        if (share > 0) ui.arc(box.middle_x(), box.middle_y(), 78 * k, 0, share, Colour::mark, 12 * k);
        const TextStyle number = {
            .bold = true, .align = Align::centre, .line = 1.1F, .size = 60 * k, .language = visit::Language::it};
        TextStyle unit = {
            .type = Type::caption, .align = Align::centre, .line = 1.2F, .size = ui.type(Type::caption)};
        const Words seconds_word = ui.say_count("still.seconds"_t, static_cast<int>(left.count()));
        const float room = (176 - 68) * k, wide = ui.measure(seconds_word, unit).w;
        if (wide > room) unit.size *= room / wide * 0.98F;
        ui.text("still.count", widgets::plain(std::to_string(left.count())), number,
                {box.x + 20, box.y + 34 * k, box.w - 40, 67 * k});
        ui.text("still.unit", seconds_word, unit,
                {box.middle_x() - room / 2, box.y + 102 * k, room, ui.line_height(unit) + 1});
      }};
  switch (ask(ui, question)) {
    case 1: frame.emit(visit::EndNow{}); break;
    case 2: frame.emit(visit::CloseOverlay{}); break;
    default: break;
  }
  if (left > seconds{0}) ui.redraw_within((overlay.until - frame.now) % 1000 + milliseconds{1});
}

}  // namespace sportello::screens
