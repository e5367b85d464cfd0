// spdlog writes the lines; Boost.JSON escapes them.
#include "service/shared/log/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

namespace sportello::log {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_id = 64;
constexpr std::size_t longest_name = 128;
constexpr std::size_t longest_sentence = 512;  // a line is one line, and journald's limit is far
constexpr std::string_view not_one = "(left out: it does not look like one)";

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

bool looks_like_an_id(std::string_view text) {
  return text.size() <= longest_id && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}
bool looks_like_a_name(std::string_view text) {
  return text.size() <= longest_name &&
         std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

json::string text(std::string_view view) { return json::string(view.data(), view.size()); }

struct ToJson {
  json::value operator()(Number number) const { return number.value(); }
  json::value operator()(Id id) const { return text(looks_like_an_id(id.view()) ? id.view() : not_one); }
  json::value operator()(Name name) const { return text(looks_like_a_name(name.view()) ? name.view() : not_one); }
  json::value operator()(Sentence sentence) const { return text(sentence.view().substr(0, longest_sentence)); }
};

}  // namespace

void write(Level level, std::string_view name, std::span<const Field> fields) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  json::object line{{"at_ms", std::chrono::duration_cast<std::chrono::milliseconds>(now).count()},
                    {"level", text(name_of(level))},
                    {"event", text(name)}};
  for (const auto& [key, value] : fields) line[{key.data(), key.size()}] = std::visit(ToJson{}, value);
  logger().info("{}", json::serialize(line));
}

}  // namespace sportello::log
