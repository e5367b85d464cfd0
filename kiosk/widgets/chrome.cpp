#include "kiosk/widgets/chrome.h"

#include <algorithm>
#include <array>

namespace sportello::widgets {

namespace {

// From the third text size on there is no room for words under the icons: they grow instead.
bool icons_only(const Ui& ui) { return ui.turns_pages(); }

// What stands on every page, whichever is shown.
class EveryPage {
 public:
  explicit EveryPage(Ui& ui) : ui_(ui) { ui_.on_every_page(true); }
  ~EveryPage() { ui_.on_every_page(false); }
  EveryPage(const EveryPage&) = delete;
  EveryPage& operator=(const EveryPage&) = delete;

 private:
  Ui& ui_;
};

// Nastaliq is higher than Latin.
float header_height(const Ui& ui) {
  return std::max(ui.measure(Measure::header) + (icons_only(ui) ? 16 : 0), ui.line_height({.type = Type::body}) + 6);
}
float footer_height(const Ui& ui) { return ui.measure(Measure::footer) + (icons_only(ui) ? 32 : 0); }

constexpr float icon_button = 96;

// In a tall window the primary action has a row of its own, as wide as the window, above the footer: where hands are.
constexpr float row_gap = 18;
float primary_row(const Ui& ui) {
  return std::max(92.0F, ui.line_height({.type = Type::label, .bold = true, .line = 1.2F}) + 36);
}

}  // namespace

Rect content(const Ui& ui) {
  const float margin = ui.measure(Measure::margin);
  const Rect window = ui.window();
  const float row = ui.portrait() ? primary_row(ui) + row_gap : 0;
  return {margin, header_height(ui) + 6, window.w - 2 * margin,
          window.h - header_height(ui) - footer_height(ui) - 24 - row};
}

void header(Ui& ui, const Header& header) {
  const EveryPage everywhere(ui);
  const bool titled = !header.title.empty(), noticed = !header.notice.empty();
  const int step = titled && noticed ? std::max(header.step, 1) : header.step;
  const float margin = ui.measure(Measure::margin), middle = header_height(ui) / 2, right = ui.window().w - margin;
  const float crest = 44 * std::min(ui.grown(Type::body), 1.4F);
  ui.crest({margin, middle - crest / 2, crest, crest});

  const float bars = steps * 34 + (steps - 1) * 6;
  const float left = margin + crest + 14;
  TextStyle count = {.type = Type::body, .align = Align::end};
  const auto& premises = ui.premises;
  const TextStyle school = {.type = titled ? Type::lead : Type::body, .bold = true};
  Words name = titled ? header.title : noticed ? header.notice : plain(premises.school), said = header.words;
  Words least_said = header.short_words;
  bool with_bars = !ui.turns_pages();
  if (titled && noticed) {
    said = least_said = header.notice;
    with_bars = false;
  }
  if (ui.turns_pages()) said = least_said;
  const auto room = [&] {
    const float taken = step == 0 ? 0 : ui.measure(said, count).w + (with_bars ? bars + 18 : 0) + 24;
    return right - left - taken;
  };
  const auto narrow = [&] { return ui.measure(name, school).w > room(); };
  if (!titled && !noticed && (narrow() || ui.turns_pages()) && !premises.school_short.empty())
    name = plain(premises.school_short);
  if (narrow()) with_bars = false;
  if (narrow()) said = least_said;
  // What stands there for a moment, or beside it, is written smaller first: as small as words on buttons may be.
  const float least = ui.type(Type::caption) * 0.72F;
  for (count.size = ui.type(count.type); noticed && narrow() && count.size > least;) {
    count.size = std::max(least, count.size - 1);
  }
  TextStyle fitted = school;
  // A name too long for any of this shrinks: it is no one's only way to know where they are.
  if (narrow()) fitted.size = ui.type(school.type) * room() / ui.measure(name, school).w * 0.98F;
  const float line = ui.line_height(fitted);
  ui.text(titled    ? "title"
          : noticed ? "notice"
                    : "header.school",
          name, fitted, {left, middle - line / 2, room(), line + 1},
          titled    ? Role::title
          : noticed ? Role::banner
                    : Role::text);
  if (step == 0) return;
  const float end = with_bars ? right - bars - 18 : right, tall = ui.line_height(count);
  const float width = ui.measure(said, count).w;
  const bool told = titled && noticed;
  ui.text(told ? "notice" : "header.step", said, count, {end - width, middle - tall / 2, width, tall + 1},
          told ? Role::banner : Role::text);
  if (!with_bars) return;
  for (int i = 0; i < steps; ++i) {
    const Rect bar = {right - bars + static_cast<float>(i) * 40, middle - 4, 34, 8};
    if (i < step) {
      ui.fill(bar, Colour::mark, 4);
    } else {
      ui.boxed(bar, Colour::bg, Colour::edge, 4, 2);
    }
  }
  ui.note({"header.bars",
           std::to_string(step) + "/" + std::to_string(steps),
           Role::progress,
           {right - bars, middle - 4, bars, 8}});
}

namespace {

struct Utility {
  std::string_view id, icon;
  std::optional<Words> label;
  FooterPress press;
};

// Where there is no room for a word beside an icon, it stands above it while the focus is there.
void say_name(Ui& ui, const Words& name, Rect button) {
  const TextStyle style = {.type = Type::body, .bold = true, .align = Align::centre, .line = 1.2F};
  const Size size = ui.measure(name, style);
  const float margin = ui.measure(Measure::margin), w = size.w + 40, h = size.h + 20;
  const float x = std::clamp(button.middle_x() - w / 2, margin, std::max(margin, ui.window().w - margin - w));
  const Rect box = {x, button.y - 24 - h, w, h};
  ui.boxed(box, Colour::surface, Colour::edge, ui.measure(Measure::radius_button), 3);
  ui.paint_text(name, style, {box.x + 20, box.y + 10, size.w, size.h});
}

bool utility(Ui& ui, const Utility& utility, Rect box) {
  const bool big = icons_only(ui);
  const TextStyle style = {.type = Type::caption, .align = Align::centre, .line = 1.25F};
  const Size size = ui.measure(*utility.label, style);
  const auto pressed = ui.target({.id = utility.id,
                                  .label = flat(*utility.label),
                                  .role = Role::button,
                                  .box = box,
                                  .fits = big || size.w <= box.w});
  const float radius = ui.measure(Measure::radius_button);
  if (pressed.held) {
    ui.boxed(box, Colour::soft, Colour::mark, radius, 3);
  } else if (big && ui.contrast()) {
    ui.boxed(box, Colour::surface, Colour::edge, radius, 3);
  }
  if (big) {
    ui.icon(utility.icon, box.inset(22), Colour::ink);
  } else {
    const float icon = 28, tall = icon + 2 + size.h;
    const float top = box.middle_y() - tall / 2;
    ui.icon(utility.icon, {box.middle_x() - icon / 2, top, icon, icon}, Colour::ink);
    ui.paint_text(*utility.label, style, {box.x, top + icon + 2, box.w, size.h});
  }
  if (pressed.focused) {
    ui.focus_ring(box, radius);
    if (big) say_name(ui, *utility.label, box);
  }
  return pressed.acted;
}

}  // namespace

FooterPress footer(Ui& ui, const Footer& footer) {
  const EveryPage everywhere(ui);
  const Rect window = ui.window();
  const float height = footer_height(ui), top = window.h - height, margin = ui.measure(Measure::margin);
  ui.fill({0, top, window.w, height}, Colour::surface);
  ui.line(0, top, window.w, top, Colour::line, ui.measure(Measure::line));
  const bool big = icons_only(ui);
  const float tall = big ? icon_button : 76, y = top + (height - tall) / 2;

  const bool first = ui.page() == 0, last = ui.page() + 1 >= ui.pages();
  // Exit is in help when the words are large.
  const std::array utilities = {
      first ? Utility{"footer.back", "back", footer.back, FooterPress::back}
            : Utility{"page.less", "back", footer.less, FooterPress::less},
      Utility{"footer.exit", "exit", footer.exit, FooterPress::exit},
      Utility{"footer.help", "help", footer.help, FooterPress::help},
      Utility{"footer.language", "language", footer.language, FooterPress::language},
      Utility{"footer.access", "access", footer.access, FooterPress::access},
  };
  FooterPress press = FooterPress::none;
  float x = margin;
  for (std::size_t i = 0; i < utilities.size(); ++i) {
    const auto& one = utilities[i];
    // The places of the first two are as wide as back and exit need, present or not.
    const Words& word = i == 0 ? footer.widest_back : i == 1 ? footer.widest_exit : one.label.value_or(Words{});
    float width = big ? icon_button : ui.measure(Measure::footer_button);
    for (const auto* label : {&word, one.label ? &*one.label : &word}) {
      if (!big) width = std::max(width, ui.measure(*label, {.type = Type::caption}).w + 20);
    }
    if (one.label && utility(ui, one, {x, y, width, tall})) press = one.press;
    x += width + 12;
    if (i == 1) x = big ? margin + 2 * 108 + 36 : x + 24;
  }
  if (footer.brand && first) {
    const float mark = 48;
    ui.drawing("brand", {margin, top + (height - mark) / 2, mark, mark});
    if (!big) {
      const TextStyle style = {.type = Type::lead, .bold = true};
      const float line = ui.line_height(style);
      ui.text("footer.brand", plain("Sportello"), style, {margin + mark + 14, top + (height - line) / 2, 0, line});
    }
  }
  std::optional<Button> primary = footer.primary;
  if (!last) {
    // One filled thing on a screen: where a card is it already, the way to the next page is plain.
    const auto& entries = ui.record().entries();
    const bool filled = std::ranges::any_of(entries, &Recorded::primary);
    primary = Button{
        .id = "page.more", .label = footer.more, .icon_after = "next", .kind = filled ? Kind::plain : Kind::primary};
  }
  float end = window.w - margin;
  // The count stands beside the button; where a long one leaves no room, smaller and nearer.
  TextStyle counted = {.type = Type::body, .align = Align::end};
  float apart = 24;
  const bool count = ui.pages() > 1;
  const auto count_width = [&] { return count ? ui.measure(footer.page, counted).w + apart : 0; };
  if (primary && count && !ui.portrait() && button_width(ui, *primary) + count_width() > end - x - 12) {
    counted.type = Type::caption;
    apart = 12;
  }
  if (primary && ui.portrait()) {
    const float high = primary_row(ui);
    const Rect box = {margin, top - row_gap - high, window.w - 2 * margin, high};
    if (button(ui, *primary, box)) press = last ? FooterPress::primary : FooterPress::more;
  } else if (primary) {
    const float asked = button_width(ui, *primary);
    const float wide = std::min(asked, end - x - 12 - count_width());
    // Two lines need more than one, where the footer is high.
    const float high = std::max(button_height(ui, *primary), big && wide < asked ? 110.0F : 76.0F);
    const Rect box = {end - wide, top + (height - high) / 2, wide, high};
    if (button(ui, *primary, box)) press = last ? FooterPress::primary : FooterPress::more;
    end = box.x - apart;
  }
  if (count) {
    const Size size = ui.measure(footer.page, counted);
    if (size.w <= end - x + 12) {
      ui.text("footer.page", footer.page, counted, {end - size.w, top + (height - size.h) / 2, size.w, size.h});
    }
  }
  return press;
}

Rect overlay_sheet(Ui& ui, float width, float height) {
  const Rect window = ui.window();
  if (ui.contrast()) {
    ui.fill(window, Colour::scrim);
  } else {
    ui.squared_paper(window, 32, Colour::scrim, Colour::scrim_grid, 0);
  }
  const float w = std::min(width, window.w - 48), h = std::min(height, window.h - 48);
  const Rect sheet = {(window.w - w) / 2, (window.h - h) / 2, w, h};
  ui.boxed(sheet, Colour::surface, ui.contrast() ? Colour::line : Colour::surface,
           ui.measure(Measure::radius_overlay), 3);
  return sheet.inset(48);
}

}  // namespace sportello::widgets
