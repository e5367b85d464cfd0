// spdlog writes the lines; Boost.JSON escapes them.
#include "service/shared/log/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

namespace sportello::log {
namespace {

namespace json = boost::json;

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("sportello");
    made->set_pattern("%v");
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
  }
  return "";
}

json::string text(std::string_view view) { return json::string(view.data(), view.size()); }

}  // namespace

void event(Level level, std::string_view name, std::initializer_list<LogField> fields) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  json::object line{{"at_ms", std::chrono::duration_cast<std::chrono::milliseconds>(now).count()},
                    {"level", text(name_of(level))},
                    {"event", text(name)}};
  for (const auto& [key_name, value] : fields) {
    const json::string_view key{key_name.data(), key_name.size()};
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      line[key] = *number;
    } else {
      line[key] = text(std::get<std::string>(value));
    }
  }
  logger().info("{}", json::serialize(line));
}

}  // namespace sportello::log
