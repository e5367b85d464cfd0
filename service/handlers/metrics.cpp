// GET /metrics: what this process counted, what the system says of it, and what only the store knows.
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "service/desk/limits.h"
#include "service/handlers/routes.h"
#include "service/handlers/waiting.h"
#include "service/metrics/instrument.h"
#include "service/metrics/process.h"

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
};

// Messages that are finished are counted by those who send them: here are those that are not, which an index finds.
Picture look(store::Session& session, Time now) {
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
  return picture;
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
  std::function<Picture(store::Session&)> query = [now = call.now](store::Session& session) {
    return look(session, now);
  };
  const auto picture = co_await read<Picture>(call.context, std::move(query));
  std::ostringstream out;
  metrics::write_heading(out, "sportello_build_info", "The program's version.", "gauge");
  out << "sportello_build_info{version=\"" << SPORTELLO_VERSION << "\"} 1\n";
  metrics::write_process(out);
  metrics::write_all(out);
  metrics::write_heading(out, "sportello_store_up", "Whether the store answered this very question.", "gauge");
  out << "sportello_store_up " << (picture ? 1 : 0) << "\n";
  if (picture) write_picture(out, *picture, call.context.office.sending.per_school_day);
  auto response = http::json_response(200, out.str());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  co_return response;
}

}  // namespace sportello::handlers
