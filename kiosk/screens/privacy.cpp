// The short notice of article 13: who, why, what, for how long, which rights. Two columns, no jargon.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_privacy(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const auto& premises = ui.premises;
  const float title =
      ui.text("title", ui.say("privacy.title"_t), title_style, {area.x, area.y, area.w, 0}, Role::title);
  struct Part {
    std::string_view id;
    Words heading, text;
  };
  const std::string contact = premises.privacy_contact.empty() ? premises.office.name : premises.privacy_contact;
  const std::vector<Part> parts = {{"privacy.who", ui.say("privacy.who"_t),
                                    ui.say("privacy.who_how"_t, {{"school", premises.school}, {"contact", contact}})},
                                   {"privacy.why", ui.say("privacy.why"_t), ui.say("privacy.why_how"_t)},
                                   {"privacy.what", ui.say("privacy.what"_t), ui.say("privacy.what_how"_t)},
                                   {"privacy.camera", ui.say("privacy.camera"_t), ui.say("privacy.camera_how"_t)},
                                   {"privacy.others", ui.say("privacy.others"_t), ui.say("privacy.others_how"_t)},
                                   {"privacy.long", ui.say("privacy.long"_t), ui.say("privacy.long_how"_t)},
                                   {"privacy.rights", ui.say("privacy.rights"_t), ui.say("privacy.rights_how"_t)}};
  const bool tall = ui.portrait();
  const int columns = tall || ui.turns_pages() ? 1 : 2;
  const std::size_t first = columns == 1 ? parts.size() : 4;
  const Rect sheet = {area.x, area.y + title + 18, area.w, area.bottom() - area.y - title - 18};
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(34, 24);
  const TextStyle strong = {.type = Type::body, .bold = true, .line = 1.3F};
  const TextStyle text = {.type = ui.comfort().size == visit::TextSize::large ? Type::caption : Type::body,
                          .colour = Colour::ink2,
                          .line = 1.3F};
  for (int c = 0; c < columns; ++c) {
    const Rect box = column(in, c, columns, 48);
    Stack stack(ui, box.w);
    const std::size_t from = c == 0 ? 0 : first, to = c == 0 ? first : parts.size();
    for (std::size_t i = from; i < to; ++i) {
      if (i > from) stack.gap(18);
      stack.text(std::string(parts[i].id), parts[i].heading, strong);
      stack.text(std::string(parts[i].id) + ".more", parts[i].text, text);
    }
    stack.draw(box);
  }
  draw_page_footer(frame);
}

}  // namespace sportello::screens
