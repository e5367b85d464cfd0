// A guardian gives a mail address: it counts once a code that went there came back. Until then the old one stays.
#pragma once

#include "service/shared/wire/contact.h"
#include "service/store/acts/bearer.h"

namespace sportello::store::acts {

// One @ with something on either side, at most 254 bytes, no space, control character or what ends an address.
bool is_mail_address(std::string_view text);

struct MailAsked {
  wire::MailAnswer answer;
  secret::SealPublicKey reply_key{};
};
// POST /v1/visits/{id}/mail. The same address again: the same code while it is good. Another one: another code, and
// the sends of this visit go on counting. Refuses: as `prove`, act_refused (frozen), resend_too_soon, sends_spent.
Outcome<MailAsked> ask_mail(Session& session, const Office& office, const Bearer& bearer,
                            const secret::SecretText& mail, Time now);

struct MailTaken {
  wire::MailConfirmed answer;
  secret::SealPublicKey reply_key{};
};
// POST /v1/visits/{id}/mail/check. The phone, the old address and the new one hear of it. Refuses: as `prove`,
// code_wrong, code_expired (also where none was asked for), tries_spent, locked.
Outcome<MailTaken> check_mail(Session& session, const Office& office, const Bearer& bearer,
                              const secret::SecretText& code, Time now);

}  // namespace sportello::store::acts
