// What kiosk and service say to each other under /v1: plain values and their JSON.
// Times are whole seconds from now, so that two clocks need not agree. Every reader is strict (see fields.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/secret/sealed.h"
#include "service/shared/secret/secret.h"
#include "service/shared/signing/public_key.h"
#include "service/shared/wire/fields.h"
#include "service/shared/wire/problem.h"

namespace sportello::wire {

using secret::SecretText;

// Headers beside the ones RFC 9421 names. A grant travels as "Authorization: Bearer <grant>".
inline constexpr std::string_view idempotency_header = "Idempotency-Key";
inline constexpr std::size_t idempotency_key_length = 22;  // 16 random bytes as base64url

// POST /v1/visits, signed, idempotent → 201 VisitAnswer
struct VisitRequest {
  SecretText document;                // a codice fiscale, as read
  std::string language;               // of the SMS: "it", "en", …
  secret::SealPublicKey reply_key{};  // answers' secret parts are sealed to it until the visit ends
};

struct CodeState {
  int expires_in_s = 0;
  int resend_in_s = 0;  // 0: a resend is possible now
  int sends_left = 0;
  int tries_left = 0;
  bool operator==(const CodeState&) const = default;
};

struct VisitAnswer {
  std::string visit;       // id for the following addresses
  std::string reference;   // short, to read out to the office; says nothing of the person
  std::string phone_hint;  // last two digits, of the phone on file or of a decoy
  CodeState code;
};

// POST /v1/visits/{id}/code, signed, idempotent, body {} → 200 CodeState

// POST /v1/visits/{id}/code/check, signed, idempotent → 200 SealedAnswer holding Person
struct CodeCheckRequest {
  SecretText code;  // six digits
};

struct SealedAnswer {
  secret::Bytes box;
};

enum class Act { issue, reset_password };
std::string_view name_of(Act act);
std::optional<Act> act_named(std::string_view name);

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
  std::vector<Act> acts;  // what may be done now, likeliest first
  PasswordPolicy policy;
  Commitments commitments;
};

// POST /v1/visits/{id}/credentials, signed, idempotent, grant → 200 SealedAnswer holding Credentials
struct CredentialsRequest {
  Act action = Act::issue;
  SecretText password;
  std::string commitments_version;
};

struct Credentials {
  SecretText user_code;
  std::optional<SecretText> pin;  // only when this act made a new one
  std::string confirmation_hint;  // last two digits of the phone the confirming message went to; may be empty
};

// DELETE /v1/visits/{id}, signed → 204

// POST /v1/device/enrol, signed by the key in the body with keyid "enrol" → 201 EnrolAnswer
struct EnrolRequest {
  std::string code;  // from the enrolment sheet
  signing::PublicKey key{};
};
struct EnrolAnswer {
  std::string device;  // the keyid of every later signature
  std::string school_name;
};

// POST /v1/device/heartbeat, signed, body {} → 200 DeviceAnswer
struct DeviceAnswer {
  std::string school_name;
};

// POST /v1/login, signed by a login page's key → 200 LoginAnswer
struct LoginRequest {
  std::string user_code;
  SecretText password;
  std::optional<SecretText> pin;
};
struct LoginAnswer {
  bool change_due = false;
  bool pin_checked = false;
};

std::string to_json(const VisitRequest&);
std::string to_json(const CodeState&);
std::string to_json(const VisitAnswer&);
std::string to_json(const CodeCheckRequest&);
std::string to_json(const SealedAnswer&);
std::string to_json(const Person&);
std::string to_json(const CredentialsRequest&);
std::string to_json(const Credentials&);
std::string to_json(const EnrolRequest&);
std::string to_json(const EnrolAnswer&);
std::string to_json(const DeviceAnswer&);
std::string to_json(const LoginRequest&);
std::string to_json(const LoginAnswer&);

// parse<VisitRequest>(body), and so on for every message above.
template <class Message>
Parsed<Message> parse(std::string_view body);

// A body that must be {} exactly.
std::optional<FieldError> parse_empty(std::string_view body);

}  // namespace sportello::wire
