// An invitation is made: one row, one mail. What the guardian does with it stands in invitations.h.
#pragma once

#include <optional>
#include <string>

#include "service/store/acts/outbox.h"
#include "service/store/acts/people.h"

namespace sportello::store::acts {

enum class InvitationPurpose { first_issue, recovery };
std::string_view name_of(InvitationPurpose purpose);

struct Invite {
  std::string batch;   // of `invite`, or ""
  std::string device;  // of the kiosk that was asked, or ""
  std::string visit;   // or ""
  std::string language;
  std::optional<Time> not_before;  // of its mail: a bulk is spread
};
struct Invited {
  std::string id;
  InvitationPurpose purpose = InvitationPurpose::first_issue;
  std::chrono::hours life{72};
};
// What is open for this guardian and opens nothing any more, but for one: "" for all. Writes the event if there was
// any.
struct Cancelling {
  std::string_view except;
  std::string device, visit;  // where it is done, or ""
};
void cancel_invitations(Session& session, const Office& office, const Guardian& guardian,
                        const Cancelling& cancelling, Time now);

// To the address on file; earlier ones of this guardian are cancelled. The life counts from not_before. Refuses:
// mail_missing; act_refused for a grown-up pupil. Whether the guardian may have credentials at all is judged when the
// link is used, too.
Outcome<Invited> invite(Session& session, const Office& office, const Guardian& guardian, const Invite& wish,
                        Time now);

}  // namespace sportello::store::acts
