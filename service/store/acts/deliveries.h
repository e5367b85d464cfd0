// What gateways and mail servers tell after they took a message, and the list of it for the office. A receipt is no
// act of a person: it stands with its message, not in the audit.
#pragma once

#include <vector>

#include "service/store/acts/outbox.h"

namespace sportello::store::acts {

enum class Delivery {
  accepted,   // by the network: on its way
  delivered,  // to the phone or mailbox
  bounced,    // never will be
};
std::string_view name_of(Delivery delivery);

// Later than a last word nothing is changed. A message that was still being sent is thereby known as sent. `word` is
// a short fixed reason for the office. False: there is no such message.
bool delivery_told(Session& session, std::string_view id, Delivery delivery, std::string_view word, Time now);

// Messages that `gateway` took and has not told the end of, due to be asked about; they are due again later, ever
// rarer, up to desk::ask_delivery_for.
struct DeliveryQuestion {
  std::string id, receipt;
};
std::vector<DeliveryQuestion> claim_delivery_questions(Session& session, std::string_view gateway, int most,
                                                       Time now);

struct ListedMessage {
  std::string id;
  Time created_at{};
  std::string kind, channel, state, gateway, delivery, last_word;
  int attempts = 0;
};
// Newest first; no address, no text. `failed_only`: those that nobody took, and those that bounced.
std::vector<ListedMessage> list_messages(Session& session, std::string_view school_id, bool failed_only, int most);

}  // namespace sportello::store::acts
