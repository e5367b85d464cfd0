// Rows of the outbox, after the first word of their gateway.
#include "service/store/acts/deliveries.h"

#include <algorithm>

namespace sportello::store::acts {

std::string_view name_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::accepted: return "accepted";
    case Delivery::delivered: return "delivered";
    case Delivery::bounced: return "bounced";
  }
  return {};
}

bool delivery_told(Session& session, std::string_view id, Delivery delivery, std::string_view word, Time now) {
  if (!session.first("SELECT 1 FROM outbox WHERE id = $1", id)) return false;
  const auto changed = session.exec(
      "UPDATE outbox SET delivery = $1, delivery_at = $2, last_word = CASE WHEN $3 = '' THEN last_word ELSE $3 END "
      "WHERE id = $4 AND delivery NOT IN ('delivered', 'bounced') AND NOT (delivery = 'accepted' AND $1 = "
      "'accepted')",
      name_of(delivery), now, word, id);
  if (changed == 1) {
    session.exec(
        "UPDATE outbox SET state = 'sent', finished_at = $1, next_at = $1, recipient = $3, parameters = $3 WHERE "
        "id = $2 AND state = 'sending'",
        now, id, secret::Bytes{});
  }
  return true;
}

std::vector<DeliveryQuestion> claim_delivery_questions(Session& session, std::string_view gateway, int most,
                                                       Time now) {
  std::vector<DeliveryQuestion> questions;
  const auto rows = session.query(
      "SELECT o.id, o.finished_at, (SELECT MAX(t.receipt) FROM outbox_try t WHERE t.outbox_id = o.id AND t.gateway = "
      "$1 AND t.outcome = 'sent') FROM outbox o WHERE o.gateway = $1 AND o.state = 'sent' "
      "AND o.delivery IN ('', 'accepted') AND o.next_at <= $2 AND o.finished_at > $3 ORDER BY o.next_at LIMIT $4",
      gateway, now, now - desk::ask_delivery_for, most);
  for (const auto& row : rows) {
    // As long again as it has been on its way: a phone that is off for hours is asked about once in hours.
    const auto wait = std::max<std::chrono::seconds>(desk::ask_delivery_after, now - row.time(1));
    session.exec("UPDATE outbox SET next_at = $1 WHERE id = $2", now + wait, row.text(0));
    questions.push_back({row.text(0), row.optional_text(2).value_or("")});
  }
  return questions;
}

std::vector<ListedMessage> list_messages(Session& session, std::string_view school_id, bool failed_only, int most) {
  std::vector<ListedMessage> messages;
  for (const auto& row : session.query(
           "SELECT id, created_at, kind, channel, state, gateway, delivery, last_word, attempts FROM outbox "
           "WHERE school_id = $1 AND state <> 'withheld' AND ($2 = 0 OR state = 'failed' OR delivery = 'bounced') "
           "ORDER BY created_at DESC, id LIMIT $3",
           school_id, failed_only, most)) {
    messages.push_back({row.text(0), row.time(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
                        row.text(7), static_cast<int>(row.integer(8))});
  }
  return messages;
}

}  // namespace sportello::store::acts
