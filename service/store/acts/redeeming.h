// The end of an invitation: once the code was right in this browser, the guardian gets credentials or a new password.
// Two steps, as at the kiosk (credentials.h), whose rules and rows these are.
#pragma once

#include <string>

#include "service/store/acts/browser.h"
#include "service/store/acts/credentials.h"

namespace sportello::store::acts {

// What the page's form says.
struct Redeeming {
  std::string commitments_version;
  bool with_pin = false;  // where the PIN is optional
};
struct RedeemingPlan {
  CredentialsPlan credentials;
  Wish wish;
};
// Refuses: visit_ended (gone, or done already), grant_invalid (the code comes first), and as plan_for does.
Outcome<RedeemingPlan> plan_redeeming(Session& session, const Office& office, const Browser& browser,
                                      const Redeeming& form, Time now);
// Spends the invitation; keeps what is to be shown, sealed to the browser. Refuses as the plan does, and as set_for.
Outcome<void> redeem_invitation(Session& session, const Office& office, const Browser& browser,
                                const NewCredentials& made, Time now);

}  // namespace sportello::store::acts
