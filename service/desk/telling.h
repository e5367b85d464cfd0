// What a register product is told of credentials, and how much of it: a profile's [connector]. Reads no file.
// A clear password is not among the choices.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <string_view>

namespace sportello::desk {

// What happened to an account. Each event tells the account as it stands afterwards, so a register may apply the
// newest of an account alone.
enum class RegisterEvent {
  credentials_issued,  // for the first time, or a new set in the old one's place
  password_changed,    // by the guardian, at the kiosk, at home or at the login page
  pin_changed,
  pin_removed,
  credentials_frozen,  // "it was not me"
  credentials_unfrozen,
  credentials_blocked,  // by the office, or their school has them no more: disabled, or a pupil who left
  credentials_unblocked,
  credentials_closed,  // the account is going: nobody enters with it any more
};
inline constexpr std::array<RegisterEvent, 9> register_events = {
    RegisterEvent::credentials_issued,  RegisterEvent::password_changed,      RegisterEvent::pin_changed,
    RegisterEvent::pin_removed,         RegisterEvent::credentials_frozen,    RegisterEvent::credentials_unfrozen,
    RegisterEvent::credentials_blocked, RegisterEvent::credentials_unblocked, RegisterEvent::credentials_closed,
};
std::string_view name_of(RegisterEvent event);
std::optional<RegisterEvent> register_event_named(std::string_view name);

// What leaves beside the account's id, which is random.
enum class RegisterField { user_code, names, state, change_due };
std::optional<RegisterField> register_field_named(std::string_view name);

// How long a register that does not answer is asked again; then the office decides. Over a long weekend nobody looks.
inline constexpr std::chrono::seconds register_patience = std::chrono::hours{24 * 7};

struct TellingRule {
  std::set<RegisterEvent> events;
  std::set<RegisterField> fields;
  // A register that cannot ask us at its login page must hold passwords itself: then they leave sealed to its key.
  bool sealed_password = false;
  bool sealed_pin = false;

  bool operator==(const TellingRule&) const = default;
  [[nodiscard]] bool seals() const { return sealed_password || sealed_pin; }
};

}  // namespace sportello::desk
