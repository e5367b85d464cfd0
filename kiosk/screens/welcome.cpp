// The screen that waits: what this is, what to bring, in which language; or, when the school has closed it, when it
// opens and what can be done meanwhile.
#include <algorithm>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

struct Chips {
  struct One {
    std::string id;
    std::string_view icon;
    Words words;
  };
  std::vector<One> all;

  // Calls with each chip's box, broken into rows; returns the height.
  template <class Do>
  float place(Ui& ui, Rect box, Do&& with) const {
    const float height = 52 * ui.grown(Type::body);
    float x = box.x, y = box.y;
    for (const auto& one : all) {
      const float width = widgets::chip_width(ui, one.icon, one.words);
      if (x > box.x && x + width > box.right() + 1) {
        x = box.x;
        y += height + 12;
      }
      with(one, Rect{x, y, width, height});
      x += width + 12;
    }
    return y + height - box.y;
  }
};

void add_links(Frame& frame, Stack& stack) {
  Ui& ui = frame.ui;
  const widgets::Button link = {
      .id = "welcome.privacy", .label = ui.say("welcome.privacy"_t), .kind = Kind::link, .type = Type::body};
  stack.add(std::max(64.0F, widgets::button_height(ui, link)), [link, &frame, &ui](Rect box) {
    const float wide = widgets::button_width(ui, link);
    if (widgets::button(ui, link, {box.x - 12, box.y, wide, box.h})) {
      frame.emit(visit::OpenOverlay{visit::OverlayKind::privacy});
    }
    const auto& phone = ui.premises.office.phone;
    if (phone.empty() || !frame.visit.opening.open) return;  // closed, the office's line says it
    const Words call = ui.say("welcome.call"_t, {{"phone", phone}});
    const auto size = ui.measure(call, quiet_style);
    const float x = box.x + wide + 18;
    if (x + size.w > box.right()) return;
    ui.text("welcome.call", call, quiet_style, {x, box.middle_y() - size.h / 2, 0, size.h});
  });
}

// How much there is room for: what to bring goes first, which the picture shows too; then the title's size.
enum class Extent { all, fewer, fewest };

void add_words(Frame& frame, Stack& stack, float gap, Extent extent) {
  Ui& ui = frame.ui;
  TextStyle hero = title_style;
  if (extent != Extent::fewest) hero.type = Type::hero;
  hero.line = 1.08F;
  stack.text("title", ui.say("welcome.title"_t), hero, Role::title);
  stack.gap(gap);
  stack.text("pitch", ui.say("welcome.pitch"_t), lead_style);
  stack.gap(gap);
  if (extent == Extent::all) {
    const Chips chips = {{{"need.card", "card", ui.say("welcome.need_card"_t)},
                          {"need.phone", "phone", ui.say("welcome.need_phone"_t)},
                          {"need.time", "clock", ui.say("welcome.need_time"_t)}}};
    const float height = chips.place(ui, {0, 0, stack.width(), 0}, [](const auto&, Rect) {});
    stack.add(height, [chips, &ui](Rect box) {
      chips.place(ui, box,
                  [&](const auto& one, Rect place) { widgets::chip(ui, one.id, one.icon, one.words, place); });
    });
    stack.gap(gap / 2);
  }
  add_links(frame, stack);
}

// As much as stands on one page, the needed first.
void add_large_words(Frame& frame, Stack& stack, float height) {
  Ui& ui = frame.ui;
  TextStyle title = title_style, lead = lead_style;
  title.type = Type::hero;
  const Words name = ui.say("welcome.title"_t), pitch = ui.say("welcome.pitch"_t);
  const float gap = 24, links = std::max(64.0F, ui.line_height(body_style) + 30);
  const auto room = [&] {
    return height - ui.measure(name, title, stack.width()).h - ui.measure(pitch, lead, stack.width()).h - links -
           2 * gap;
  };
  if (room() < 0) title.type = Type::title;
  if (room() < 0) lead.type = Type::body;
  stack.text("title", name, title, Role::title);
  stack.gap(gap);
  stack.text("pitch", pitch, lead);
  stack.gap(gap);
  add_links(frame, stack);
}

TextKey day_named(int weekday) {
  switch (weekday) {
    case 1: return "hours.monday"_t;
    case 2: return "hours.tuesday"_t;
    case 3: return "hours.wednesday"_t;
    case 4: return "hours.thursday"_t;
    case 5: return "hours.friday"_t;
    case 6: return "hours.saturday"_t;
    default: return "hours.sunday"_t;  // an int, not an enum of ours
  }
}

Words opens(const Frame& frame) {
  const Ui& ui = frame.ui;
  const auto& next = frame.visit.opening.next;
  if (!next) return ui.say("hours.never"_t);
  const auto minutes = std::to_string(next->minute % 60);
  const auto time = std::to_string(next->minute / 60) + ":" + (minutes.size() < 2 ? "0" : "") + minutes;
  if (next->days == 0) return ui.say("hours.opens_today"_t, {{"time", time}});
  if (next->days == 1) return ui.say("hours.opens_tomorrow"_t, {{"time", time}});
  auto day = widgets::flat(ui.say(day_named(next->weekday)));
  if (next->days > 6) {  // the same name comes twice: the date tells which
    const std::chrono::year_month_day date{std::chrono::sys_days{frame.visit.today} + std::chrono::days{next->days}};
    day += " " + std::to_string(static_cast<unsigned>(date.day())) + "/" +
           std::to_string(static_cast<unsigned>(date.month()));
  }
  return ui.say("hours.opens_day"_t, {{"day", day}, {"time", time}});
}

void add_closed(Frame& frame, Stack& stack, float gap) {
  Ui& ui = frame.ui;
  TextStyle hero = title_style;
  hero.type = Type::hero;
  hero.line = 1.08F;
  stack.text("title", ui.say("hours.closed"_t), hero, Role::title);
  stack.gap(gap);
  stack.text("hours.opens", opens(frame), {.type = Type::title, .line = 1.3F});
  if (ui.portrait() && ui.turns_pages()) return;  // the reason needs the room, and nothing is asked of anyone
  stack.gap(gap);
  add_links(frame, stack);
}

constexpr float meanwhile_across = 34, meanwhile_down = 26;

void add_meanwhile(Ui& ui, Stack& stack) {
  stack.text("hours.meanwhile", ui.say("hours.meanwhile"_t), {.type = Type::lead, .bold = true, .line = 1.3F});
  stack.gap(24);
  std::vector<Hint> hints = {{"hours.link", "phone", ui.say("hours.meanwhile_link"_t), {}}};
  if (const auto where = office_in_a_line(ui); !where.empty()) {
    hints.push_back({"hours.office", "desk", ui.say("hours.meanwhile_office"_t, {{"where", where}}), {}});
  }
  hints.push_back({"hours.prepare", "card", ui.say("hours.prepare"_t), {}});
  for (const auto& hint : hints) {
    const float mark = 56 * ui.grown(Type::body), room = stack.width() - mark - 18;
    const float words = ui.measure(hint.title, body_style, room).h;
    stack.add(std::max(mark, words), [&ui, hint, mark, room, words](Rect box) {
      widgets::icon_tile(ui, hint.icon, {box.x, box.middle_y() - mark / 2, mark, mark}, mark * 0.53F, mark / 2);
      ui.text(hint.id, hint.title, body_style, {box.x + mark + 18, box.middle_y() - words / 2, room, words});
    });
    if (&hint != &hints.back()) stack.gap(20);
  }
}

float meanwhile_height(Ui& ui, float width) {
  Stack stack(ui, width - 2 * meanwhile_across);
  add_meanwhile(ui, stack);
  return stack.height() + 2 * meanwhile_down;
}

void draw_meanwhile(Ui& ui, Rect sheet) {
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(meanwhile_across, meanwhile_down);
  Stack stack(ui, in.w);
  add_meanwhile(ui, stack);
  stack.draw(in, Align::centre);
}

void draw_paper(Ui& ui, Rect box) {
  ui.boxed(box, Colour::surface, Colour::line, ui.measure(Measure::radius_card), ui.measure(Measure::line));
  ui.squared_paper(box.inset(ui.measure(Measure::line)), 24, Colour::surface, Colour::grid,
                   ui.measure(Measure::radius_card) - 1);
}

// What a drawing says, in letters that are read from three metres.
// Never larger than the screen's own title.
void draw_question(Ui& ui, Rect box, std::string_view drawing, const Words& asked, const Words& how, bool hero) {
  draw_paper(ui, box);
  const Rect in = box.inset(34, 24);
  TextStyle large = title_style;
  large.type = Type::hero;
  large.line = 1.08F;
  large.align = Align::centre;
  TextStyle small = title_style;
  small.align = Align::centre;
  TextStyle lead = {.type = Type::head, .align = Align::centre, .line = 1.3F};
  // The drawing keeps a third of the height at least.
  const auto both = [&](const TextStyle& style) {
    return ui.measure(asked, style, in.w).h + 8 + ui.measure(how, lead, in.w).h;
  };
  const TextStyle& style = hero && both(large) <= in.h * 0.6F ? large : small;
  const float words = both(style), first = ui.measure(asked, style, in.w).h;
  ui.drawing(drawing, {in.x, in.y, in.w, in.h - words - 18});
  const float y = in.bottom() - words;
  ui.text("attract.asked", asked, style, {in.x, y, in.w, first});
  ui.text("attract.how", how, lead, {in.x, y + first + 8, in.w, words - first - 8});
}

void draw_picture(Ui& ui, int number, Rect box, bool hero) {
  if (number == 1) {
    draw_question(ui, box, "lost-password", ui.say("welcome.attract_lost"_t), ui.say("welcome.attract_lost_how"_t),
                  hero);
    return;
  }
  if (number == 2) {
    draw_question(ui, box, "at-home", ui.say("welcome.attract_home"_t), ui.say("welcome.attract_home_how"_t), hero);
    return;
  }
  draw_paper(ui, box);
  // The sleeve reaches the lower edge of the sheet.
  const float shape = 560.0F / 430.0F;
  const float width = std::min(box.w - 2, (box.h - 2) * shape), height = width / shape;
  ui.drawing("held-card", {box.middle_x() - width / 2, box.bottom() - 1 - height, width, height});
}

}  // namespace

void draw_welcome(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const bool open = frame.visit.opening.open, tall_window = ui.portrait();
  const auto* state = std::get_if<visit::Welcome>(&frame.visit.state);
  // The other pictures are words, and large ones need the sheet.
  const int number = state == nullptr || ui.turns_pages() ? 0 : state->picture;
  FooterParts parts;
  parts.back = parts.exit = false;
  parts.brand = true;
  const widgets::Button start = {
      .id = "welcome.start", .label = ui.say("welcome.start"_t), .icon_after = "next", .kind = Kind::primary};
  const float languages = language_rows_height(ui);
  const auto draw_words = [&](Rect box, float gap) {
    for (const auto extent : {Extent::all, Extent::fewer, Extent::fewest}) {
      Stack stack(ui, box.w);
      if (open) {
        add_words(frame, stack, gap, extent);
      } else {
        add_closed(frame, stack, gap);
      }
      if (open && extent != Extent::fewest && stack.height() > box.h + 1.5F * gap) continue;
      stack.draw(box, Align::centre);
      return extent != Extent::fewest;
    }
    return false;
  };
  const auto draw_sheet = [&](Rect box, bool hero) {
    if (open) {
      draw_picture(ui, number, box, hero);
    } else {
      draw_meanwhile(ui, box);
    }
  };
  if (open) parts.primary = start;
  if (tall_window) {
    const float bottom = area.bottom() - languages - 30;
    if (open && ui.turns_pages()) {  // the picture has what the words leave
      Stack stack(ui, area.w);
      add_large_words(frame, stack, bottom - area.y);
      const float paper = std::min(area.h * 0.4F, bottom - area.y - stack.height() - 30);
      const bool pictured = paper > 300;  // a lower drawing is a stamp on an empty sheet
      const float top = pictured ? area.y + paper + 30 : area.y;
      if (pictured) draw_sheet({area.x, area.y, area.w, paper}, true);
      stack.draw({area.x, top, area.w, bottom - top}, Align::centre);
    } else if (open) {
      const Rect sheet = {area.x, area.y, area.w, area.h * 0.4F};
      const bool hero = draw_words({area.x, sheet.bottom() + 30, area.w, bottom - sheet.bottom() - 30}, 26);
      draw_sheet(sheet, hero);
    } else {
      // First that it is closed and until when; below it, as much of the meanwhile as there is room for.
      Stack words(ui, area.w);
      add_closed(frame, words, 26);
      const float room = bottom - area.y - 30;
      const float sheet = std::min(meanwhile_height(ui, area.w), room - words.height());
      const float top = bottom - sheet;
      words.draw({area.x, area.y, area.w, top - 30 - area.y}, Align::centre);
      draw_meanwhile(ui, {area.x, top, area.w, sheet});
    }
    draw_language_rows(frame, {area.x, bottom + 30, area.w, languages});
  } else if (ui.turns_pages()) {
    // No picture: what it is, what happens, and the way in. The languages are behind the globe in the footer.
    Stack stack(ui, area.w);
    if (open) {
      add_large_words(frame, stack, area.h);
      stack.draw(area, Align::centre);
    } else {
      const auto [side, sheet] = two_sides(ui);
      add_closed(frame, stack, 24);
      stack.draw(side, Align::centre);
      draw_meanwhile(ui, sheet);
    }
  } else {
    const float height = area.h - languages - 20, wide = area.w * 0.4635F;
    const bool hero = draw_words({area.x, area.y, area.w - wide - 36, height}, 24);
    draw_sheet({area.right() - wide, area.y, wide, height}, hero);
    draw_language_rows(frame, {area.x, area.bottom() - languages, area.w, languages});
  }
  if (draw_footer(frame, parts)) frame.emit(visit::StartVisit{});
}

}  // namespace sportello::screens
