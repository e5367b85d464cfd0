// What the guardian takes home: the user code, large enough to copy or photograph; the PIN and a password that the
// register made, covered. A password they chose is never shown again.
#include <algorithm>
#include <functional>

#include "kiosk/screens/common.h"
#include "kiosk/screens/result_next.h"

namespace sportello::screens {

namespace {

TextKey title_of(wire::Act act) {
  switch (act) {
    case wire::Act::issue: return "result.issue"_t;
    case wire::Act::reset_password: return "result.reset_password"_t;
    case wire::Act::change_password: return "result.change_password"_t;
    case wire::Act::recover_user_code: return "result.recover_user_code"_t;
    case wire::Act::renew_pin: return "result.renew_pin"_t;
    case wire::Act::remove_pin: return "result.remove_pin"_t;
  }
  return "result.issue"_t;
}

bool chose_password(const visit::Result& state) {
  if (state.password) return false;
  switch (state.act) {
    case wire::Act::issue:
    case wire::Act::reset_password:
    case wire::Act::change_password: return true;
    case wire::Act::recover_user_code:
    case wire::Act::renew_pin:
    case wire::Act::remove_pin: return false;
  }
  return false;
}

// Dots, however long the secret is.
constexpr std::string_view covered = "•••••";

// As large as it fits: a user code must not break.
TextStyle code_style(Ui& ui, std::string_view code, float width) {
  TextStyle style = {.type = Type::code, .bold = true, .slashed_zero = true, .line = 1.1F, .tracking = 0.06F};
  const float wide = ui.secret_width(code, style);
  if (wide > width) style.size = ui.type(Type::code) * width / wide * 0.99F;
  return style;
}

// A label, five dots or the secret, and the button that shows it for a while.
struct Covered {
  std::string id;
  Words label;
  const visit::SecretText& secret;
  bool shown = false;
  std::string_view button;
  Words show, hide;
};

struct Room {
  float wide = 0, tall = 0, size = 0;  // of the button; of the whole; of the letters
};
Room room_of(Ui& ui, const Covered& part, float width) {
  Room room;
  for (const auto& label : {part.show, part.hide}) {
    room.wide = std::max(room.wide, widgets::button_width(ui, {.label = label, .icon = "eye"}));
  }
  room.size = 44 * ui.grown(Type::body);
  const float left = width - room.wide - 24;
  const TextStyle style = {.bold = true, .slashed_zero = true, .tracking = 0.12F, .size = room.size};
  if (const float wide = ui.secret_width(part.secret.reveal(), style); wide > left) room.size *= left / wide * 0.98F;
  const float label = ui.measure(part.label, quiet_style, left).h;
  room.tall = std::max(label + 44 * ui.grown(Type::body) * 1.1F, 64.0F);
  return room;
}

bool draw_covered(Ui& ui, const Covered& part, const Room& room, Rect box) {
  const float left = box.w - room.wide - 24;
  const float label = ui.measure(part.label, quiet_style, left).h;
  ui.text(part.id + ".label", part.label, quiet_style, {box.x, box.y, left, label});
  const float tracking = part.shown ? 0.12F : 0.24F;
  const TextStyle style = {.bold = true, .slashed_zero = true, .tracking = tracking, .size = room.size};
  ui.secret(part.id, part.shown ? part.secret : visit::SecretText{covered}, style,
            {box.x, box.y + label, left, 44 * ui.grown(Type::body) * 1.1F});
  const widgets::Button show = {.id = part.button, .label = part.shown ? part.hide : part.show, .icon = "eye"};
  const float high = widgets::button_height(ui, show);
  return widgets::button(ui, show, {box.right() - room.wide, box.middle_y() - high / 2, room.wide, high});
}

// A secret with its words, or a sentence about one: what must stay together.
struct Part {
  float height = 0;
  std::function<void(Rect)> draw;
};

// The parts under each other, a line between two of them; as many on a page as there is room for.
class Sheet {
 public:
  Sheet(Frame& frame, const visit::Result& state, float width, float height)
      : frame_(frame), state_(state), width_(width - 2 * pad_across) {
    build(height);
    // Three secrets in large words leave less to the first, which is still the largest.
    if (!state.password || !state.pin || frame.ui.turns_pages() || frame.ui.portrait() || least() <= height) return;
    crowded_ = true;
    build(height);
    if (least() <= height) return;
    crowded_ = false;  // they need two pages anyway: none of them gives
    build(height);
  }

  // Whether the user code is as large as its width lets it be, and all stands on one page of this height.
  [[nodiscard]] bool fits(float height) const { return !shrunk_ && least() <= height; }
  // With the lines between as near as they may come.
  [[nodiscard]] float least() const {
    float sum = 2 * down() + least_between * static_cast<float>(parts_.size() - 1);
    for (const auto& part : parts_) sum += part.height;
    return sum;
  }

  void draw(Rect sheet) {
    Ui& ui = frame_.ui;
    widgets::panel(ui, sheet);
    const Rect in = sheet.inset(pad_across, down());
    const auto lines = static_cast<float>(parts_.size() - 1);
    const float spare = sheet.h - least() + least_between * lines;
    const float between = lines > 0 ? std::clamp(spare / lines, 20.0F, 130 * ui.grown(Type::body)) : 0;
    std::optional<float> above;  // where the part before ends, on this page
    Stack stack(ui, in.w);
    for (const auto& part : parts_) {
      if (&part != &parts_.front()) stack.gap(between);
      stack.add(part.height, [&](Rect box) {
        if (above) {
          const float y = (*above + box.y) / 2;
          ui.line(box.x, y, box.right(), y, Colour::line, 1);
        }
        part.draw(box);
        above = box.bottom();
      });
    }
    stack.draw(in, Align::centre);
  }

 private:
  using Said = std::vector<std::pair<std::string, Words>>;
  static constexpr float least_between = 10, pad_across = 30;
  void build(float height) {
    parts_.clear();
    shrunk_ = false;
    const bool for_pin = state_.act == wire::Act::renew_pin;  // what one came for stands first
    if (for_pin) add_pin();
    const std::size_t code = parts_.size();
    parts_.emplace_back();
    if (!for_pin) add_pin();
    add_password();
    add_slip();
    parts_[code] = user_code(height - least());
  }
  [[nodiscard]] float down() const {
    if (crowded_) return 10;
    return frame_.ui.comfort().size != visit::TextSize::normal && !frame_.ui.portrait() ? 14 : 24;
  }

  // `room`: what the others leave to it.
  [[nodiscard]] Part user_code(float room) {
    Ui& ui = frame_.ui;
    TextStyle code = code_style(ui, state_.user_code.reveal(), width_);
    if (code.size <= 0) code.size = ui.type(Type::code);
    const Words label = ui.say("result.user_code"_t);
    const float label_h = ui.measure(label, quiet_style, width_).h, line = crowded_ ? 1.04F : 1.15F;
    if (const float most = (room - label_h) / line; crowded_ && most < code.size) {
      code.size = std::max(64.0F, most);
      shrunk_ = true;
    }
    return {label_h + code.size * line, [this, code, label, label_h](Rect box) {
              frame_.ui.text("result.user_code.label", label, quiet_style, {box.x, box.y, box.w, label_h});
              frame_.ui.secret("result.user_code", state_.user_code, code,
                               {box.x, box.y + label_h, box.w, box.h - label_h});
            }};
  }

  [[nodiscard]] TextStyle small_style() const {
    TextStyle style = body_style;
    if (crowded_) style.type = Type::caption;
    if (frame_.ui.turns_pages()) style.line = 1.2F;
    return style;
  }
  [[nodiscard]] float height_of(const Said& said, const TextStyle& style) const {
    float height = 0;
    for (const auto& [id, words] : said) height += frame_.ui.measure(words, style, width_).h;
    return height;
  }
  void draw_said(const Said& said, const TextStyle& style, Rect box) const {
    for (const auto& [id, words] : said) {
      box.y += frame_.ui.text(id, words, style, {box.x, box.y, box.w, 0});
    }
  }

  void add_covered(const Covered& covered, const visit::Event& means, const Said& below) {
    const Room room = room_of(frame_.ui, covered, width_);
    const TextStyle small = small_style();
    const float height = room.tall + (below.empty() ? 0 : 8 + height_of(below, small));
    parts_.push_back({height, [this, covered, room, small, means, below](Rect box) {
                        const Rect upper = {box.x, box.y, box.w, room.tall};
                        if (draw_covered(frame_.ui, covered, room, upper) && !frame_.event) frame_.event = means;
                        draw_said(below, small, {box.x, upper.bottom() + 8, box.w, 0});
                      }});
  }

  void add_pin() {
    if (!state_.pin) return;
    const Ui& ui = frame_.ui;
    add_covered(
        {"result.pin", ui.say("result.pin"_t), *state_.pin, state_.pin_hides && frame_.now < *state_.pin_hides,
         "result.show_pin", ui.say("result.show_pin"_t), ui.say("result.hide_pin"_t)},
        visit::ShowPin{}, {});
  }

  void add_password() {
    const Ui& ui = frame_.ui;
    Said due;
    if (state_.change_due) due.push_back({"result.change_due", ui.say("result.change_due"_t)});
    if (state_.password) {
      const bool brief = crowded_ || ui.turns_pages();  // the button beside the secret
      Said below = {{"result.made", ui.say("result.made"_t)}};
      if (!ui.turns_pages()) below.insert(below.end(), due.begin(), due.end());
      add_covered({"result.password", ui.say("result.password"_t), *state_.password,
                   state_.password_hides && frame_.now < *state_.password_hides, "result.show_password",
                   ui.say(brief ? "password.show"_t : "result.show_password"_t),
                   ui.say(brief ? "password.hide"_t : "result.hide_password"_t)},
                  visit::ShowMade{}, below);
      if (!ui.turns_pages()) return;
    } else if (chose_password(state_)) {
      const Words label = ui.say("result.password"_t);
      const float label_h = frame_.ui.measure(label, quiet_style, width_).h;
      Said chosen = {{"result.password", ui.say("result.chosen"_t)}};
      chosen.insert(chosen.end(), due.begin(), due.end());
      parts_.push_back({label_h + height_of(chosen, body_style), [this, label, label_h, chosen](Rect box) {
                          frame_.ui.text("result.password.label", label, quiet_style, {box.x, box.y, box.w, label_h});
                          draw_said(chosen, body_style, {box.x, box.y + label_h, box.w, 0});
                        }});
      return;
    }
    if (due.empty()) return;
    parts_.push_back({height_of(due, small_style()), [this, due](Rect box) { draw_said(due, small_style(), box); }});
  }

  // The other way to take it home, where there is one.
  void add_slip() {
    if (!frame_.visit.equipment.printer) return;
    Ui& ui = frame_.ui;
    const widgets::Button print = {.id = "result.slip", .label = ui.say("printing.print"_t), .icon = "print"};
    const float high = widgets::button_height(ui, print);
    const float wide = std::min(width_, widgets::button_width(ui, print) + 24);
    parts_.push_back({high, [this, print, wide](Rect box) {
                        if (widgets::button(frame_.ui, print, {box.x, box.y, wide, box.h})) {
                          frame_.emit(visit::OpenSlip{});
                        }
                      }});
  }

  Frame& frame_;
  const visit::Result& state_;
  float width_;
  bool crowded_ = false, shrunk_ = false;
  std::vector<Part> parts_;
};

// Where the confirmations went: under each other, or, where that is too high, in one.
class Confirmed {
 public:
  Confirmed(Ui& ui, const visit::Result& state, float width, float room) : ui_(ui), width_(width) {
    if (!state.confirmation_hint.empty()) {
      said_.push_back({"result.confirmed", Tone::ok, "phone",
                       ui.say("result.confirmed"_t, {{"digits", state.confirmation_hint}})});
    }
    if (state.mail_hint.empty()) return;
    const Words mail = widgets::plain(breakable(state.mail_hint));
    said_.push_back({"result.confirmed.mail", Tone::ok, "mail",
                     ui.say("result.confirmed_mail"_t, {{"mail", breakable(state.mail_hint)}})});
    if (said_.size() < 2 || height() <= room) return;
    said_.pop_back();
    // On a line of its own; in the same where that is lower and needed. An address keeps its own direction.
    const std::string alone = "\u2068" + widgets::flat(mail) + "\u2069";
    const Words first = said_.back().words;
    said_.back().words.push_back({"\n" + alone});
    const float high = height();
    if (high <= room) return;
    const Words lines = std::exchange(said_.back().words, first);
    said_.back().words.push_back({" · " + alone});
    if (height() >= high) said_.back().words = lines;
  }
  [[nodiscard]] float height() const {
    float sum = said_.empty() ? 0 : 6;
    for (const auto& one : said_) sum += widgets::banner_height(ui_, one, width_) + gap;
    return sum;
  }
  void draw(Rect box, Align align) const {
    float y = align == Align::end ? box.bottom() - height() + 6 + gap : box.y;
    for (const auto& one : said_) {
      const float high = widgets::banner_height(ui_, one, box.w);
      widgets::banner(ui_, one, {box.x, y, box.w, high});
      y += high + gap;
    }
  }

 private:
  static constexpr float gap = 10;
  Ui& ui_;
  float width_;
  std::vector<widgets::Banner> said_;
};

// The secrets in one sheet; the steps in another, above the confirmations.
void draw_columns(Frame& frame, const visit::Result& state, Sheet& secrets, Rect sheet, Rect side) {
  secrets.draw(sheet);
  const Confirmed confirmed(frame.ui, state, side.w, side.h - next_steps_height(frame.ui, state, side.w));
  draw_next_steps(frame.ui, state, {side.x, side.y, side.w, side.h - confirmed.height()});
  confirmed.draw(side, Align::end);
}

// On pages after one another, as wide as the window. The confirmations stand below the steps, or after them.
void draw_apart(Frame& frame, const visit::Result& state, Rect first, Rect area) {
  Ui& ui = frame.ui;
  Sheet(frame, state, first.w, first.h).draw(first);
  const Rect later = Ui::on_later_page(area);
  const float steps = next_steps_height(ui, state, later.w);
  const Confirmed confirmed(ui, state, later.w, later.h - steps);
  const bool together = steps + confirmed.height() <= later.h;
  draw_next_steps(ui, state, {later.x, later.y, later.w, later.h - (together ? confirmed.height() : 0)});
  if (together) {
    confirmed.draw(later, Align::end);
  } else {
    const Rect last = Ui::on_later_page(later);
    static_cast<void>(ui.page_of(last, 1));
    Confirmed(ui, state, last.w, last.h).draw(last, Align::start);
  }
}

}  // namespace

void draw_result(Frame& frame, const visit::Result& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const float disc = 52 * ui.grown(Type::title);
  const Words title = ui.say(title_of(state.act), {{"name", state.given_name}});
  const float room = area.w - disc - 18, title_h = ui.measure(title, title_style, room).h;
  const float top = std::max(disc, title_h);
  widgets::tick(ui, true, {area.x, area.y + (top - disc) / 2, disc, disc});
  ui.text("title", title, title_style, {area.x + disc + 18, area.y + (top - title_h) / 2, room, title_h},
          Role::title);

  const bool tall = ui.portrait();
  const Rect rest = {area.x, area.y + top + 20, area.w, area.bottom() - area.y - top - 20};
  const float side_w =
      tall ? rest.w : std::max(430.0F, rest.w * (ui.comfort().size == visit::TextSize::normal ? 0.39F : 0.42F));
  const float next_h = next_steps_height(ui, state, side_w);
  const float columns_w = tall ? rest.w : rest.w - side_w - 24;
  if (tall) {
    Sheet secrets(frame, state, columns_w, rest.h);
    const Confirmed confirmed(ui, state, side_w, 0);
    const float both = secrets.least() + 24 + next_h + confirmed.height();
    if (!ui.turns_pages() || both <= rest.h) {  // the upper half, or what the words need
      const float upper = ui.turns_pages() ? secrets.least() + (rest.h - both) / 2 : rest.h * 0.5F;
      draw_columns(frame, state, secrets, {rest.x, rest.y, rest.w, upper},
                   {rest.x, rest.y + upper + 24, rest.w, rest.h - upper - 24});
    } else {
      draw_apart(frame, state, rest, area);
    }
  } else if (ui.turns_pages()) {
    draw_apart(frame, state, rest, area);
  } else {
    // Beside each other; else the confirmations below both; else on pages after one another.
    Sheet secrets(frame, state, columns_w, rest.h);
    const Confirmed beside(ui, state, side_w, rest.h - next_h), below(ui, state, rest.w, 0);
    const float left = rest.h - below.height();
    const bool fits = secrets.fits(rest.h) && next_h + beside.height() <= rest.h;
    const Rect side = {rest.right() - side_w, rest.y, side_w, fits ? rest.h : left};
    if (fits) {
      draw_columns(frame, state, secrets, {rest.x, rest.y, columns_w, rest.h}, side);
    } else if (secrets.fits(left) && next_h <= left) {
      secrets.draw({rest.x, rest.y, columns_w, left});
      draw_next_steps(ui, state, side);
      below.draw(rest, Align::end);
    } else {
      draw_apart(frame, state, rest, area);
    }
  }

  FooterParts parts;
  parts.back = parts.exit = false;
  parts.primary = {.id = "result.end", .label = ui.say("result.end"_t), .icon = "check", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::EndNow{});
}

}  // namespace sportello::screens
