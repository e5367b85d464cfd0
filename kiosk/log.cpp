// Lines of JSON by spdlog, one write each, so that threads do not mix.
#include "kiosk/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace sportello::kiosk {

void log_event(std::string_view name, const std::vector<std::pair<std::string_view, std::string>>& fields) {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>("kiosk", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    return made;
  }();
  const auto text = [](std::string_view view) { return boost::json::string(view.data(), view.size()); };
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  boost::json::object line{{"at", now.time_since_epoch().count()}, {"event", text(name)}};
  for (const auto& [key, value] : fields) line[boost::json::string_view{key.data(), key.size()}] = text(value);
  logger->info("{}", boost::json::serialize(line));
}

}  // namespace sportello::kiosk
