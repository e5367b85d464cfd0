// GET /metrics: what this process counted, what the system says of it, and what only the store knows.
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "service/desk/limits.h"
#include "service/handlers/routes.h"
#include "service/handlers/waiting.h"
#include "service/metrics/instrument.h"
#include "service/metrics/process.h"
#include "service/store/acts/connector_events.h"
#include "service/store/acts/witnessing.h"

namespace sportello::handlers {
namespace {

struct Waiting {
  std::string channel, state;
  std::int64_t count = 0;
  std::int64_t oldest_s = 0;
};
struct Picture {
  std::vector<Waiting> messages;
  std::int64_t most_sms_of_a_school = 0;
  std::map<std::string, store::acts::EventsOfConnector> told;  // by connector
  std::int64_t audit_events = 0, witnesses_that_disagree = 0;
};

// Messages that are finished are counted by those who send them: here are those that are not, which an index finds.
Picture look(store::Session& session, const store::acts::Office& office, Time now) {
  Picture picture;
  for (const std::string state : {"queued", "sending"}) {
    const auto rows = session.query(
        "SELECT channel, COUNT(*), MIN(created_at) FROM outbox WHERE state = $1 GROUP BY channel ORDER BY channel",
        state);
    for (const auto& row : rows) {
      picture.messages.push_back({row.text(0), state, row.integer(1), (now - row.time(2)).count()});
    }
  }
  const auto most = session.first(
      "SELECT MAX(sending_day.sends) FROM school JOIN sending_day ON sending_day.school_id = school.id "
      "AND sending_day.counted = 'school' AND sending_day.day = $1",
      std::int64_t{now.time_since_epoch() / desk::day});
  if (most && !most->is_null(0)) picture.most_sms_of_a_school = most->integer(0);
  picture.told = store::acts::count_events(session, office);
  // The numbers of a chain ascend by one: its head says how many there are.
  const auto events = session.first("SELECT CAST(SUM(sequence) AS BIGINT) FROM audit_head");
  if (events && !events->is_null(0)) picture.audit_events = events->integer(0);
  picture.witnesses_that_disagree = store::acts::witnesses_that_disagree(session);
  return picture;
}

void write_registers(std::ostream& out, const Picture& picture, Time now) {
  using metrics::write_heading;
  if (picture.told.empty()) return;
  const auto sample = [&out](std::string_view name, std::vector<std::string_view> names,
                             const std::vector<std::string>& values, std::int64_t number) {
    out << name << "{" << metrics::labels_text(names, values) << "} " << number << "\n";
  };
  write_heading(out, "sportello_connector_events",
                "What registers are still to be told, and what they refused until somebody says retry.", "gauge");
  for (const auto& [connector, events] : picture.told) {
    sample("sportello_connector_events", {"connector", "state"}, {connector, "waiting"}, events.waiting);
    sample("sportello_connector_events", {"connector", "state"}, {connector, "refused"}, events.refused);
  }
  write_heading(out, "sportello_connector_oldest_seconds", "Age of the oldest event that waits; 0 for none.",
                "gauge");
  for (const auto& [connector, events] : picture.told) {
    sample("sportello_connector_oldest_seconds", {"connector"}, {connector},
           events.oldest ? (now - *events.oldest).count() : 0);
  }
}

void write_audit(std::ostream& out, const Picture& picture) {
  metrics::write_heading(out, "sportello_audit_events_total", "Events in the audit, of all schools.", "counter");
  out << "sportello_audit_events_total " << picture.audit_events << "\n";
  metrics::write_heading(out, "sportello_audit_witnesses_disagreeing",
                         "Kiosks that saw what the audit does not hold, and nobody has acknowledged.", "gauge");
  out << "sportello_audit_witnesses_disagreeing " << picture.witnesses_that_disagree << "\n";
}

void write_picture(std::ostream& out, const Picture& picture, int budget) {
  using metrics::write_heading;
  const std::vector<std::string_view> names = {"channel", "state"};
  const auto labels = [&](const Waiting& one) {
    return metrics::labels_text(names, std::vector<std::string>{one.channel, one.state});
  };
  write_heading(out, "sportello_outbox_messages", "Messages that are not finished, in the whole store.", "gauge");
  for (const auto& one : picture.messages) {
    out << "sportello_outbox_messages{" << labels(one) << "} " << one.count << "\n";
  }
  write_heading(out, "sportello_outbox_oldest_seconds", "Age of the oldest of them.", "gauge");
  for (const auto& one : picture.messages) {
    out << "sportello_outbox_oldest_seconds{" << labels(one) << "} " << one.oldest_s << "\n";
  }
  write_heading(out, "sportello_sms_budget_used_ratio", "Of today's SMS budget, by the school that used most of it.",
                "gauge");
  out << "sportello_sms_budget_used_ratio " << static_cast<double>(picture.most_sms_of_a_school) / budget << "\n";
}

}  // namespace

awaitable<Response> show_metrics(const Call& call) {
  std::function<Picture(store::Session&)> query =
      [&office = call.context.office, now = call.now](store::Session& session) { return look(session, office, now); };
  const auto picture = co_await read<Picture>(call.context, std::move(query));
  std::ostringstream out;
  metrics::write_heading(out, "sportello_build_info", "The program's version.", "gauge");
  out << "sportello_build_info{version=\"" << SPORTELLO_VERSION << "\"} 1\n";
  metrics::write_process(out);
  metrics::write_all(out);
  metrics::write_heading(out, "sportello_store_up", "Whether the store answered this very question.", "gauge");
  out << "sportello_store_up " << (picture ? 1 : 0) << "\n";
  if (picture) {
    write_picture(out, *picture, call.context.office.sending.per_school_day);
    write_registers(out, *picture, call.now);
    write_audit(out, *picture);
  }
  auto response = http::json_response(200, out.str());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  co_return response;
}

}  // namespace sportello::handlers
