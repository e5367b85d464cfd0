#include "kiosk/screens/common.h"

#include <algorithm>

namespace sportello::screens {

namespace {

TextKey step_name(int step) {
  switch (step) {
    case 1: return "step.card"_t;
    case 2: return "step.code"_t;
    case 3: return "step.choice"_t;
    case 4: return "step.password"_t;
    case 5: return "step.end"_t;
    default: return "step.card"_t;  // an int, not an enum of ours
  }
}

}  // namespace

TwoSides two_sides(const Ui& ui, const SheetShare& share) {
  const Rect area = widgets::content(ui);
  if (ui.portrait()) {
    const Rect side = {area.x, area.y, area.w, area.h * share.side_when_tall};
    return {side, {area.x, side.bottom() + 24, area.w, area.bottom() - side.bottom() - 24}};
  }
  const float width = std::max(share.least, area.w * share.of_width);
  return {{area.x, area.y, area.w - width - 36, area.h}, {area.right() - width, area.y, width, area.h}};
}

void draw_header(Frame& frame) {
  const int step = frame.visit.overlay ? 0 : visit::step_of(frame.visit.state);
  const std::string n = std::to_string(step), of = std::to_string(widgets::steps);
  Ui& ui = frame.ui;
  const auto name = widgets::flat(ui.say(step_name(step)));
  widgets::header(ui, step, ui.say("step.of"_t, {{"n", n}, {"of", of}, {"name", name}}),
                  ui.say("step.short"_t, {{"n", n}, {"of", of}}));
}

bool draw_footer(Frame& frame, const FooterParts& parts) {
  Ui& ui = frame.ui;
  widgets::Footer footer;
  footer.brand = parts.brand;
  if (parts.back) footer.back = ui.say("footer.back"_t);
  if (parts.exit) footer.exit = ui.say("footer.exit"_t);
  if (parts.help) footer.help = ui.say("footer.help"_t);
  if (parts.language) footer.language = ui.say("footer.language"_t);
  if (parts.access) footer.access = ui.say("footer.access"_t);
  footer.primary = parts.primary;
  using widgets::FooterPress;
  switch (widgets::footer(ui, footer)) {
    case FooterPress::none: return false;
    case FooterPress::back: frame.emit(visit::Back{}); return false;
    case FooterPress::exit: frame.emit(visit::AskExit{}); return false;
    case FooterPress::help: frame.emit(visit::OpenOverlay{visit::OverlayKind::help}); return false;
    case FooterPress::language: frame.emit(visit::OpenOverlay{visit::OverlayKind::languages}); return false;
    case FooterPress::access: frame.emit(visit::OpenOverlay{visit::OverlayKind::comfort}); return false;
    case FooterPress::primary: return true;
  }
  return false;
}

void draw_page_footer(Frame& frame) {
  Ui& ui = frame.ui;
  FooterParts parts;
  parts.exit = parts.help = parts.language = parts.access = false;
  parts.primary = {.id = "page.close", .label = ui.say("footer.close"_t), .icon = "check", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::CloseOverlay{});
}

visit::Duration whole_seconds_left(visit::TimePoint now, visit::TimePoint until) {
  using namespace std::chrono;
  return std::max(ceil<seconds>(until - now), seconds{0});
}

std::string in_words(const Ui& ui, visit::Duration time) {
  const auto total = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  const auto minutes = total / 60, seconds = total % 60;
  auto m = widgets::flat(minutes == 1 ? ui.say("time.minute"_t)
                                      : ui.say("time.minutes"_t, {{"n", std::to_string(minutes)}}));
  auto s = widgets::flat(seconds == 1 ? ui.say("time.second"_t)
                                      : ui.say("time.seconds"_t, {{"n", std::to_string(seconds)}}));
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

// "10:30–12:30" must not break at its dash.
Words whole(const std::string& text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = text.compare(i, 3, "–") == 0;
    if (dash) kept += "\u2060–\u2060";
    if (dash) {
      i += 2;
    } else {
      kept += text[i];
    }
  }
  return widgets::plain(kept);
}

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

// At large sizes an address is wider than its place: it may break before its @ and its dots.
std::string breakable(const std::string& mail) {
  std::string text;
  for (const char c : mail) {
    if (c == '@' || c == '.') text += "\u200B";
    text += c;
  }
  return text;
}

}  // namespace

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
  const Hint hint{"contact", "person", ui.say("office.contact"_t, {{"name", contact.name}}),
                  whole(joined({&contact.phone, &mail, &contact.hours}, "\n")), false};
  stack.gap(gap);
  stack.add(hint_height(ui, hint, stack.width()), [&ui, hint](Rect box) { draw_hint(ui, hint, box); });
}

std::string office_in_a_line(const Ui& ui) {
  const auto& office = ui.premises.office;
  auto line = joined({&office.place, &office.hours, &office.phone}, " · ");
  return line.empty() ? office.name : line;
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
