// Messages to people: decided in the transaction of the act that causes them, sent by a worker.
// A code's message holds no digits and an invitation's no token: whoever sends derives them. Recipient and parameters
// stand sealed.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

enum class MessageKind {
  code,                 // the one-time code of a visit
  invitation_code,      // of an invitation; SMS like the first
  mail_code,            // of a mail change; to the new address
  invitation,           // the link to choose a password at home: a first issue
  invitation_recovery,  // the same, for credentials that exist
  invitation_reminder,
  // Confirming messages: "this was done at …; if it was not you: <link>"
  credentials_issued,
  password_changed,
  pin_changed,
  pin_removed,
  user_code_shown,
  mail_changed,  // to the phone, the old address and the new one
  credentials_frozen,
  person_locked,          // too many wrong codes for this person, at a kiosk
  person_locked_at_home,  // the same, behind an invitation's link
  pupil_guidance,         // to somebody who is on file as a pupil: where their own credentials come from
  pupil_credentials,      // user code and first password, to the school's own address for the pupil
  report_received,        // "my data is wrong" reached the office
  codes_alert,            // to the school's contact: many codes sent, few found right
};
inline constexpr std::array<MessageKind, 19> message_kinds = {MessageKind::code,
                                                              MessageKind::invitation_code,
                                                              MessageKind::mail_code,
                                                              MessageKind::invitation,
                                                              MessageKind::invitation_recovery,
                                                              MessageKind::invitation_reminder,
                                                              MessageKind::credentials_issued,
                                                              MessageKind::password_changed,
                                                              MessageKind::pin_changed,
                                                              MessageKind::pin_removed,
                                                              MessageKind::user_code_shown,
                                                              MessageKind::mail_changed,
                                                              MessageKind::credentials_frozen,
                                                              MessageKind::person_locked,
                                                              MessageKind::person_locked_at_home,
                                                              MessageKind::pupil_guidance,
                                                              MessageKind::pupil_credentials,
                                                              MessageKind::report_received,
                                                              MessageKind::codes_alert};
std::string_view name_of(MessageKind kind);  // also the key of its text in assets/messages/<lang>.toml

enum class Channel { sms, mail };
std::string_view name_of(Channel channel);

struct Message {
  std::string school_id;
  MessageKind kind = MessageKind::code;
  Channel channel = Channel::sms;
  std::string visit;    // "" when none caused it
  std::string subject;  // the invitation, mail change or freeze link whose code or link it brings; "" for none
  int issue = 0;        // with a code
  int code_key_version = 0;
  std::string language;
  secret::SecretText recipient;                   // E.164, or a mail address
  std::map<std::string, std::string> parameters;  // for the text: "at" is a time in seconds
  bool withheld = false;           // goes the whole way, so that all paths write the same; never reaches a gateway
  Time not_after{};                // its end of life
  std::optional<Time> not_before;  // of a bulk: throttled by spreading
};
void enqueue(Session& session, const Office& office, const Message& message, Time now);

// Whom families ask, at the foot of a mail; what is not known is empty.
struct SchoolContact {
  std::string name, mail, phone, hours, login_url;
};

struct Claimed {
  std::string id;
  std::string school_id;
  std::string school_name;
  SchoolContact contact;
  MessageKind kind = MessageKind::code;
  Channel channel = Channel::sms;
  std::string visit;
  std::string subject;
  int issue = 0;
  int code_key_version = 0;
  std::string language;
  secret::SecretText recipient;
  std::map<std::string, std::string> parameters;
  bool withheld = false;  // give it to no gateway: note it with message_withheld
  int attempt = 1;        // this one, counted from 1
  Time not_after{};
};
// Marks up to `most` due messages as being sent, oldest first, and returns them. Codes that were overtaken by a newer
// one, checked or whose visit ended, whatever outlived its not_after, and what does not open any more are closed
// instead. What was claimed and not noted within desk::sending_life is due again.
std::vector<Claimed> claim_messages(Session& session, const Office& office, int most, Time now);
// The six digits of a claimed code.
secret::SecretText digits_for(const Office& office, const Claimed& message);

// One gateway did not take it and the next is asked at once: only a note of the try.
void message_refused(Session& session, std::string_view id, std::string_view gateway, std::string_view reason,
                     Time now);
// What a gateway said, for the office's eyes; `receipt` is the gateway's own id, if it gave one.
void message_sent(Session& session, std::string_view id, std::string_view gateway, std::string_view receipt,
                  Time now);
// The same writes for a message that goes to no gateway.
void message_withheld(Session& session, std::string_view id, Time now);
// No gateway took it. Tried again at `again_at`; nothing, or its end of life comes first: given up, the last word
// stands in `reason` (never a phone, never a text).
void message_failed(Session& session, std::string_view id, std::string_view gateway, std::string_view reason,
                    std::optional<Time> again_at, Time now);
// Messages that were being sent when the process died: due again. A second copy of the same code harms nobody; a code
// that never comes does. Called once, before the worker starts. Returns how many.
std::int64_t requeue_interrupted(Session& session, Time now);
// When the next message is due, so that the worker can sleep.
std::optional<Time> next_due(Session& session);

}  // namespace sportello::store::acts
