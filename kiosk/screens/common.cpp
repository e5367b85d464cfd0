#include "kiosk/screens/common.h"

#include <algorithm>
#include <cctype>

#include "kiosk/speech/limits.h"

namespace sportello::screens {

namespace {

// Nothing where no name is true: the fourth step is a password only on some ways.
std::optional<TextKey> step_name(const visit::State& state) {
  if (std::holds_alternative<visit::CurrentPassword>(state) || std::holds_alternative<visit::ChoosePassword>(state)) {
    return "step.password"_t;
  }
  if (std::holds_alternative<visit::MailEntry>(state) || std::holds_alternative<visit::MailCode>(state)) {
    return "mail.field"_t;
  }
  switch (visit::step_of(state)) {
    case 1: return "step.card"_t;
    case 2: return "step.code"_t;
    case 3: return "step.choice"_t;
    case 5: return "step.end"_t;
    default: return std::nullopt;  // an int, not an enum of ours
  }
}

}  // namespace

TwoSides two_sides(const Ui& ui, const SheetShare& share) {
  const Rect area = widgets::content(ui);
  if (ui.turns_pages() && !ui.portrait()) return {area, Ui::on_later_page(area)};
  if (ui.portrait()) {
    const Rect side = {area.x, area.y, area.w, area.h * share.side_when_tall};
    return {side, {area.x, side.bottom() + 24, area.w, area.bottom() - side.bottom() - 24}};
  }
  const float width = std::max(share.least, area.w * share.of_width);
  return {{area.x, area.y, area.w - width - 36, area.h}, {area.right() - width, area.y, width, area.h}};
}

Words notice_words(const Frame& frame) {
  const auto& notice = frame.visit.notice;
  if (!notice || frame.now >= notice->until) return {};
  const auto& comfort = frame.visit.comfort;
  const Ui& ui = frame.ui;
  switch (notice->what) {
    case visit::Heard::headset_in: return ui.say("speech.headset_in"_t);
    case visit::Heard::headset_out: return ui.say("speech.headset_out"_t);
    case visit::Heard::volume: return volume_words(ui, comfort.volume);
    case visit::Heard::pace: return pace_words(ui, comfort.pace);
    case visit::Heard::speech_on: return ui.say("comfort.speech_on"_t);
    case visit::Heard::speech_off: return ui.say("comfort.speech_off"_t);
    case visit::Heard::no_sound: return ui.say("comfort.silent"_t);
  }
  return {};
}

Words volume_words(const Ui& ui, int volume) {
  return ui.say("speech.volume"_t, {{"n", std::to_string(volume + 1)}, {"of", std::to_string(visit::volumes)}});
}

Words pace_words(const Ui& ui, int pace) {
  return ui.say("speech.pace"_t, {{"n", std::to_string(speech::limits::rates.at(static_cast<std::size_t>(pace)))}});
}

void draw_header(Frame& frame, const Words& title) {
  const int step = frame.visit.overlay ? 0 : visit::step_of(frame.visit.state);
  const std::string n = std::to_string(step), of = std::to_string(widgets::steps);
  Ui& ui = frame.ui;
  const Words count = ui.say("step.short"_t, {{"n", n}, {"of", of}});
  Words named = count;
  if (const auto name = step_name(frame.visit.state)) {
    named = ui.say("step.of"_t, {{"n", n}, {"of", of}, {"name", widgets::flat(ui.say(*name))}});
  }
  widgets::header(
      ui, {.step = step, .words = named, .short_words = count, .title = title, .notice = notice_words(frame)});
}

namespace {

// Where there is something to leave.
bool may_leave(const visit::Visit& visit) {
  return !std::holds_alternative<visit::Welcome>(visit.state) &&
         !std::holds_alternative<visit::Goodbye>(visit.state) &&
         !std::holds_alternative<visit::OutOfService>(visit.state) &&
         !std::holds_alternative<visit::Result>(visit.state) &&
         !std::holds_alternative<visit::OfficeNeeded>(visit.state);
}

}  // namespace

bool draw_footer(Frame& frame, const FooterParts& parts) {
  Ui& ui = frame.ui;
  widgets::Footer footer;
  footer.brand = parts.brand;
  if (parts.back) footer.back = ui.say("footer.back"_t);
  if (parts.exit) footer.exit = ui.say("footer.exit"_t);
  if (parts.help) footer.help = ui.say("footer.help"_t);
  if (parts.language) footer.language = ui.say("footer.language"_t);
  if (parts.access) footer.access = ui.say("footer.access"_t);
  footer.widest_back = ui.say("footer.back"_t);
  footer.widest_exit = ui.say("footer.exit"_t);
  footer.primary = parts.primary;
  // With large words exit moves into help.
  const bool in_help = frame.visit.overlay && frame.visit.overlay->kind == visit::OverlayKind::help;
  if (ui.turns_pages() && !in_help) footer.exit.reset();
  footer.more = ui.say("footer.more"_t);
  footer.less = ui.say("footer.less"_t);
  footer.page = ui.say("footer.page"_t, {{"n", std::to_string(ui.page() + 1)}, {"of", std::to_string(ui.pages())}});
  using widgets::FooterPress;
  switch (widgets::footer(ui, footer)) {
    case FooterPress::none: return false;
    case FooterPress::back: frame.emit(visit::Back{}); return false;
    case FooterPress::exit: frame.emit(visit::AskExit{}); return false;
    case FooterPress::help: frame.emit(visit::OpenOverlay{visit::OverlayKind::help}); return false;
    case FooterPress::language: frame.emit(visit::OpenOverlay{visit::OverlayKind::languages}); return false;
    case FooterPress::access: frame.emit(visit::OpenOverlay{visit::OverlayKind::comfort}); return false;
    case FooterPress::primary: return true;
    case FooterPress::more: frame.emit(visit::TurnPage{1}); return false;
    case FooterPress::less: frame.emit(visit::TurnPage{-1}); return false;
  }
  return false;
}

void draw_page_footer(Frame& frame) {
  Ui& ui = frame.ui;
  FooterParts parts;
  parts.exit = parts.help = parts.language = parts.access = false;
  // Where the footer has no room for exit, help does.
  parts.exit = ui.turns_pages() && frame.visit.overlay->kind == visit::OverlayKind::help && may_leave(frame.visit);
  parts.primary = {.id = "page.close", .label = ui.say("footer.close"_t), .icon = "check", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::CloseOverlay{});
}

visit::Duration whole_seconds_left(visit::TimePoint now, visit::TimePoint until) {
  using namespace std::chrono;
  return std::max(ceil<seconds>(until - now), seconds{0});
}

std::string in_words(const Ui& ui, visit::Duration time) {
  const auto total = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  const auto minutes = static_cast<int>(total / 60), seconds = static_cast<int>(total % 60);
  auto m = widgets::flat(ui.say_count("time.minutes"_t, minutes));
  auto s = widgets::flat(ui.say_count("time.seconds"_t, seconds));
  if (minutes == 0) return s;
  if (seconds == 0) return m;
  return widgets::flat(ui.say("time.both"_t, {{"minutes", m}, {"seconds", s}}));
}

namespace {
float mark_size(const Ui& ui, const Hint& hint) { return (hint.tile ? 60.0F : 32.0F) * ui.grown(Type::body); }
}  // namespace

float hint_height(Ui& ui, const Hint& hint, float width) {
  const float mark = mark_size(ui, hint), room = width - mark - 18;
  const float words = ui.measure(hint.title, strong_style, room).h +
                      (hint.line.empty() ? 0 : ui.measure(hint.line, quiet_style, room).h);
  return std::max(mark, words);
}

void draw_hint(Ui& ui, const Hint& hint, Rect box) {
  const float mark = mark_size(ui, hint), room = box.w - mark - 18, x = box.x + mark + 18;
  const float title = ui.measure(hint.title, strong_style, room).h;
  const float line = hint.line.empty() ? 0 : ui.measure(hint.line, quiet_style, room).h;
  const Rect ground = {box.x, box.middle_y() - mark / 2, mark, mark};
  if (hint.tile) {
    widgets::icon_tile(ui, hint.icon, ground, mark * 0.53F, mark / 2);
  } else {
    ui.icon(hint.icon, ground, Colour::accent);
  }
  const float y = box.middle_y() - (title + line) / 2;
  ui.text(hint.id, hint.title, strong_style, {x, y, room, title});
  if (line > 0) ui.text(hint.id + ".more", hint.line, quiet_style, {x, y + title, room, line});
}

namespace {

// "10:30–12:30" must not break at its dash, nor a telephone number between its figures.
std::string unbroken(const std::string& text) {
  const auto figure = [&](std::size_t i) {
    return i < text.size() && (std::isdigit(static_cast<unsigned char>(text[i])) != 0 || text[i] == '/');
  };
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "–") == 0) {
      kept += "\u2060–\u2060";
      i += 2;
    } else if (text[i] == ' ' && i > 0 && figure(i - 1) && figure(i + 1)) {
      kept += "\u00A0";
    } else {
      kept += text[i];
    }
  }
  return kept;
}

// A name is read in one piece.
std::string one_name(std::string name) {
  for (auto at = name.find(' '); at != std::string::npos; at = name.find(' ', at)) name.replace(at, 1, "\u00A0");
  return name;
}

Words whole(const std::string& text) { return widgets::plain(unbroken(text)); }

// What is empty is left out.
std::string joined(std::initializer_list<const std::string*> parts, std::string_view between) {
  std::string text;
  for (const auto* part : parts) {
    if (part->empty()) continue;
    if (!text.empty()) text += between;
    text += *part;
  }
  return text;
}

}  // namespace

std::string breakable(const std::string& mail) {
  std::string text;
  for (const char c : mail) {
    const bool after_dots = text.ends_with("…");  // what is left out goes with what follows
    if (c == '@' || c == '.') text += after_dots ? "\u2060" : "\u200B";
    text += c;
    if (c == '-') text += "\u200B";
  }
  return text;
}

void add_office(Stack& stack, Ui& ui, float gap) {
  const auto& office = ui.premises.office;
  std::vector<Hint> hints;
  const auto add = [&](std::string id, std::string_view icon, const std::string& title, const std::string& line) {
    if (!title.empty())
      hints.push_back({std::move(id), icon, whole(title), line.empty() ? Words{} : whole(line), false});
  };
  add("office.place", "home", office.name, office.place);
  add("office.hours", "clock", office.hours, "");
  add("office.phone", "phone", office.phone, "");
  for (std::size_t i = 0; i < hints.size(); ++i) {
    if (i > 0) stack.gap(gap);
    const float height = hint_height(ui, hints[i], stack.width());
    stack.add(height, [&ui, hint = hints[i]](Rect box) { draw_hint(ui, hint, box); });
  }
}

void add_contact(Stack& stack, Ui& ui, float gap) {
  const auto& contact = ui.premises.contact;
  if (contact.name.empty()) return;
  const auto mail = breakable(contact.mail);
  const Hint hint{"contact", "person", ui.say("office.contact"_t, {{"name", one_name(contact.name)}}),
                  whole(joined({&contact.phone, &mail, &contact.hours}, "\n")), false};
  stack.gap(gap);
  stack.add(hint_height(ui, hint, stack.width()), [&ui, hint](Rect box) { draw_hint(ui, hint, box); });
}

std::string office_in_a_line(const Ui& ui) {
  const auto& office = ui.premises.office;
  auto line = joined({&office.place, &office.hours, &office.phone}, "\u00A0· ");
  return unbroken(line.empty() ? office.name : line);
}

void add_reference(Stack& stack, Ui& ui, const std::string& id, const std::string& reference) {
  TextStyle code = {.type = Type::ref, .bold = true, .slashed_zero = true, .line = 1.15F, .tracking = 0.04F};
  const Words words = widgets::plain(reference);
  const float across = ui.measure(words, code).w;
  if (across > stack.width()) code.size = ui.type(Type::ref) * stack.width() / across * 0.98F;
  stack.text(id, words, code);
}

void add_opening(Stack& stack, Ui& ui, std::string_view icon, const Words& title, const Words& lead,
                 const std::string& lead_id) {
  stack.add(84, [&ui, icon](Rect box) { widgets::icon_tile(ui, icon, {box.x, box.y, 84, 84}, 44, 42); });
  stack.gap(20);
  stack.text("title", title, title_style, Role::title);
  stack.gap(14);
  stack.text(lead_id, lead, lead_style);
}

std::optional<widgets::Banner> notice(const Frame& frame, const Asking& asking) {
  switch (visit::waiting(frame.visit, frame.now)) {
    case visit::Waiting::no: break;
    case visit::Waiting::way_out:
      if (asking.may_go_back) {
        return widgets::Banner{asking.id, Tone::warn, "clock", frame.ui.say("identifying.slow"_t)};
      }
      [[fallthrough]];
    case visit::Waiting::progress: return widgets::Banner{asking.id, Tone::info, "clock", asking.doing};
  }
  if (asking.lost) return widgets::Banner{asking.id, Tone::warn, "offline", asking.broken};
  return std::nullopt;
}

void keep_drawing(Frame& frame) {
  if (visit::pending_in(frame.visit.state)) frame.ui.redraw_within(std::chrono::milliseconds{100});
}

namespace {

// Where the last of the fixed buttons ends, drawn a moment ago.
float footer_end(const Ui& ui) {
  const auto access = ui.where("footer.access");
  return access ? access->right() + 18 : ui.window().w / 2;
}

}  // namespace

void draw_page_turns(Frame& frame, int page, int of) {
  Ui& ui = frame.ui;
  const Rect window = ui.window(), area = widgets::content(ui);
  const float top = area.bottom() + 18, margin = ui.measure(Measure::margin);
  const Words count = ui.say("footer.page"_t, {{"n", std::to_string(page + 1)}, {"of", std::to_string(of)}});
  const auto size = ui.measure(count, body_style);
  const widgets::Button more = {.id = "page.more", .label = ui.say("footer.more"_t), .icon_after = "next"};
  const widgets::Button less = {.id = "page.less", .label = ui.say("footer.less"_t), .icon = "back"};
  const float high = 76, middle = top + (window.h - top) / 2, room = window.w - margin - footer_end(ui);
  float right = window.w - margin;
  const bool both = page > 0 && page + 1 < of;
  const bool counted = !both || room > 500;  // between two ways, the count gives way to them
  const auto place = [&](const widgets::Button& button) {
    const float wide = std::min(widgets::button_width(ui, button),
                                both ? (room - 18 - (counted ? size.w + 18 : 0)) / 2 : room - size.w - 18);
    right -= wide;
    const bool pressed = widgets::button(ui, button, {right, middle - high / 2, wide, high});
    right -= 18;
    return pressed;
  };
  if (page + 1 < of && place(more)) frame.emit(visit::TurnPage{1});
  if (page > 0 && place(less)) frame.emit(visit::TurnPage{-1});
  if (counted) ui.text("footer.page", count, body_style, {right - size.w, middle - size.h / 2, 0, size.h});
}

Rect column(Rect box, int index, int count, float gap) {
  const float width = (box.w - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
  return {box.x + static_cast<float>(index) * (width + gap), box.y, width, box.h};
}

Rect cell(Rect box, int index, int per_row, float gap, float tall) {
  Rect place = column(box, index % per_row, per_row, gap);
  const int row = index / per_row;
  place.y = box.y + static_cast<float>(row) * (tall + gap);
  place.h = tall;
  return place;
}

}  // namespace sportello::screens
