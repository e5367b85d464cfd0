// What a guardian may do with their credentials, and what comes of it. JSON as in wire/messages.h.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/wire/messages.h"

namespace sportello::wire {

enum class Act {
  issue,              // the first set, or, where the register replaces, a new one
  reset_password,     // the old one is lost
  change_password,    // the old one is known and proves itself
  recover_user_code,  // shows it; changes nothing
  renew_pin,          // also makes the first one where the guardian went without
  remove_pin,         // where it is optional
};
inline constexpr std::array<Act, 6> acts = {
    Act::issue, Act::reset_password, Act::change_password, Act::recover_user_code, Act::renew_pin, Act::remove_pin};
std::string_view name_of(Act act);
std::optional<Act> act_named(std::string_view name);

// How the register is entered on this day: by what is issued here, by the national digital identity, by either.
enum class Access { credentials, digital_identity, both };
std::string_view name_of(Access access);
std::optional<Access> access_named(std::string_view name);

// Why less is offered than could be: the office has to act first.
enum class OfficeFirst {
  second_set,  // the family has a set: a second one needs a written request
  frozen,      // somebody said "it was not me"
};
std::string_view name_of(OfficeFirst reason);
std::optional<OfficeFirst> office_first_named(std::string_view name);

enum class PinOffer { none, optional, always };  // with an issue
std::string_view name_of(PinOffer offer);
std::optional<PinOffer> pin_offer_named(std::string_view name);

struct Pupil {
  std::string given_name;
  std::string class_name;  // as the school writes it: "2ª B, media"
  bool operator==(const Pupil&) const = default;
};

struct PasswordPolicy {
  int min_length = 8;
  int max_length = 128;  // characters; at least 64 by design
  bool lower = false, upper = false, digit = false, symbol = false;
  bool operator==(const PasswordPolicy&) const = default;
};

// The composition rules `password` does not meet, in the order of PasswordRule. Both ends ask this one function;
// `common` and `personal` are the service's to find.
std::vector<PasswordRule> unmet_rules(const PasswordPolicy& policy, std::string_view password);

struct Commitments {
  std::string version;             // what is accepted is stored with it
  std::vector<std::string> items;  // keys of texts: "absences", "safekeeping", "child", "progress"
  bool operator==(const Commitments&) const = default;
};

// Who holds the card, once the code has proved it.
struct Person {
  SecretText grant;
  std::string given_name;
  std::vector<Pupil> pupils;
  bool has_credentials = false;
  bool has_pin = false;
  std::vector<Act> acts;  // what may be done now, likeliest first
  std::optional<OfficeFirst> office_first;
  Access access = Access::credentials;
  std::string login_url;        // of the register; may be empty
  bool password_chosen = true;  // false: the register makes it, a request brings none
  PinOffer pin = PinOffer::none;
  bool pin_at_login = false;  // whoever has a PIN enters with it; else it only signs
  std::string mail_hint;      // "a…@example.org": the mail on file, masked; empty: none
  PasswordPolicy policy;
  Commitments commitments;
};

// POST /v1/visits/{id}/credentials, signed, idempotent, grant → 200 SealedAnswer holding Credentials.
// Refuses: act_refused, commitments_outdated, password_refused (rules), current_password_wrong (tries_left), locked.
struct CredentialsRequest {
  Act action = Act::issue;
  std::optional<SecretText> password;  // with issue and reset_password where it is chosen, and change_password
  std::string commitments_version;     // with issue and reset_password
  std::optional<SecretText> current_password;  // with change_password
  bool with_pin = true;                        // with issue, where the PIN is optional
};

struct Credentials {
  SecretText user_code;
  std::optional<SecretText> pin;       // only when this act made a new one
  std::string confirmation_hint;       // last two digits of the phone the confirming message went to; may be empty
  std::optional<SecretText> password;  // only where the register makes it
  bool change_due = false;             // the first login asks for another password
};

std::string to_json(const Person&);
std::string to_json(const CredentialsRequest&);
std::string to_json(const Credentials&);

}  // namespace sportello::wire
