// Rows of connector_event. Every change names the state it starts from, so two processes cannot both make it.
#include "service/store/acts/connector_events.h"

#include <algorithm>

#include "service/desk/telling.h"
#include "service/store/acts/audit.h"

namespace sportello::store::acts {
namespace {

// No earlier event of the account is on its way.
constexpr std::string_view in_turn =
    "NOT EXISTS (SELECT 1 FROM connector_event b WHERE b.account_id = e.account_id AND b.sequence < e.sequence AND "
    "b.state IN ('queued', 'sending', 'staged')) ";
constexpr std::string_view claimed_columns =
    "SELECT id, school_id, kind, account_id, sequence, attempts, not_after, content FROM connector_event ";
constexpr std::string_view listed_columns =
    "SELECT id, school_id, kind, account_id, state, last_word, sequence, attempts, batch, created_at, next_at, "
    "finished_at FROM connector_event ";

// Without content where it does not open; throws UnknownKey where a later key would open it.
ClaimedEvent claimed(const Office& office, const Row& row) {
  const Place place{"connector_event", "content", row.text(1), row.text(0)};
  auto content = office.vault.open(Seal::personal, place, row.blob(7));
  if (!content) office.vault.require_key(Seal::personal, row.blob(7));
  return {row.text(0),    row.text(1),
          row.text(2),    row.text(3),
          row.integer(4), static_cast<int>(row.integer(5)),
          row.time(6),    content ? std::move(*content) : secret::SecretText{}};
}

ListedEvent listed(const Row& row) {
  return {row.text(0),    row.text(1),    row.text(2),    row.text(3), row.text(4),  row.text(5),
          row.integer(6), row.integer(7), row.integer(8), row.time(9), row.time(10), row.optional_time(11)};
}

void close_unreadable(Session& session, std::string_view id, Time now) {
  session.exec(
      "UPDATE connector_event SET state = 'failed', batch = 0, folder = '', claimed_by = '', finished_at = $1, "
      "last_word = $2 WHERE id = $3",
      now, unreadable, id);
}

void add_events(Session& session, const Office& office, std::string_view school_id, EventBatch& to, Time now) {
  for (const auto& row :
       session.query(std::string{claimed_columns} +
                         "WHERE school_id = $1 AND batch = $2 AND state IN ('sending', 'staged') ORDER BY sequence",
                     school_id, to.number)) {
    auto event = claimed(office, row);
    if (event.content.empty()) {
      close_unreadable(session, event.id, now);
      to.unreadable.push_back(std::move(event.id));
    } else {
      to.events.push_back(std::move(event));
    }
  }
}

}  // namespace

std::vector<DueSchool> schools_with_events(Session& session, Time now) {
  std::vector<DueSchool> schools;
  for (const auto& row :
       session.query("SELECT s.id, s.code FROM connector_event e JOIN school s ON s.id = e.school_id WHERE e.state "
                     "IN ('queued', "
                     "'sending', 'staged') AND e.next_at <= $1 GROUP BY s.id, s.code ORDER BY MIN(e.next_at), s.id",
                     now)) {
    schools.push_back({row.text(0), row.text(1)});
  }
  return schools;
}

std::optional<ClaimedEvent> claim_event(Session& session, const Office& office, std::string_view school_id,
                                        std::string_view process, Time now, Time until) {
  // A claim that was never ended: its process died. The receiver knows the id, if it got that far. A batch: the
  // school had another connector before.
  session.exec(
      "UPDATE connector_event SET state = 'queued', claimed_by = '', batch = 0, folder = '' WHERE school_id = $1 AND "
      "state IN ('sending', 'staged') AND next_at <= $2",
      school_id, now);
  const auto due = session.first(
      "SELECT e.id FROM connector_event e WHERE e.school_id = $1 AND e.state = 'queued' "
      "AND e.next_at <= $2 AND " +
          std::string{in_turn} + "ORDER BY e.sequence LIMIT 1",
      school_id, now);
  if (!due) return std::nullopt;
  const auto taken = session.exec(
      "UPDATE connector_event SET state = 'sending', claimed_by = $1, attempts = attempts + 1, next_at = $2 WHERE id "
      "= $3 AND state = 'queued'",
      process, until, due->text(0));
  if (taken != 1) return std::nullopt;  // another process was faster
  auto event = claimed(office, *session.first(std::string{claimed_columns} + "WHERE id = $1", due->text(0)));
  if (event.content.empty()) close_unreadable(session, event.id, now);
  return event;
}

void event_delivered(Session& session, std::string_view id, int attempt, Time now) {
  // Also when the claim had run out meanwhile, unless somebody else has it by now: it was delivered.
  session.exec(
      "UPDATE connector_event SET state = 'delivered', content = $1, finished_at = $2, last_word = '', claimed_by = "
      "'' "
      "WHERE id = $3 AND attempts = $4 AND state IN ('sending', 'queued')",
      secret::Bytes{}, now, id, attempt);
}

void event_refused(Session& session, std::string_view id, int attempt, std::string_view last_word,
                   std::optional<Time> again, Time now) {
  session.exec(
      "UPDATE connector_event SET state = $1, last_word = $2, next_at = $3, finished_at = $4, claimed_by = '' WHERE "
      "id "
      "= $5 AND attempts = $6 AND state = 'sending'",
      again ? "queued" : "failed", last_word, again.value_or(now), again ? std::nullopt : std::optional{now}, id,
      attempt);
}

std::optional<EventBatch> begin_batch(Session& session, const Office& office, std::string_view school_id,
                                      const BatchTaker& taker, int most, Time now) {
  EventBatch batch;
  // Takes the school's head first: two processes that begin at once wait for each other here.
  const auto head =
      session.first("UPDATE connector_head SET batch = batch WHERE school_id = $1 RETURNING batch", school_id);
  if (!head) return std::nullopt;  // nothing was ever told
  const auto begun = session.first(
      "SELECT batch, state, next_at, claimed_by, folder FROM connector_event WHERE school_id = $1 AND batch > 0 AND "
      "state IN ('sending', 'staged') ORDER BY batch, sequence LIMIT 1",
      school_id);
  if (begun) {
    if (begun->time(2) > now && begun->text(3) != taker.process) return std::nullopt;
    batch.number = begun->integer(0);
    batch.staged = begun->text(1) == "staged";
    if (batch.staged && begun->text(4) != taker.folder) {
      if (begun->time(2) > now) return std::nullopt;
      batch.elsewhere = true;
      session.exec(
          "UPDATE connector_event SET last_word = $1, next_at = $2 WHERE school_id = $3 AND batch = $4 AND state = "
          "'staged'",
          in_other_folder, taker.again, school_id, batch.number);
      return batch;
    }
    session.exec(
        "UPDATE connector_event SET claimed_by = $1, attempts = attempts + 1, next_at = $2 WHERE school_id = $3 AND "
        "batch = $4 AND state IN ('sending', 'staged')",
        taker.process, taker.until, school_id, batch.number);
  } else {
    const auto due = session.query(
        "SELECT id FROM connector_event WHERE school_id = $1 AND (state = 'queued' OR (state = 'sending' AND next_at "
        "<= $2)) ORDER BY sequence LIMIT $3",
        school_id, now, most);
    if (due.empty()) return std::nullopt;
    batch.number = head->integer(0) + 1;
    session.exec("UPDATE connector_head SET batch = $1 WHERE school_id = $2", batch.number, school_id);
    for (const auto& row : due) {
      session.exec(
          "UPDATE connector_event SET state = 'sending', batch = $1, claimed_by = $2, attempts = attempts + 1, "
          "next_at = $3 WHERE id = $4",
          batch.number, taker.process, taker.until, row.text(0));
    }
  }
  add_events(session, office, school_id, batch, now);
  return batch;
}

bool batch_staged(Session& session, const EventBatch& batch, std::string_view school_id, std::string_view process,
                  std::string_view folder) {
  const auto ours = session.first(
      "SELECT COUNT(*) FROM connector_event WHERE school_id = $1 AND batch = $2 AND state = 'sending' AND claimed_by "
      "= $3",
      school_id, batch.number, process);
  if (ours->integer(0) != static_cast<std::int64_t>(batch.events.size())) return false;
  session.exec(
      "UPDATE connector_event SET state = 'staged', folder = $1 WHERE school_id = $2 AND batch = $3 AND state = "
      "'sending' AND claimed_by = $4",
      folder, school_id, batch.number, process);
  return true;
}

void batch_delivered(Session& session, std::string_view school_id, std::int64_t number, std::string_view folder,
                     Time now) {
  session.exec(
      "UPDATE connector_event SET state = 'delivered', content = $1, finished_at = $2, last_word = '', claimed_by = "
      "'' WHERE school_id = $3 AND batch = $4 AND state = 'staged' AND folder = $5",
      secret::Bytes{}, now, school_id, number, folder);
}

void batch_refused(Session& session, std::string_view school_id, std::string_view process, std::int64_t number,
                   std::string_view last_word, Time again) {
  session.exec(
      "UPDATE connector_event SET last_word = $1, next_at = $2, claimed_by = '' WHERE school_id = $3 AND batch = $4 "
      "AND state IN ('sending', 'staged') AND claimed_by = $5",
      last_word, again, school_id, number, process);
}

std::map<std::string, EventsOfConnector> count_events(Session& session, const Office& office) {
  std::map<std::string, EventsOfConnector> all;
  for (const auto& [school, told] : office.registers) all[told.connector];
  for (const auto& row : session.query(
           "SELECT s.code, e.state, COUNT(*), MIN(e.created_at) FROM connector_event e JOIN school s ON s.id = "
           "e.school_id WHERE e.state IN ('queued', 'sending', 'staged', 'failed') GROUP BY s.code, e.state")) {
    const auto told = office.registers.find(row.text(0));
    auto& one = all[told == office.registers.end() ? "none" : told->second.connector];
    if (row.text(1) == "failed") {
      one.refused += row.integer(2);
      continue;
    }
    one.waiting += row.integer(2);
    one.oldest = std::min(one.oldest.value_or(row.time(3)), row.time(3));
  }
  return all;
}

std::vector<ListedEvent> list_events(Session& session, std::string_view school_id, bool waiting_only, int most) {
  std::vector<ListedEvent> events;
  for (const auto& row :
       session.query(std::string{listed_columns} +
                         "WHERE school_id = $1 AND ($2 = 0 OR state NOT IN ('delivered', 'overtaken')) ORDER BY "
                         "sequence DESC LIMIT $3",
                     school_id, waiting_only, most)) {
    events.push_back(listed(row));
  }
  return events;
}

std::optional<ListedEvent> find_event(Session& session, std::string_view id) {
  const auto row = session.first(std::string{listed_columns} + "WHERE id = $1", id);
  return row ? std::optional{listed(*row)} : std::nullopt;
}

Told<std::int64_t> retry_events(Session& session, const Office& office, std::string_view school_id,
                                std::string_view id, Time now, bool lost_folder) {
  if (!id.empty()) {
    const auto event = find_event(session, id);
    if (!event || event->school_id != school_id) {
      return std::unexpected("there is no such event at this school: see connector list");
    }
    if (event->state == "delivered" || event->state == "overtaken") {
      return std::unexpected("this event is " + event->state + ": there is nothing to send again");
    }
  }
  const auto changed = session.exec(
      "UPDATE connector_event SET state = 'queued', next_at = $1, finished_at = NULL, batch = 0, not_after = $4 "
      "WHERE "
      "school_id = $2 AND ($3 = '' OR id = $3) AND state = 'failed' AND NOT EXISTS (SELECT 1 FROM connector_event n "
      "WHERE n.account_id = connector_event.account_id AND n.sequence > connector_event.sequence AND n.state = "
      "'delivered')",
      now, school_id, id, now + desk::register_patience);
  // Only where a process has found, after its time, that it cannot finish it.
  const auto freed = lost_folder ? session.exec(
                                       "UPDATE connector_event SET state = 'queued', next_at = $1, batch = 0, folder "
                                       "= '', claimed_by = '' WHERE school_id = $2 AND ($4 = '' OR id = $4) AND "
                                       "state = 'staged' AND last_word = $3",
                                       now, school_id, in_other_folder, id)
                                 : 0;
  const auto woken = session.exec(
      "UPDATE connector_event SET next_at = $1 WHERE school_id = $2 AND ($3 = '' OR id = $3) AND state = 'queued' "
      "AND "
      "next_at > $1",
      now, school_id, id);
  if (!id.empty() && changed + freed + woken == 0 && find_event(session, id)->state == "failed") {
    return std::unexpected(std::string{"a newer event of this account was delivered: this one is untrue by now"});
  }
  if (changed + freed + woken > 0)
    append(session, office, {std::string{school_id}, EventName::connector_retried, "", "", ""}, now);
  return changed + freed + woken;
}

}  // namespace sportello::store::acts
