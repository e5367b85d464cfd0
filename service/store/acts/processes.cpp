// Rows of process, and the claims of those that have none any more.
#include "service/store/acts/processes.h"

#include "service/store/acts/sending.h"

namespace sportello::store::acts {
namespace {

void note(Session& session, std::string_view process, Time now) {
  session.exec(
      "INSERT INTO process (id, seen_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
      process, now);
}

}  // namespace

std::int64_t begin_process(Session& session, std::string_view process, Time now) {
  note(session, process, now);
  return requeue_interrupted(session, process, now);
}

std::int64_t beat(Session& session, std::string_view process, Time now) {
  const auto own = session.first("SELECT seen_at FROM process WHERE id = $1", process);
  const bool steady = own && own->time(0) > now - 2 * beat_every;
  note(session, process, now);
  if (!steady) return 0;
  std::int64_t due = 0;
  for (const auto& dead :
       session.query("SELECT id FROM process WHERE seen_at <= $1 ORDER BY id", now - process_life)) {
    due += requeue_interrupted(session, dead.text(0), now);
    session.exec("DELETE FROM process WHERE id = $1", dead.text(0));
  }
  return due;
}

bool somebody_serves(Session& session, Time now) {
  return session.first("SELECT 1 FROM process WHERE seen_at > $1 LIMIT 1", now - process_life).has_value();
}

void end_process(Session& session, std::string_view process) {
  session.exec("DELETE FROM process WHERE id = $1", process);
}

}  // namespace sportello::store::acts
