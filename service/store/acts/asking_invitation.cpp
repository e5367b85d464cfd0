// Counts, then invites.
#include "service/store/acts/asking_invitation.h"

#include "service/store/acts/inviting.h"
#include "service/store/acts/standing.h"

namespace sportello::store::acts {
namespace {

// The day as everywhere: UTC's.
Outcome<void> within_bounds(Session& session, const Proved& proved, Time now) {
  const auto today = Time{desk::day * (now.time_since_epoch() / desk::day)};
  const auto row = session.first(
      "SELECT COUNT(*), SUM(CASE WHEN visit_id = $1 THEN 1 ELSE 0 END) FROM invitation "
      "WHERE guardian_id = $2 AND created_at >= $3 AND device_id <> ''",
      proved.visit.id, proved.guardian.id, today);
  const auto of_day = row->integer(0);
  const auto of_visit = row->is_null(1) ? 0 : row->integer(1);
  if (of_visit < desk::invitations_per_visit && of_day < desk::invitations_per_person_day) return {};
  wire::Problem problem{wire::Code::sends_spent, "this person's invitations of today are used up", {}, {}, {}};
  problem.retry_after_s = static_cast<int>((today + desk::day - now).count());
  return std::unexpected(std::move(problem));
}

}  // namespace

Outcome<InvitationAsked> ask_invitation(Session& session, const Office& office, const Bearer& bearer, Time now) {
  const auto proved = prove(session, office, bearer, now);
  if (!proved) return std::unexpected(proved.error());
  const auto& guardian = proved->guardian;
  const auto standing = standing_of(session, office, guardian, now);
  if (standing.acts.empty()) return refused(wire::Code::act_refused, "this is not among what may be done now");
  if (!guardian.mail) return refused(wire::Code::mail_missing, "associate an address first");
  if (const auto within = within_bounds(session, *proved, now); !within) return std::unexpected(within.error());
  const auto invited = invite(session, office, guardian,
                              {"", bearer.device.id, proved->visit.id, proved->visit.language, std::nullopt}, now);
  if (!invited) return std::unexpected(invited.error());
  return InvitationAsked{{hint_of_mail(*guardian.mail), static_cast<int>(invited->life.count())},
                         proved->visit.reply_key};
}

}  // namespace sportello::store::acts
