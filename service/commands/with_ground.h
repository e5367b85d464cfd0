// The frame of every command on the store: configuration, ground, one write or read, one line on failure.
#pragma once

#include <ostream>

#include "service/commands/commands.h"
#include "service/ground.h"

namespace sportello::commands {

inline int failed(const CommandLine& line, std::string_view sentence) {
  *line.err << "sportello-service: " << sentence << '\n';
  return 1;
}

// Calls `act` with the open ground; its int is the exit code.
template <class Act>
int with_ground(const CommandLine& line, Act act) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return failed(line, configuration.error());
  auto ground = open_ground(*configuration);
  if (!ground) return failed(line, ground.error());
  return act(*ground);
}

// One act in one write. `act` answers a std::expected with a sentence; `tell` prints its value.
template <class Act, class Tell>
int write_one(const CommandLine& line, Act act, Tell tell) {
  return with_ground(line, [&](Ground& ground) {
    const auto result = store::write_and_wait(
        *ground.store, [&, at = now()](store::Session& session) { return act(session, *ground.office, at); });
    if (!result) return failed(line, result.error().sentence);
    if (!*result) return failed(line, result->error());
    tell(*result);
    return 0;
  });
}

}  // namespace sportello::commands
