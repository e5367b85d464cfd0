// Names of events and fields, as they stand in profiles, in the store and on the wire.
#include "service/desk/telling.h"

#include <algorithm>
#include <utility>

namespace sportello::desk {

std::string_view name_of(RegisterEvent event) {
  switch (event) {
    case RegisterEvent::credentials_issued: return "credentials_issued";
    case RegisterEvent::password_changed: return "password_changed";
    case RegisterEvent::pin_changed: return "pin_changed";
    case RegisterEvent::pin_removed: return "pin_removed";
    case RegisterEvent::credentials_frozen: return "credentials_frozen";
    case RegisterEvent::credentials_unfrozen: return "credentials_unfrozen";
    case RegisterEvent::credentials_blocked: return "credentials_blocked";
    case RegisterEvent::credentials_unblocked: return "credentials_unblocked";
    case RegisterEvent::credentials_closed: return "credentials_closed";
  }
  return {};
}

std::optional<RegisterEvent> register_event_named(std::string_view name) {
  const auto* const found =
      std::ranges::find(register_events, name, [](RegisterEvent event) { return name_of(event); });
  return found == register_events.end() ? std::nullopt : std::optional{*found};
}

std::optional<RegisterField> register_field_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, RegisterField>, 4> names = {
      {{"user_code", RegisterField::user_code},
       {"names", RegisterField::names},
       {"state", RegisterField::state},
       {"change_due", RegisterField::change_due}}};
  for (const auto& [known, field] : names) {
    if (known == name) return field;
  }
  return std::nullopt;
}

}  // namespace sportello::desk
