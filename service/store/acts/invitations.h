// What a guardian does with an invitation in their own browser, up to the proof: look, have the code sent, type it.
// Looking changes nothing. What comes after the proof stands in redeeming.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/shared/wire/credentials.h"
#include "service/store/acts/invitation_state.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {

enum class InvitationStep {
  gone,      // unknown, expired, used, replaced: one page for all
  office,    // the office has to help first
  digital,   // the register is entered by the national digital identity
  locked,    // too many wrong codes today
  ask,       // a code can be sent
  code,      // it was sent, to this browser's guardian
  password,  // it was right
  done,      // what was given is shown, for a while, in this browser only
};

// Whom to ask, as every page tells.
struct PageSchool {
  std::string school_name;
  Contact contact;
  std::string login_url;
};
PageSchool contact_of(Session& session, std::string_view school_id);

struct InvitationLook {
  InvitationStep step = InvitationStep::gone;
  std::optional<PageSchool> school;  // nothing: the token was nobody's
  std::string phone_hint;
  wire::CodeState code;
  int locked_for_s = 0;
  // From the proof on
  std::string given_name;
  std::vector<wire::Pupil> pupils;
  bool has_credentials = false;
  bool password_chosen = true;
  wire::PinOffer pin = wire::PinOffer::none;
  wire::PasswordPolicy policy;
  wire::Commitments commitments;
  std::optional<wire::Credentials> given;
  // As the form came, for a page that shows it again. A password is never shown again.
  bool accepted = false;
  bool wants_pin = false;
};
InvitationLook look_at_invitation(Session& session, const Office& office, const Browser& browser, Time now);

// To the phone on file; binds the code to this browser. Refuses: visit_ended (gone), act_refused (the office first),
// locked, resend_too_soon, sends_spent.
Outcome<void> send_invitation_code(Session& session, const Office& office, const Browser& browser, Time now);
// Refuses: visit_ended, act_refused, locked, code_wrong (tries_left), code_expired, tries_spent.
Outcome<void> check_invitation_code(Session& session, const Office& office, const Browser& browser,
                                    const secret::SecretText& code, Time now);

// A new one, to the address on file, in place of the guardian's newest, once it is over and was not used, for 30
// days; at most one an hour and three a day. Whoever asks learns nothing: there is no answer.
void renew_invitation(Session& session, const Office& office, const Browser& browser, Time now);

}  // namespace sportello::store::acts
