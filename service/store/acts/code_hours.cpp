// Rows of code_hour.
#include "service/store/acts/code_hours.h"

#include "service/desk/divergence.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/outbox.h"

namespace sportello::store::acts {
namespace {

std::int64_t hour_of(Time now) { return now.time_since_epoch() / std::chrono::hours{1}; }

void count(Session& session, std::string_view school_id, int sent, int right, Time now) {
  session.exec(
      "INSERT INTO code_hour (school_id, hour, sent, checked) VALUES ($1, $2, $3, $4) ON CONFLICT (school_id, hour) "
      "DO UPDATE SET sent = code_hour.sent + $3, checked = code_hour.checked + $4",
      school_id, hour_of(now), sent, right);
}

void tell_contact(Session& session, const Office& office, const Row& school, const desk::CodeCounts& counts,
                  Time now) {
  if (school.text(1).empty()) return;
  Message message;
  message.school_id = school.text(0);
  message.kind = MessageKind::codes_alert;
  message.channel = Channel::mail;
  message.language = "it";
  message.recipient = secret::SecretText{std::string_view{school.text(1)}};
  message.parameters = {{"sent", std::to_string(counts.sent)}, {"right", std::to_string(counts.right)}};
  message.not_after = now + desk::notice_life;
  enqueue(session, office, message, now);
}

}  // namespace

void count_code_sent(Session& session, std::string_view school_id, bool withheld, Time now) {
  count(session, school_id, withheld ? 0 : 1, 0, now);
}

void count_code_right(Session& session, std::string_view school_id, Time now) {
  count(session, school_id, 0, 1, now);
}

std::vector<std::string> alert_where_codes_diverge(Session& session, const Office& office, Time now) {
  std::vector<std::string> alerted;
  const auto this_hour = hour_of(now);
  const auto rows = session.query(
      "SELECT s.id, s.contact_mail, SUM(h.sent), SUM(h.checked) FROM code_hour h JOIN school s ON s.id = h.school_id "
      "WHERE h.hour >= $1 AND h.hour < $2 GROUP BY s.id, s.contact_mail",
      this_hour - desk::alert_hours, this_hour);
  for (const auto& row : rows) {
    const desk::CodeCounts counts{static_cast<int>(row.integer(2)), static_cast<int>(row.integer(3))};
    if (!desk::diverges(counts)) continue;
    if (session.first("SELECT 1 FROM code_hour WHERE school_id = $1 AND alerted_at > $2", row.text(0),
                      now - desk::alert_again)) {
      continue;
    }
    session.exec(
        "UPDATE code_hour SET alerted_at = $1 WHERE school_id = $2 AND hour = (SELECT MAX(hour) FROM "
        "code_hour WHERE school_id = $2 AND hour < $3)",
        now, row.text(0), this_hour);
    append(session, office,
           {row.text(0), EventName::codes_alert, "", "",
            personal_json({{"sent", std::to_string(counts.sent)}, {"right", std::to_string(counts.right)}})},
           now);
    tell_contact(session, office, row, counts, now);
    alerted.push_back(row.text(0));
  }
  return alerted;
}

}  // namespace sportello::store::acts
