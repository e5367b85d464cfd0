// The guardian's language has no voice: to hear another, or to go on and read.
#include <array>

#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_no_voice(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  Stack stack(ui, area.w);
  add_opening(stack, ui, "access", ui.say("comfort.no_voice_title"_t), ui.say("speech.no_voice"_t), "voice.lead");
  stack.gap(30);
  struct Other {
    visit::Language language;
    std::string_view id, name;
  };
  // In their own names, as on the screen of languages: so they are said, too.
  static constexpr std::array<Other, 2> others = {
      {{visit::Language::it, "language.it", "Italiano"}, {visit::Language::en, "language.en", "English"}}};
  const float tall = std::max(104.0F, widgets::button_height(ui, {.label = widgets::plain("English")}));
  stack.add(tall, [&](Rect box) {
    for (std::size_t i = 0; i < others.size(); ++i) {
      const auto& other = others.at(i);
      TextStyle style = {.type = Type::lead};
      style.language = other.language;
      if (widgets::choice(ui, {.id = other.id, .label = widgets::plain(std::string{other.name}), .style = style},
                          column(box, static_cast<int>(i), 2, 18))) {
        frame.emit(visit::ChooseLanguage{other.language});
      }
    }
  });
  stack.draw(area, ui.portrait() ? Align::end : Align::centre);
  FooterParts parts;
  parts.back = parts.exit = parts.help = parts.language = parts.access = false;
  parts.primary = {.id = "voice.read", .label = ui.say("comfort.read_on"_t), .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::SetSpeech{false});
}

}  // namespace sportello::screens
