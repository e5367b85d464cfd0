// One JSON line on stderr per event: names and ids, never people. Refuses nothing; keeps nothing.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace sportello::log {

enum class Level { info, warning, error };
using LogValue = std::variant<std::int64_t, std::string>;
using LogField = std::pair<std::string_view, LogValue>;

// `name` is a fixed name such as "request" or "message_sent"; fields are ids, counts, durations, route templates.
void event(Level level, std::string_view name, std::initializer_list<LogField> fields = {});

}  // namespace sportello::log
