// An invitation's last row changes.
#include "service/store/acts/redeeming.h"

#include <sodium.h>

#include "service/store/acts/audit.h"
#include "service/store/acts/invitation_state.h"
#include "service/store/acts/standing.h"

namespace sportello::store::acts {
namespace {

struct Proved {
  InvitationState state;
  Guardian guardian;
};

Outcome<Proved> prove(Session& session, const Office& office, const Browser& browser, Time now) {
  auto state = load_invitation(session, browser.invitation);
  if (!state || !state->is_open(now)) return refused(wire::Code::visit_ended);
  if (!state->is_proved(browser, now)) return refused(wire::Code::grant_invalid);
  auto guardian = guardian_by_id(session, office, state->guardian_id);
  return Proved{std::move(*state), std::move(guardian)};
}

}  // namespace

Outcome<RedeemingPlan> plan_redeeming(Session& session, const Office& office, const Browser& browser,
                                      const Redeeming& form, Time now) {
  const auto proved = prove(session, office, browser, now);
  if (!proved) return std::unexpected(proved.error());
  // By how things stand now: the kiosk may have issued since the mail was sent.
  const auto standing = standing_of(session, office, proved->guardian, now);
  const auto act = standing.may(wire::Act::issue) ? wire::Act::issue : wire::Act::reset_password;
  RedeemingPlan plan{{}, {act, form.commitments_version, form.with_pin}};
  auto credentials = plan_for(session, office, proved->guardian, plan.wish, now);
  if (!credentials) return std::unexpected(credentials.error());
  plan.credentials = std::move(*credentials);
  return plan;
}

Outcome<void> redeem_invitation(Session& session, const Office& office, const Browser& browser,
                                const NewCredentials& made, Time now) {
  const auto proved = prove(session, office, browser, now);
  if (!proved) return std::unexpected(proved.error());
  const auto& [state, guardian] = *proved;
  const auto given = set_for(session, office, {guardian, "", state.id, state.language}, made, now);
  if (!given) return std::unexpected(given.error());
  auto clear = wire::to_json(*given);
  session.exec("UPDATE invitation SET redeemed_at = $1, kept = $2, kept_until = $3 WHERE id = $4", now,
               seal_to(browser, clear), now + desk::page_kept_life, state.id);
  sodium_memzero(clear.data(), clear.size());
  append(session, office,
         {state.school_id, EventName::invitation_redeemed, "", "",
          personal_json({{"guardian", guardian.id}, {"invitation", state.id}})},
         now);
  return {};
}

}  // namespace sportello::store::acts
