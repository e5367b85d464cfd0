// How the service reaches a guardian: a mail address, an invitation, a mistake told to the office. JSON as in
// wire/messages.h. All calls are signed, idempotent and bring the visit's grant.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/wire/messages.h"

namespace sportello::wire {

inline constexpr std::size_t longest_mail = 254;  // RFC 5321, 4.5.3.1.3, without its brackets

// POST /v1/visits/{id}/mail → 200 SealedAnswer holding MailAnswer: a code goes to the address. Again with the same
// address: the code again. Refuses: bad_request (no address), resend_too_soon, sends_spent.
struct MailRequest {
  SecretText mail;
};
struct MailAnswer {
  std::string mail_hint;  // masked, as in Person
  CodeState code;
};
// POST /v1/visits/{id}/mail/check, body CodeCheckRequest → 200 SealedAnswer holding MailConfirmed. Refuses as a
// visit's code check does.
struct MailConfirmed {
  std::string mail_hint;
};

// POST /v1/visits/{id}/invitation, body {} → 200 SealedAnswer holding InvitationAnswer. Refuses: mail_missing,
// act_refused, sends_spent.
struct InvitationAnswer {
  std::string mail_hint;
  int hours = 72;  // how long the link lives
};

// POST /v1/visits/{id}/report → 200 ReportAnswer
enum class WrongData { name, phone, mail, pupil, class_name, other };
inline constexpr std::array<WrongData, 6> wrong_data = {WrongData::name,  WrongData::phone,      WrongData::mail,
                                                        WrongData::pupil, WrongData::class_name, WrongData::other};
std::string_view name_of(WrongData what);
std::optional<WrongData> wrong_data_named(std::string_view name);
inline constexpr std::size_t longest_note = 500;  // bytes

struct ReportRequest {
  std::vector<WrongData> what;  // one at least
  SecretText note;              // may be empty
};
struct ReportAnswer {
  std::string reference;  // to read out to the office
};

std::string to_json(const MailRequest&);
std::string to_json(const MailAnswer&);
std::string to_json(const MailConfirmed&);
std::string to_json(const InvitationAnswer&);
std::string to_json(const ReportRequest&);
std::string to_json(const ReportAnswer&);

}  // namespace sportello::wire
