// Counts in SQL; names are opened only for the list.
#include "service/store/acts/invitation_report.h"

#include <algorithm>
#include <tuple>

#include "service/store/acts/bulk_invitations.h"
#include "service/store/acts/people.h"

namespace sportello::store::acts {
namespace {

// An invitation and its first mail, never its reminder's.
constexpr std::string_view with_mail =
    "FROM invitation i LEFT JOIN outbox o ON o.subject_id = i.id AND o.kind IN ('invitation', "
    "'invitation_recovery') ";

constexpr std::string_view sums =
    "COUNT(*), "
    "SUM(CASE WHEN o.state IN ('queued', 'sending') THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN o.state = 'sent' THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN o.delivery = 'delivered' THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN o.delivery = 'bounced' THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN o.state = 'failed' AND o.delivery <> 'bounced' THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN i.reminded_at IS NOT NULL THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN i.opened_at IS NOT NULL THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN i.redeemed_at IS NOT NULL THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN i.redeemed_at IS NULL AND i.cancelled_at IS NULL AND i.expires_at <= $2 THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN i.redeemed_at IS NULL AND i.cancelled_at IS NOT NULL THEN 1 ELSE 0 END) ";

std::string state_of(const Row& row, Time now) {
  const auto& mail = row.text(5);
  const auto& delivery = row.text(6);
  if (!row.is_null(2)) return "redeemed";
  if (!row.is_null(3)) return "cancelled";
  if (row.time(4) <= now) return "expired";
  if (!row.is_null(1)) return "opened";
  if (!delivery.empty()) return delivery;
  if (mail == "sent") return "accepted";  // by the mail server, which is all that it says
  if (mail == "failed") return mail;
  return "waiting";
}

}  // namespace

std::vector<BatchReport> invitation_report(Session& session, const Office& office, std::string_view school_id,
                                           Time now) {
  std::vector<BatchReport> reports;
  for (const auto& batch : session.query(
           "SELECT id, classes, created_at FROM batch WHERE school_id = $1 ORDER BY created_at, id", school_id)) {
    reports.push_back({batch.text(0), batch.text(1), batch.time(2)});
    reports.back().without_mail = guardians_without_mail(session, office, school_id, batch.text(1), now);
  }
  for (const auto& row : session.query("SELECT i.batch_id, MIN(i.created_at), " + std::string{sums} +
                                           std::string{with_mail} + "WHERE i.school_id = $1 GROUP BY i.batch_id",
                                       school_id, now)) {
    auto found = std::ranges::find(reports, row.text(0), &BatchReport::id);
    if (found == reports.end()) found = reports.insert(found, BatchReport{row.text(0), "", row.time(1)});
    std::size_t column = 2;
    for (auto* const number :
         {&found->invited, &found->waiting, &found->sent, &found->delivered, &found->bounced, &found->failed,
          &found->reminded, &found->opened, &found->redeemed, &found->expired, &found->cancelled}) {
      *number = row.integer(column++);
    }
  }
  return reports;
}

std::vector<InvitationLine> invitation_lines(Session& session, const Office& office, std::string_view school_id,
                                             std::string_view batch, Time now) {
  std::vector<InvitationLine> lines;
  for (const auto& row :
       session.query("SELECT i.guardian_id, i.opened_at, i.redeemed_at, i.cancelled_at, i.expires_at, "
                     "COALESCE(o.state, ''), COALESCE(o.delivery, ''), COALESCE(o.last_word, ''), i.batch_id " +
                         std::string{with_mail} + "WHERE i.school_id = $1 AND ($2 = '' OR i.batch_id = $2)",
                     school_id, batch)) {
    auto names = names_of(session, office, guardian_by_id(session, office, row.text(0)));
    lines.push_back({names.surname, names.given_name, row.text(8), state_of(row, now), row.text(7), row.time(4)});
  }
  std::ranges::sort(lines, {}, [](const InvitationLine& line) {
    return std::tuple{line.surname.reveal(), line.given_name.reveal(), line.expires_at};
  });
  return lines;
}

}  // namespace sportello::store::acts
