// Who you are, told by first names only, and what you may need, told as people tell it: six cards at most, the
// likeliest first and filled, a person to ask always among them.
#include <algorithm>
#include <numeric>

#include "kiosk/screens/children.h"
#include "kiosk/screens/common.h"
#include "kiosk/visit/match.h"
#include "kiosk/visit/offers.h"

namespace sportello::screens {

namespace {

constexpr std::size_t most_cards = 6;  // more are a list to read, not a choice
constexpr float gap = 18;

struct Card {
  std::string id;
  std::string_view icon;
  Words title, line;
};

Card card_of(const Ui& ui, const visit::Proved& proved, wire::Act act) {
  const auto& person = *proved.person;
  const auto card = [&](std::string_view icon, TextKey title, TextKey line) {
    return Card{"act." + std::string(wire::name_of(act)), icon, ui.say(title), ui.say(line)};
  };
  switch (act) {
    case wire::Act::issue:
      if (person.has_credentials) return card("card", "choose.again"_t, "choose.again_line"_t);
      return card("card", "choose.issue"_t, "choose.issue_line"_t);
    case wire::Act::reset_password: return card("key", "choose.reset_password"_t, "choose.reset_password_line"_t);
    case wire::Act::change_password:
      return card("again", "choose.change_password"_t, "choose.change_password_line"_t);
    case wire::Act::recover_user_code:
      return card("person", "choose.recover_user_code"_t, "choose.recover_user_code_line"_t);
    case wire::Act::renew_pin:
      if (!person.has_pin) return card("lock", "choose.first_pin"_t, "choose.first_pin_line"_t);
      return card("lock", "choose.renew_pin"_t, "choose.renew_pin_line"_t);
    case wire::Act::remove_pin: return card("unlock", "choose.remove_pin"_t, "choose.remove_pin_line"_t);
  }
  return card("card", "choose.issue"_t, "choose.issue_line"_t);
}

Card card_of(const Ui& ui, const visit::Proved& proved, visit::Wish wish) {
  switch (wish) {
    case visit::Wish::mail:
      if (!proved.mail_hint.empty()) {
        return {"wish.mail", "mail", ui.say("choose.change_mail"_t),
                ui.say("choose.change_mail_line"_t, {{"mail", breakable(proved.mail_hint)}})};
      }
      return {"wish.mail", "mail", ui.say("choose.mail"_t), ui.say("choose.mail_line"_t)};
    case visit::Wish::invitation:
      return {"wish.invitation", "home", ui.say("choose.invitation"_t), ui.say("choose.invitation_line"_t)};
    case visit::Wish::on_file:
      return {"wish.on_file", "list", ui.say("choose.on_file"_t), ui.say("choose.on_file_line"_t)};
    case visit::Wish::identity:
      return {"wish.identity", "identity", ui.say("choose.identity"_t), ui.say("choose.identity_line"_t)};
    case visit::Wish::call: break;
  }
  return {"wish.call", "desk", ui.say("choose.call"_t), ui.say("choose.call_line"_t)};
}

visit::Event event_of(const visit::Offer& offer) {
  return std::visit(visit::Match{[](wire::Act act) -> visit::Event { return visit::ChooseAct{act}; },
                                 [](visit::Wish wish) -> visit::Event { return visit::ChooseWish{wish}; }},
                    offer);
}

// A card and what it means.
struct Way {
  Card card;
  visit::Event event;
  bool likeliest = false;
  [[nodiscard]] widgets::ActionCard shown() const { return {card.id, card.icon, card.title, card.line, likeliest}; }
};

std::vector<Way> ways_of(const Ui& ui, const visit::Proved& proved) {
  std::vector<Way> ways;
  for (const auto& offer : visit::offers(proved)) {
    auto card = std::visit([&](auto what) { return card_of(ui, proved, what); }, offer);
    // Alone, the office is not what a guardian came for.
    ways.push_back({std::move(card), event_of(offer), ways.empty() && offer != visit::Offer{visit::Wish::call}});
  }
  return ways;
}

struct Grid {
  int columns = 3, rows = 2;
  float least = 0;  // height of a card
  [[nodiscard]] std::size_t holds() const {
    return std::min(most_cards, static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  }
};

Grid grid_of(Ui& ui, const std::vector<Way>& ways, Rect room) {
  const bool wide = ui.comfort().size != visit::TextSize::normal;  // larger words need wider cards
  Grid grid;
  grid.columns = ui.portrait() && wide ? 1 : ui.portrait() || wide ? 2 : 3;
  const float width = (room.w - gap * static_cast<float>(grid.columns - 1)) / static_cast<float>(grid.columns);
  for (const auto& way : ways) {
    grid.least = std::max(grid.least, widgets::action_card_height(ui, way.shown(), width));
  }
  grid.rows = std::clamp(static_cast<int>((room.h + gap) / (grid.least + gap)), 1, 6 / grid.columns);
  return grid;
}

// The cards of this page; the office stands on each.
struct Page {
  std::vector<Way> ways;
  int number = 0, of = 1;
};

Page page_of(std::vector<Way> all, std::size_t holds, int wanted) {
  if (all.size() <= holds) return {std::move(all)};
  const auto each = std::max<std::size_t>(holds, 2) - 1, others = all.size() - 1;
  Page page;
  page.of = static_cast<int>((others + each - 1) / each);
  page.number = std::clamp(wanted, 0, page.of - 1);
  const auto from = static_cast<std::size_t>(page.number) * each, to = std::min(from + each, others);
  for (auto i = from; i < to; ++i) page.ways.push_back(std::move(all[i]));
  page.ways.push_back(std::move(all.back()));
  return page;
}

void draw_office(Ui& ui, Rect sheet) {
  Rect in = sheet.inset(30, 22);
  Stack office(ui, in.w);
  office.text("choose.else", ui.say("choose.else_title"_t), {.type = Type::lead, .bold = true, .line = 1.3F});
  office.gap(18);
  add_office(office, ui, 18);
  if (office.least_height() > in.h) in = sheet.inset(30, 8);
  if (office.least_height() > in.h) {  // a low place has room for one sentence only
    widgets::banner(
        ui,
        {.id = "choose.office", .icon = "desk", .words = ui.say("choose.else"_t, {{"where", office_in_a_line(ui)}})},
        sheet);
    return;
  }
  widgets::panel(ui, sheet);
  office.draw(in, Align::centre);
}

// All alike, on every page: where one has no room for its words below its icon, none has.
bool any_beside(Ui& ui, const std::vector<Way>& all, float wide, float tall) {
  return std::ranges::any_of(
      all, [&](const Way& way) { return widgets::action_card_height(ui, way.shown(), wide, false) > tall + 1; });
}

void draw_cards(Frame& frame, const std::vector<Way>& ways, const std::vector<Way>& all, Rect box, int columns,
                float tall) {
  const bool beside = any_beside(frame.ui, all, cell(box, 0, columns, gap, tall).w, tall);
  int index = 0;
  for (const auto& way : ways) {
    auto card = way.shown();
    card.beside = beside;
    if (widgets::action_card(frame.ui, card, cell(box, index++, columns, gap, tall))) frame.emit(way.event);
  }
}

std::optional<widgets::Banner> office_first(const Ui& ui, const wire::Person& person) {
  if (!person.office_first) return std::nullopt;
  switch (*person.office_first) {
    case wire::OfficeFirst::second_set:
      return widgets::Banner{"choose.second_set", Tone::warn, "desk", ui.say("choose.second_set"_t)};
    case wire::OfficeFirst::frozen:
      return widgets::Banner{"choose.frozen", Tone::warn, "lock", ui.say("choose.frozen"_t)};
  }
  return std::nullopt;
}

// One card under the other, on as many pages as they need. In a tall window as many on each, high enough to fill it,
// below the same title.
void draw_on_pages(Frame& frame, Stack& stack, const Words& title, const std::vector<Way>& ways, Rect area) {
  Ui& ui = frame.ui;
  const bool tall = ui.portrait();
  std::vector<float> heights;
  for (const auto& way : ways) heights.push_back(widgets::action_card_height(ui, way.shown(), area.w));
  std::size_t each = ways.size();
  if (tall) {
    const float room = area.h - stack.height(), near = ui.measure(Measure::touch_gap);
    const auto gaps = [&](float one) { return one * static_cast<float>(each - 1); };
    const auto holds = [&] {
      for (std::size_t from = 0; from < heights.size(); from += each) {
        const auto to = std::min(from + each, heights.size());
        if (std::accumulate(heights.begin() + static_cast<std::ptrdiff_t>(from),
                            heights.begin() + static_cast<std::ptrdiff_t>(to), gaps(near)) > room) {
          return false;
        }
      }
      return true;
    };
    for (std::size_t pages = 2; each > 1 && !holds(); ++pages) each = (heights.size() + pages - 1) / pages;
    // All alike, where the page lets them.
    const float share = (room - gaps(gap)) / static_cast<float>(each);
    const float high = std::min(share, 170 * ui.grown(Type::body));
    if (high >= *std::ranges::max_element(heights)) std::ranges::fill(heights, high);
  }
  for (std::size_t i = 0; i < ways.size(); ++i) {
    if (i > 0 && i % each == 0) {
      stack.turn();
      stack.text("title", title, title_style, Role::title);
    }
    if (i > 0) stack.gap(gap);
    const auto& way = ways[i];
    stack.add(heights[i], [&frame, &ui, way](Rect box) {
      auto card = way.shown();
      card.beside = true;
      if (widgets::action_card(ui, card, box)) frame.emit(way.event);
    });
  }
  stack.draw(area, tall ? Align::end : Align::start);
}

}  // namespace

void draw_choose(Frame& frame, const visit::Choose& state) {
  Ui& ui = frame.ui;
  const auto& person = *state.proved.person;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  Stack stack(ui, area.w);
  const Words title = ui.say("choose.title"_t, {{"name", person.given_name}});
  stack.text("title", title, title_style, Role::title);
  stack.gap(person.office_first ? 12 : 18);
  const Words before = ui.say("choose.register_of"_t);
  auto pupils = person.pupils;
  // With large words a big family is told by names alone: the ways need the room.
  if (ui.comfort().size != visit::TextSize::normal && pupils.size() > 2) {
    for (auto& pupil : pupils) pupil.class_name.clear();
  }
  if (const float tall = children_height(ui, pupils, before, area.w); tall > 0) {
    stack.add(tall, [&](Rect box) { draw_children(ui, pupils, before, box); });
    stack.gap(person.office_first ? 16 : 22);
  }
  if (const auto first = office_first(ui, person)) {
    stack.add(widgets::banner_height(ui, *first, area.w),
              [&ui, first](Rect box) { widgets::banner(ui, *first, box); });
    stack.gap(18);
  }
  const auto ways = ways_of(ui, state.proved);
  const bool tall = ui.portrait();
  if (ways.size() == 1) {
    stack.text("choose.nothing", ui.say("choose.nothing"_t), lead_style);
    stack.gap(24);
  }
  const float top = std::min(stack.height(), area.h);
  const Rect room = {area.x, area.y + top, area.w, area.h - top};
  const float tallest = 330 * ui.grown(Type::body);
  Grid grid = grid_of(ui, ways, room);
  if (ways.size() == 4 && grid.columns == 3) grid.columns = 2;  // two and two, not three and one
  const bool large = ui.comfort().size != visit::TextSize::normal;
  if (ui.turns_pages() || ((tall || large) && ways.size() > grid.holds())) {
    draw_on_pages(frame, stack, title, ways, area);
    draw_footer(frame, {.back = false});
    return;
  }
  const auto draw_head = [&](float bottom) { stack.draw({area.x, bottom - top, area.w, top}); };
  const auto page = page_of(ways, grid.holds(), frame.visit.page);
  const auto count = static_cast<int>(page.ways.size());
  if (count < grid.columns && !tall) {
    // Beside few cards stands where the office is: whom else to ask is then in sight.
    const float height = std::min(room.h, tallest);
    const float share = (room.w - gap * static_cast<float>(grid.columns - 1)) / static_cast<float>(grid.columns);
    const float cards = share * static_cast<float>(count) + gap * static_cast<float>(count - 1);
    draw_head(room.y);
    draw_cards(frame, page.ways, ways, {room.x, room.y, cards, height}, count, height);
    draw_office(ui, {room.x + cards + gap, room.y, room.w - cards - gap, height});
  } else {
    // A page of several has room for as many cards as the first: they keep their places.
    const int rows = page.of > 1 ? grid.rows : (count + grid.columns - 1) / grid.columns;
    const auto gaps = gap * static_cast<float>(rows - 1);
    const widgets::Banner office = {
        .id = "choose.office", .icon = "desk", .words = ui.say("choose.else"_t, {{"where", office_in_a_line(ui)}})};
    const float banner = widgets::banner_height(ui, office, room.w);
    float left = room.h;
    // The office's line stands below when it takes nothing from the cards.
    const bool with_office = left - banner - 24 >= static_cast<float>(rows) * tallest * 0.75F + gaps;
    if (with_office) left -= banner + 24;
    const float each = std::min(tallest, (left - gaps) / static_cast<float>(rows));
    const float high = each * static_cast<float>(rows) + gaps;
    // In a tall window, cards stand where hands are, the title with them.
    const float y = tall ? room.bottom() - high - (with_office ? banner + 24 : 0) : room.y;
    draw_head(y);
    draw_cards(frame, page.ways, ways, {room.x, y, room.w, high}, grid.columns, each);
    if (with_office) widgets::banner(ui, office, {room.x, y + high + 24, room.w, banner});
  }
  draw_footer(frame, {.back = false});
  if (page.of > 1) draw_page_turns(frame, page.number, page.of);
}

}  // namespace sportello::screens
