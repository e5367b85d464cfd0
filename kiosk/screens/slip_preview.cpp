#include "kiosk/screens/slip_preview.h"

#include <algorithm>

#include "kiosk/printing/slip.h"
#include "kiosk/visit/match.h"
#include "kiosk/widgets/qr_code.h"

namespace sportello::screens {

namespace {

using printing::Look;

// Covered, however long it is: it comes out on paper, not here.
constexpr std::string_view covered = "•••••";

constexpr float label_gap = 2, line_gap = 6, rule_gap = 12, square = 76;

printing::Slip slip_of(const Ui& ui, const visit::Printing& state) {
  printing::Slip slip;
  slip.language = ui.comfort().language;
  slip.act = state.result.act;
  slip.school = ui.premises.school;
  slip.user_code = state.result.user_code;
  if (state.with_pin) slip.pin = state.result.pin;
  slip.login_url = state.result.login_url;
  slip.office = ui.premises.office;
  slip.contact = ui.premises.contact;
  return slip;
}

TextStyle style_of(Look look) {
  TextStyle style = {.type = Type::caption, .line = 1.3F};
  switch (look) {
    case Look::school: style.bold = true; break;
    case Look::title: style = {.type = Type::lead, .bold = true, .line = 1.25F}; break;
    case Look::label:
    case Look::small: style.colour = Colour::ink2; break;
    case Look::strong: style.bold = true; break;
    case Look::sentence: break;
  }
  return style;
}

// The blocks under each other; lines that only name whom to ask stand in one.
class Paper {
 public:
  Paper(Ui& ui, const visit::Printing& state, float width) : ui_(ui), stack_(ui, width) {
    const auto slip = slip_of(ui, state);
    const auto blocks = printing::blocks_of(
        slip, [&ui](TextKey key, widgets::Arguments arguments) { return ui.say(key, arguments); });
    hidden_ = slip.user_code.empty() ? 1 : 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const bool names_hidden = i + 1 < blocks.size() && std::holds_alternative<printing::Hidden>(blocks[i + 1]);
      std::visit(visit::Match{[&](const printing::Line& line) { add(line, names_hidden); },
                              [&](const printing::Hidden& hidden) { add(hidden); },
                              [&](const printing::Square& code) { add(code); },
                              [&](const printing::Rule&) { rule(); }},
                 blocks[i]);
    }
    flush();
  }
  void draw(Rect box) { stack_.draw(box, Align::centre); }

 private:
  void add(const printing::Line& line, bool names_hidden) {
    if (line.look == Look::small) {
      helpers_ += (helpers_.empty() ? "" : "\u00A0· ") + widgets::flat(line.words);
      return;
    }
    flush();
    if (!first_) stack_.gap(line_gap);
    std::string id = "slip.line." + std::to_string(++lines_);
    if (line.look == Look::school) id = "slip.school";
    if (names_hidden) {
      id = hidden_id() + ".label";
      --lines_;
    }
    stack_.text(id, line.words, style_of(line.look));
    first_ = false;
  }

  void add(const printing::Hidden& hidden) {
    const bool is_code = hidden_ == 0;
    TextStyle style = {.type = Type::lead, .bold = true, .slashed_zero = true, .line = 1.2F, .tracking = 0.05F};
    const visit::SecretText shown = is_code ? hidden.text : visit::SecretText{covered};
    const float wide = ui_.secret_width(shown.reveal(), style);
    if (wide > stack_.width()) style.size = ui_.type(Type::lead) * stack_.width() / wide * 0.98F;
    const float high = ui_.line_height({.type = Type::lead, .line = 1.2F});
    stack_.add(high, [this, id = hidden_id(), shown, style](Rect box) { ui_.secret(id, shown, style, box); });
    ++hidden_;
  }

  // So small only its look: what it says is said beside it.
  void add(const printing::Square& code) {
    if (ui_.turns_pages()) return;
    const auto modules = widgets::qr_modules(code.address);
    if (modules.side == 0) return;
    stack_.gap(line_gap);
    stack_.add(square, [this, modules](Rect box) {
      ui_.squares(modules.side, modules.dark, {box.x, box.y, square, square});
    });
  }

  void rule() {
    flush();
    stack_.gap(rule_gap);
    stack_.add(1, [this](Rect box) { ui_.line(box.x, box.y, box.right(), box.y, Colour::line, 1); });
    stack_.gap(rule_gap - line_gap);
  }

  // School's own words, and Italian in every language.
  void flush() {
    if (helpers_.empty()) return;
    stack_.gap(label_gap);
    stack_.text("slip.helper." + std::to_string(++groups_), widgets::plain(std::exchange(helpers_, {})),
                style_of(Look::small));
  }

  [[nodiscard]] std::string hidden_id() const { return hidden_ == 0 ? "slip.user_code" : "slip.pin"; }

  Ui& ui_;
  Stack stack_;
  std::string helpers_;
  int lines_ = 0, hidden_ = 0, groups_ = 0;
  bool first_ = true;
};

}  // namespace

void draw_slip_preview(Ui& ui, const visit::Printing& state, Rect sheet) {
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(30, 18);
  Paper(ui, state, in.w).draw(in);
}

}  // namespace sportello::screens
