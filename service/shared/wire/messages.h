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
#include "service/shared/wire/audit_head.h"
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

// Where pupils' own credentials come from, as the school gives them out.
enum class PupilCredentials { by_letter, by_mail };
std::string_view name_of(PupilCredentials source);
std::optional<PupilCredentials> pupil_credentials_named(std::string_view name);

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
  // By the document's birth date alone, never by who is on file: somebody this young may be a pupil of the school,
  // whose own credentials come from elsewhere. Nothing: too old for it.
  std::optional<PupilCredentials> if_pupil;
};

// POST /v1/visits/{id}/code, signed, idempotent, body {} → 200 CodeState

// POST /v1/visits/{id}/code/check, signed, idempotent → 200 SealedAnswer holding Person
struct CodeCheckRequest {
  SecretText code;  // six digits
};

struct SealedAnswer {
  secret::Bytes box;
};

// What the guardian may do, and what it needs, stand in wire/credentials.h; mail, invitation, report in
// wire/contact.h.

// DELETE /v1/visits/{id}, signed → 204

// POST /v1/device/enrol, signed by the key in the body with keyid "enrol" → 201 EnrolAnswer
struct EnrolRequest {
  std::string code;  // from the enrolment sheet
  signing::PublicKey key{};
};
struct EnrolAnswer {
  std::string device;  // the keyid of every later signature
  std::string school_name;
  std::optional<signing::PublicKey> audit_key;  // that heads of the audit are signed by
};

// POST /v1/device/heartbeat, signed → 200 DeviceAnswer
struct HeartbeatRequest {
  std::optional<SignedHead> seen;  // the newest head that the kiosk keeps; left out: none yet
  std::string refused;             // why it took no newer one, such as went_back; left out: it took all
};
struct DeviceAnswer {
  std::string school_name;
  std::optional<SignedHead> head;  // the newest; left out by services that sign none
  bool agreed = true;              // the chain holds the head that the kiosk keeps
  // What guardians leave without a line is sealed to it (wire/sealed_request.h). Keep the newest: it changes now and
  // then, and the one before opens for a time. Left out by services that take none.
  std::optional<secret::SealPublicKey> sealing_key = {};
};

// POST /v1/login, signed by a login page's key → 200 LoginAnswer. Refuses: login_refused; credentials_off once user
// code, password and PIN were right.
struct LoginRequest {
  std::string user_code;
  SecretText password;
  std::optional<SecretText> pin;
};
struct LoginAnswer {
  bool change_due = false;  // let nobody in before POST /v1/login/password
  bool pin_checked = false;
};

// POST /v1/login/password, signed by a login page's key → 200 LoginAnswer. Refuses as a login does, and
// password_refused (rules).
struct PasswordChange {
  std::string user_code;
  SecretText password;  // the one that was right until now
  std::optional<SecretText> pin;
  SecretText new_password;
};

std::string to_json(const VisitRequest&);
std::string to_json(const CodeState&);
std::string to_json(const VisitAnswer&);
std::string to_json(const CodeCheckRequest&);
std::string to_json(const SealedAnswer&);
std::string to_json(const EnrolRequest&);
std::string to_json(const EnrolAnswer&);
std::string to_json(const HeartbeatRequest&);
std::string to_json(const DeviceAnswer&);
std::string to_json(const LoginRequest&);
std::string to_json(const LoginAnswer&);
std::string to_json(const PasswordChange&);

// parse<VisitRequest>(body), and so on for every message above.
template <class Message>
Parsed<Message> parse(std::string_view body);

// A body that must be {} exactly.
std::optional<FieldError> parse_empty(std::string_view body);

}  // namespace sportello::wire
