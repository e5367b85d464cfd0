// Draws the screen of a visit and says what the guardian did. State in, event out: no device, no network, no clock.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/visit/events.h"
#include "kiosk/visit/next.h"
#include "kiosk/visit/states.h"
#include "kiosk/widgets/ui.h"

namespace sportello::screens {

// Call once a frame, after ui.begin(). At most one event: the control that was pressed, or Touched for a press
// that meant none.
std::optional<visit::Event> draw(const visit::Visit& visit, visit::TimePoint now, widgets::Ui& ui);

// A key of a real keyboard. Characters go through character_event.
enum class NamedKey { enter, escape, backspace, remove };

// What a key means on this screen: Enter is the primary action when it is awake, Escape is Back (or closes an
// overlay), Backspace erases. Nothing when it means nothing here.
std::optional<visit::Event> key_event(const visit::Visit& visit, visit::TimePoint now, NamedKey key);
// One UTF-8 character. It may belong to a password: it is only looked at, and handed on as a secret.
std::optional<visit::Event> character_event(const visit::Visit& visit, std::string_view character);

}  // namespace sportello::screens
