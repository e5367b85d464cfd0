// How invitations fared: how many came to what, and each by name. Reads only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// Of one batch, or of the invitations that were asked for singly (id ""). An invitation that was opened was sent too:
// the numbers from `sent` to `redeemed` are a funnel; what happened to the mail and how it ended stand beside it.
struct BatchReport {
  std::string id, classes;
  Time created_at{};
  std::int64_t invited = 0;
  std::int64_t waiting = 0;    // for its minute or for the mail server
  std::int64_t sent = 0;       // the mail server accepted it: not yet a mailbox
  std::int64_t delivered = 0;  // as far as somebody tells: a gateway, a pipe
  std::int64_t bounced = 0;    // came back, or was refused for good
  std::int64_t failed = 0;     // never left
  std::int64_t reminded = 0;
  std::int64_t opened = 0;  // asked for the code
  std::int64_t redeemed = 0;
  std::int64_t expired = 0;
  std::int64_t cancelled = 0;
  std::int64_t without_mail = 0;  // guardians of these classes who have neither an address nor credentials, today
};
std::vector<BatchReport> invitation_report(Session& session, const Office& office, std::string_view school_id,
                                           Time now);

struct InvitationLine {
  secret::SecretText surname, given_name;
  std::string batch;
  std::string state;      // waiting, accepted, delivered, bounced, failed, opened, redeemed, expired, cancelled
  std::string last_word;  // of the mail server: no address
  Time expires_at{};
};
// One line per invitation, of one batch or of all (""), in the order of the alphabet.
std::vector<InvitationLine> invitation_lines(Session& session, const Office& office, std::string_view school_id,
                                             std::string_view batch, Time now);

}  // namespace sportello::store::acts
