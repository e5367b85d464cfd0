// Messages to people: decided in the transaction of the act that causes them, sent by a worker.
// A code's message holds no digits and an invitation's no token: whoever sends derives them. Recipient and parameters
// stand sealed.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

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
  come_back,              // a request left at a kiosk without a line arrived, and no address is on file
};
inline constexpr std::array<MessageKind, 20> message_kinds = {MessageKind::code,
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
                                                              MessageKind::codes_alert,
                                                              MessageKind::come_back};
std::string_view name_of(MessageKind kind);  // also the key of its text in assets/messages/<lang>.toml

enum class Channel { sms, mail };
std::string_view name_of(Channel channel);

struct Message {
  std::string school_id;
  MessageKind kind = MessageKind::code;
  Channel channel = Channel::sms;
  std::string visit;    // "" when none caused it
  std::string subject;  // the invitation, mail change or freeze link whose code or link it brings, the account of a
                        // pupil; "" for none
  int issue = 0;        // with a code
  int code_key_version = 0;
  std::string language;
  secret::SecretText recipient;                   // E.164, or a mail address
  std::map<std::string, std::string> parameters;  // for the text: "at" is a time in seconds
  bool withheld = false;           // goes the whole way, so that all paths write the same; never reaches a gateway
  Time not_after{};                // its end of life
  std::optional<Time> not_before;  // of a bulk: throttled by spreading
};
// What happens to it from here on: sending.h.
void enqueue(Session& session, const Office& office, const Message& message, Time now);

}  // namespace sportello::store::acts
