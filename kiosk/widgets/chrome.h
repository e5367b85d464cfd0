// The fixed places of every screen: header, footer, and what is between. Nothing in them ever moves.
#pragma once

#include <optional>

#include "kiosk/widgets/buttons.h"
#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

// Between header and footer, inside the margins.
[[nodiscard]] Rect content(const Ui& ui);

inline constexpr int steps = 5;
struct Header {
  int step = 0;       // 0: none is shown
  Words words;        // step, count and name
  Words short_words;  // where there is no room
  Words title;        // of a keyboard's screen at the larger sizes: it stands in the place of the school's name
  Words notice;       // for a moment, in the place of the school's name, or of the step where the title stands there
};
void header(Ui& ui, const Header& header);

struct Footer {
  std::optional<Words> back, exit;  // an absent one leaves its place empty
  Words widest_back, widest_exit;   // what their places hold, present or not
  bool brand = false;               // in their place, on the welcome screen
  std::optional<Words> help, language, access;
  std::optional<Button> primary;
  // Where there are several pages, by their number: on all but the last, `more` stands in the place of the primary;
  // on all but the first, `less` in that of back.
  Words more, less;
  Words page;  // "1 di 2"
};
enum class FooterPress { none, back, exit, help, language, access, primary, more, less };
FooterPress footer(Ui& ui, const Footer& footer);

// A ground for overlays, with a white sheet of this size in the middle: its inside.
Rect overlay_sheet(Ui& ui, float width, float height);

}  // namespace sportello::widgets
