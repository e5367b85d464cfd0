// Times as commands print them: UTC, ISO 8601.
#pragma once

#include <ctime>
#include <string>

#include "service/store/session.h"

namespace sportello::commands {

inline std::string time_text(store::Time time) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
  return text;
}

}  // namespace sportello::commands
