// One function per kind; each deletes the oldest first.
#include "service/store/acts/retention.h"

#include <algorithm>
#include <map>
#include <string>

#include "service/store/acts/audit_gone.h"
#include "service/store/acts/erasing.h"
#include "service/store/acts/guardians.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

constexpr std::int64_t most = retire_at_once;

std::int64_t retire_visits(Session& session, Time before) {
  const auto rows = session.query(
      "SELECT v.id FROM visit v WHERE v.expires_at <= $1 AND v.ended_at <= $1 AND NOT EXISTS (SELECT 1 FROM outbox o "
      "WHERE o.visit_id = v.id AND o.finished_at IS NULL) ORDER BY v.expires_at, v.id LIMIT $2",
      before, most);
  for (const auto& row : rows) {
    session.exec("DELETE FROM visit_grant WHERE visit_id = $1", row.text(0));
    session.exec("DELETE FROM mail_change WHERE visit_id = $1", row.text(0));
    session.exec("DELETE FROM visit WHERE id = $1", row.text(0));
  }
  return static_cast<std::int64_t>(rows.size());
}

std::int64_t retire_messages(Session& session, std::string_view channel, Time before) {
  const auto rows = session.query(
      "SELECT id FROM outbox WHERE finished_at <= $1 AND channel = $2 ORDER BY finished_at, id LIMIT $3", before,
      channel, most);
  for (const auto& row : rows) {
    session.exec("DELETE FROM outbox_try WHERE outbox_id = $1", row.text(0));
    session.exec("DELETE FROM outbox WHERE id = $1", row.text(0));
  }
  return static_cast<std::int64_t>(rows.size());
}

// Of a table whose rows stand alone: those at least as old, by this column, of which `also` is true of `t`.
std::int64_t delete_oldest(Session& session, const std::string& table, const std::string& by, Time before,
                           const std::string& also = "") {
  return session.exec("DELETE FROM " + table + " WHERE id IN (SELECT t.id FROM " + table + " t WHERE t." + by +
                          " <= $1" + also + " ORDER BY t." + by + ", t.id LIMIT $2)",
                      before, most);
}

std::int64_t retire_invitations(Session& session, Time before) {
  return delete_oldest(session, "invitation", "expires_at", before);
}

// While an invitation of it is left, the report names its classes.
std::int64_t retire_batches(Session& session, Time before) {
  return delete_oldest(session, "batch", "created_at", before,
                       " AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.batch_id = t.id)");
}

// The last one of a school may be going on, or was interrupted: the next one asks it.
std::int64_t retire_imports(Session& session, Time before) {
  return delete_oldest(session, "import_run", "started_at", before,
                       " AND EXISTS (SELECT 1 FROM import_run n WHERE n.school_id = t.school_id AND "
                       "n.started_at > t.started_at)");
}

std::int64_t retire_told(Session& session, Time before) {
  return delete_oldest(session, "connector_event", "finished_at", before);
}

// The kiosk's number stays: what came under it, or under a lower one, is never carried out again.
std::int64_t retire_requests(Session& session, Time before) {
  const auto rows = session.query(
      "SELECT device_id, sequence FROM kiosk_request WHERE delivered_at <= $1 ORDER BY delivered_at, device_id, "
      "sequence LIMIT $2",
      before, most);
  for (const auto& row : rows) {
    session.exec("UPDATE device SET requests_over = $1 WHERE id = $2 AND requests_over < $1", row.integer(1),
                 row.text(0));
    session.exec("DELETE FROM kiosk_request WHERE device_id = $1 AND sequence = $2", row.text(0), row.integer(1));
  }
  return static_cast<std::int64_t>(rows.size());
}

std::int64_t retire_journal(Session& session, Time before) {
  const auto rows = session.query(
      "SELECT device_id, chain, sequence FROM journal WHERE delivered_at <= $1 ORDER BY delivered_at, device_id, "
      "chain, sequence LIMIT $2",
      before, most);
  for (const auto& row : rows) {
    session.exec("DELETE FROM journal WHERE device_id = $1 AND chain = $2 AND sequence = $3", row.text(0),
                 row.integer(1), row.integer(2));
  }
  return static_cast<std::int64_t>(rows.size());
}

std::int64_t retire_reports(Session& session, Time before) {
  return delete_oldest(session, "report", "closed_at", before);
}

// The last event that is not younger, by halving: an event is never younger than the one after it.
std::int64_t last_until(Session& session, std::string_view school_id, Time before) {
  const auto head = session.first("SELECT sequence FROM audit_head WHERE school_id = $1", school_id);
  std::int64_t low = 0;
  std::int64_t high = head ? head->integer(0) : 0;
  while (low < high) {
    const auto middle = low + (high - low + 1) / 2;
    const auto row = session.first("SELECT at FROM audit WHERE school_id = $1 AND sequence = $2", school_id, middle);
    if (row && row->time(0) <= before) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

// At most so many of one school, the oldest first; up to which number nothing that old is left.
struct WentBeside {
  std::int64_t rows = 0, until = 0;
};
WentBeside retire_beside(Session& session, std::string_view school_id, Time before, bool logins,
                         std::int64_t at_most) {
  const auto last = last_until(session, school_id, before);
  const auto rows = session.query(
      "SELECT p.sequence FROM audit_personal p JOIN audit a ON a.school_id = p.school_id AND a.sequence = p.sequence "
      "WHERE p.school_id = $1 AND p.sequence <= $2 AND ($3 = 0 OR a.event IN ($4, $5, $6)) ORDER BY p.sequence "
      "LIMIT $7",
      school_id, last, logins, name_of(EventName::login_right), name_of(EventName::login_wrong),
      name_of(EventName::login_locked), at_most);
  WentBeside went;
  for (const auto& row : rows) {
    went.until = row.integer(0);
    went.rows +=
        session.exec("DELETE FROM audit_personal WHERE school_id = $1 AND sequence = $2", school_id, went.until);
  }
  if (went.rows < at_most) went.until = last;
  return went;
}

// Every school's, each with its own event that says how far. By whole days, so that it is one event a day.
struct BesideAudit {
  std::int64_t logins = 0, acts = 0;
};
BesideAudit retire_beside_audit(Session& session, const Office& office, Time logins, Time acts, Time now) {
  const auto midnight = [](Time time) { return Time{std::chrono::floor<std::chrono::days>(time)}; };
  BesideAudit gone;
  for (const auto& school : list_schools(session)) {
    if (gone.logins >= most || gone.acts >= most) break;
    const auto old_logins = retire_beside(session, school.id, midnight(logins), true, most - gone.logins);
    const auto old_acts = retire_beside(session, school.id, midnight(acts), false, most - gone.acts);
    gone.logins += old_logins.rows;
    gone.acts += old_acts.rows;
    if (old_logins.rows + old_acts.rows == 0) continue;
    append(session, office,
           {school.id, EventName::data_retired, "", "", gone_json(GoneByAge{old_logins.until, old_acts.until})}, now);
  }
  return gone;
}

std::int64_t disable_without_pupils(Session& session, const Office& office, Time now) {
  const auto rows = session.query(
      "SELECT g.id, g.school_id FROM guardian g WHERE g.disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM "
      "guardianship "
      "s WHERE s.guardian_id = g.id) ORDER BY g.id LIMIT $1",
      most);
  for (const auto& row : rows) disable_guardian(session, office, row.text(1), row.text(0), now);
  return static_cast<std::int64_t>(rows.size());
}

void sum(std::vector<Retired>& into, const std::vector<Retired>& more) {
  if (into.empty()) {
    into = more;
    return;
  }
  for (std::size_t at = 0; at < more.size(); ++at) into[at].rows += more[at].rows;
}

// Whoever `due` finds, school by school, until nobody is left; how many, as `erase` counts them under `counted`.
using Due = std::vector<std::pair<std::string, std::string>>;
using Erased = std::expected<std::vector<ErasedCount>, StoreError>;
std::expected<std::int64_t, StoreError> forget_by_age(
    Store& store, const std::function<bool()>& go_on, const std::function<Due(Session&)>& due,
    const std::function<Erased(const std::string&, const std::vector<std::string>&)>& erase,
    std::string_view counted) {
  std::int64_t gone = 0;
  bool more = true;
  while (more && go_on()) {
    const auto found = read_and_wait(store, due);
    if (!found) return std::unexpected(found.error());
    std::map<std::string, std::vector<std::string>> by_school;
    for (const auto& [school, id] : *found) by_school[school].push_back(id);
    more = false;
    for (const auto& [school, ids] : by_school) {
      const auto erased = erase(school, ids);
      if (!erased) return std::unexpected(erased.error());
      for (const auto& [what, rows] : *erased) {
        if (what != counted) continue;
        gone += rows;
        more = more || rows > 0;
      }
    }
  }
  return gone;
}

}  // namespace

std::vector<Retired> retire(Session& session, const Office& office, const desk::Retention& retention, Time now) {
  const auto before = [&](int desk::Retention::* days) { return now - desk::days(retention.*days); };
  using desk::Retention;
  const auto beside = retire_beside_audit(session, office, before(&Retention::logins), before(&Retention::acts), now);
  return {{"visits_days", retire_visits(session, before(&Retention::visits))},
          {"sms_days", retire_messages(session, "sms", before(&Retention::sms))},
          {"mails_days", retire_messages(session, "mail", before(&Retention::mails))},
          {"invitations_days", retire_invitations(session, before(&Retention::invitations))},
          {"batches_days", retire_batches(session, before(&Retention::batches))},
          {"reports_days", retire_reports(session, before(&Retention::reports))},
          {"imports_days", retire_imports(session, before(&Retention::imports))},
          {"told_days", retire_told(session, before(&Retention::told))},
          {"requests_days", retire_requests(session, before(&Retention::requests))},
          {"journal_days", retire_journal(session, before(&Retention::journal))},
          {"logins_days", beside.logins},
          {"acts_days", beside.acts},
          {"guardians_disabled", disable_without_pupils(session, office, now)}};
}

bool more_to_retire(const std::vector<Retired>& retired) {
  return std::ranges::any_of(retired, [](const Retired& one) { return one.rows >= most; });
}

std::expected<std::vector<Retired>, StoreError> retire_all(Store& store, const Office& office,
                                                           const desk::Retention& retention, Time now,
                                                           const std::function<bool()>& go_on) {
  std::vector<Retired> all;
  while (go_on()) {
    const auto some =
        write_and_wait(store, [&](Session& session) { return retire(session, office, retention, now); });
    if (!some) return std::unexpected(some.error());
    sum(all, *some);
    if (!more_to_retire(*some)) break;
  }
  const auto guardians = now - desk::days(retention.disabled_guardians);
  const auto forgotten = forget_by_age(
      store, go_on, [&](Session& session) { return due_for_erasing(session, guardians, static_cast<int>(most)); },
      [&](const std::string& school, const std::vector<std::string>& ids) {
        return forget(store, office, {school, ids, false, guardians}, now);
      },
      "person");
  if (!forgotten) return std::unexpected(forgotten.error());
  all.push_back({"disabled_guardians_days", *forgotten});
  const auto pupils = now - desk::days(retention.left_pupils);
  const auto left = forget_by_age(
      store, go_on, [&](Session& session) { return pupils_due_for_erasing(session, pupils, static_cast<int>(most)); },
      [&](const std::string& school, const std::vector<std::string>& ids) {
        return forget_pupils(store, office, {school, ids, pupils}, now);
      },
      "pupils");
  if (!left) return std::unexpected(left.error());
  all.push_back({"left_pupils_days", *left});
  return all;
}

}  // namespace sportello::store::acts
