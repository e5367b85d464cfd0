// The fixed places of every screen: header, footer, and what is between. Nothing in them ever moves.
#pragma once

#include <optional>

#include "kiosk/widgets/buttons.h"
#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

// Between header and footer, inside the margins.
[[nodiscard]] Rect content(const Ui& ui);

inline constexpr int steps = 5;
// `step` 0: none is shown. `words` says step, count and name; `short_words` stands in where there is no room.
void header(Ui& ui, int step, const Words& words, const Words& short_words);

struct Footer {
  std::optional<Words> back, exit;  // an absent one leaves its place empty
  bool brand = false;               // in their place, on the welcome screen
  std::optional<Words> help, language, access;
  std::optional<Button> primary;
};
enum class FooterPress { none, back, exit, help, language, access, primary };
FooterPress footer(Ui& ui, const Footer& footer);

// A ground for overlays, with a white sheet of this size in the middle: its inside.
Rect overlay_sheet(Ui& ui, float width, float height);

}  // namespace sportello::widgets
