// The outbox as its worker sees it: claim, offer to a gateway, note how it went. A message stands marked with the
// gateway's name, durably, before that gateway hears of it: so after a death there is somebody to ask.
#pragma once

#include "service/store/acts/outbox.h"

namespace sportello::store::acts {

// Whom families ask, at the foot of a mail; what is not known is empty.
struct SchoolContact {
  std::string name, mail, phone, hours, login_url;
};

inline constexpr int any_attempt = 0;
// A claim as its holder knows it. What it says of a message that another has claimed since, or that was taken from it
// because it counted as dead, changes nothing.
struct Claim {
  std::string id;
  int attempt = any_attempt;  // any: whoever holds it
  std::string process = {};
};

struct Claimed {
  [[nodiscard]] Claim claim() const { return {id, attempt, process}; }
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
  std::string process;    // whose claim it is
  Time not_after{};
  std::string offered_to;  // the gateway that the claim wrote down
  // Whom it was being given when somebody died or fell silent: ask there whether it was taken. "" for nobody.
  std::string interrupted_at;
  Time offered_at{};         // since when
  bool fell_silent = false;  // it was the gateway that fell silent, no death
};

struct Claiming {
  int most = 1;
  std::optional<Channel> channel;  // nothing: both
  std::string gateway;             // who will be asked first: saves a second write
  std::chrono::seconds life = desk::sending_life;
  std::string process;  // whose claim it is, so that others tell it from a dead one's
};
// Marks due messages as being sent, oldest first, and returns them. Codes that were overtaken by a newer one, checked
// or whose visit ended, links that were used or replaced, whatever outlived its not_after, and what does not open any
// more are closed instead. What was claimed and not noted within its `life` is due again.
std::vector<Claimed> claim_messages(Session& session, const Office& office, const Claiming& wish, Time now);
inline std::vector<Claimed> claim_messages(Session& session, const Office& office, int most, Time now) {
  return claim_messages(session, office, Claiming{most, {}, {}}, now);
}
// The six digits of a claimed code; empty for other kinds.
secret::SecretText digits_for(const Office& office, const Claimed& message);

// Before a gateway is given it. False: it was closed meanwhile (a receipt came) or is another's: give it to nobody.
bool message_offered(Session& session, const Claim& claim, std::string_view gateway, Time now,
                     std::chrono::seconds life = desk::sending_life);
// One gateway did not take it and the next is asked at once: only a note of the try.
void message_refused(Session& session, std::string_view id, std::string_view gateway, std::string_view reason,
                     Time now);
// The gateway fell silent and may have taken it: stays marked with its name, is asked about again at `ask_at`.
void message_unsure(Session& session, const Claim& claim, std::string_view gateway, std::string_view reason,
                    Time ask_at, Time now);
// The gateway says that it never had it: queued again, if anybody still waits for it.
void message_not_taken(Session& session, const Claim& claim, std::string_view gateway, Time now);
// Whoever says it, and whoever holds it by now: it left. `receipt` is the gateway's own id, if it gave one.
void message_sent(Session& session, std::string_view id, std::string_view gateway, std::string_view receipt,
                  Time now);
// The same writes for a message that goes to no gateway.
void message_withheld(Session& session, std::string_view id, Time now);
// No gateway took it. Tried again at `again_at`; nothing, or its end of life comes first: given up, the last word
// stands in `reason` (never a phone, never a text). `bounced`: the recipient was refused for good.
struct Failed {
  std::string gateway, reason;
  std::optional<Time> again_at;
  bool bounced = false;
};
void message_failed(Session& session, const Claim& claim, const Failed& failed, Time now);
// The gateway may have taken it, and can never tell: sent again at `again_at`, but in all `most` times at most.
void message_unanswered(Session& session, const Claim& claim, const Failed& failed, int most, Time now);
// Messages that a process, or nobody who is known, was sending when it died: due again, those that a gateway was
// being given a moment later, when whatever was on its way has arrived. Returns how many.
std::int64_t requeue_interrupted(Session& session, std::string_view process, Time now);
// When the next message is due, so that a worker can sleep.
std::optional<Time> next_due(Session& session, std::optional<Channel> channel = std::nullopt);

}  // namespace sportello::store::acts
