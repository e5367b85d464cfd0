// Counts, then words.
#include "service/store/acts/wrong_codes.h"

#include <algorithm>

#include "service/store/acts/audit.h"
#include "service/store/acts/counting.h"

namespace sportello::store::acts {
namespace {

// The phone on file hears of a lock, once, with time and place; the mail address too.
void tell_of_lock(Session& session, const Office& office, const WrongCode& wrong, Time now) {
  Message message;
  message.school_id = wrong.school_id;
  message.kind = wrong.device.empty() ? MessageKind::person_locked_at_home : MessageKind::person_locked;
  message.visit = wrong.visit;
  message.language = wrong.language;
  message.parameters["at"] = std::to_string(now.time_since_epoch().count());
  message.not_after = now + desk::notice_life;
  const bool has_phone = wrong.guardian && wrong.guardian->phone;  // an import may have taken it away meanwhile
  message.withheld = !wrong.tell || !has_phone;
  message.recipient = message.withheld ? secret::SecretText{nobodys_phone} : *wrong.guardian->phone;
  enqueue(session, office, message, now);
  const bool has_mail = wrong.guardian && wrong.guardian->mail;
  message.channel = Channel::mail;
  message.withheld = !wrong.tell || !has_mail;
  message.recipient = message.withheld ? secret::SecretText{nobodys_mail} : *wrong.guardian->mail;
  enqueue(session, office, message, now);
  append(session, office, {wrong.school_id, EventName::person_locked, wrong.device, wrong.visit, ""}, now);
}

}  // namespace

wire::Problem locked_problem(Time until, Time now) {
  wire::Problem problem{wire::Code::locked, "", {}, {}, {}};
  problem.retry_after_s = static_cast<int>((until - now).count());
  return problem;
}

wire::Problem wrong_code(Session& session, const Office& office, const WrongCode& wrong, Time now) {
  append(session, office, {wrong.school_id, EventName::code_wrong, wrong.device, wrong.visit, ""}, now);
  if (const auto until = count_failure(session, wrong.school_id, wrong.document_index, now)) {
    tell_of_lock(session, office, wrong, now);
    return locked_problem(*until, now);
  }
  wire::Problem problem{wire::Code::code_wrong, "", {}, {}, {}};
  problem.tries_left = std::max(0, desk::tries_per_code - wrong.tries_spent);
  return problem;
}

}  // namespace sportello::store::acts
