// A guardian at the kiosk would rather choose the password at home: the visit's grant buys an invitation.
#pragma once

#include "service/shared/wire/contact.h"
#include "service/store/acts/bearer.h"

namespace sportello::store::acts {

struct InvitationAsked {
  wire::InvitationAnswer answer;
  secret::SealPublicKey reply_key{};
};
// POST /v1/visits/{id}/invitation. Refuses: as `prove`, mail_missing, act_refused (the office or the digital identity
// comes first), sends_spent (three a visit, five a person and day).
Outcome<InvitationAsked> ask_invitation(Session& session, const Office& office, const Bearer& bearer, Time now);

}  // namespace sportello::store::acts
