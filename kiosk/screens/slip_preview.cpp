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

struct Written {
  std::string id;
  Words words;
  TextStyle style;
};

// The blocks under each other, nearer than on paper: a code beside its label, a square beside its words, and the
// lines that name whom to ask in one.
class Paper {
 public:
  Paper(Ui& ui, const visit::Printing& state, Shown shown, float width) : ui_(ui), stack_(ui, width) {
    const auto slip = slip_of(ui, state);
    hidden_ = slip.user_code.empty() ? 1 : 0;
    const auto blocks = printing::blocks_of(
        slip, [&ui](TextKey key, widgets::Arguments arguments) { return ui.say(key, arguments); });
    int rules = 0;
    for (const auto& block : blocks) {
      const bool rule = std::holds_alternative<printing::Rule>(block);
      if (rule && ++rules > 1 && shown == Shown::secrets) break;
      std::visit(visit::Match{[&](const printing::Line& line) { add(line); },
                              [&](const printing::Hidden& hidden) { add(hidden); },
                              [&](const printing::Square& code) { square_ = widgets::qr_modules(code.address); },
                              [&](const printing::Rule&) { add_rule(); }},
                 block);
    }
    finish_group();
  }
  void draw(Rect box) { stack_.draw(box, Align::start); }

 private:
  void add(const printing::Line& line) {
    if (line.look == Look::small) {
      helpers_ += (helpers_.empty() ? "" : "\u00A0· ") + widgets::flat(line.words);
      return;
    }
    finish_helpers();
    const bool school = line.look == Look::school;
    group_.push_back(
        {school ? "slip.school" : "slip.line." + std::to_string(++lines_), line.words, style_of(line.look)});
  }

  // Its label stands before it.
  void add(const printing::Hidden& hidden) {
    const bool is_code = hidden_++ == 0;
    const std::string id = is_code ? "slip.user_code" : "slip.pin";
    Written label = std::move(group_.back());
    group_.pop_back();
    --lines_;
    finish_group();
    const visit::SecretText shown = is_code ? hidden.text : visit::SecretText{covered};
    TextStyle style = {.type = Type::lead, .bold = true, .slashed_zero = true, .line = 1.2F, .tracking = 0.05F};
    const float width = stack_.width(), named = ui_.measure(label.words, label.style).w;
    const float wide = ui_.secret_width(shown.reveal(), style), high = ui_.line_height(style);
    const bool beside = named + apart + wide <= width;
    if (wide > width) style.size = ui_.type(Type::lead) * width / wide * 0.98F;
    const float above = beside ? 0 : ui_.measure(label.words, label.style, width).h;
    stack_.gap(line_gap);
    stack_.add(above + high, [this, id, label, shown, style, named, beside, above, high](Rect box) {
      const float middle = (high - ui_.line_height(label.style)) / 2;
      ui_.text(id + ".label", label.words, label.style, {box.x, box.y + (beside ? middle : 0), box.w, 0});
      const float x = beside ? named + apart : 0;
      ui_.secret(id, shown, style, {box.x + x, box.y + above, box.w - x, high});
    });
  }

  void add_rule() {
    finish_group();
    stack_.gap(rule_gap);
    stack_.add(1, [this](Rect box) { ui_.line(box.x, box.y, box.right(), box.y, Colour::line, 1); });
    stack_.gap(rule_gap - line_gap);
  }

  // The school's own words, and Italian in every language.
  void finish_helpers() {
    if (helpers_.empty()) return;
    group_.push_back({"slip.helper." + std::to_string(++groups_), widgets::plain(std::exchange(helpers_, {})),
                      style_of(Look::small)});
  }

  void finish_group() {
    finish_helpers();
    // So small only its look: what it says is said beside it.
    const auto square = std::exchange(square_, {});
    const float across = square.side > 0 ? side + apart : 0;
    for (auto& written : std::exchange(group_, {})) {
      // Whom to ask stays with what for, also where pages turn.
      if (stack_.height() > 0 && !written.id.starts_with("slip.helper.")) stack_.gap(line_gap);
      const float high = ui_.measure(written.words, written.style, stack_.width() - across).h;
      const bool first = square.side > 0 && !std::exchange(placed_, true);
      stack_.add(high, [this, written, across, square, first](Rect box) {
        ui_.text(written.id, written.words, written.style, {box.x, box.y, box.w - across, box.h});
        if (first) ui_.squares(square.side, square.dark, {box.right() - side, box.y, side, side});
      });
    }
  }

  static constexpr float line_gap = 3, rule_gap = 10, apart = 18, side = 84;
  Ui& ui_;
  Stack stack_;
  std::vector<Written> group_;
  std::string helpers_;
  widgets::QrModules square_;
  int lines_ = 0, hidden_ = 0, groups_ = 0;
  bool placed_ = false;
};

}  // namespace

void draw_slip_preview(Ui& ui, const visit::Printing& state, Shown shown, Rect sheet) {
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(30, 16);
  Paper(ui, state, shown, in.w).draw(in);
}

}  // namespace sportello::screens
