// Runs a subcommand of the service inside the test, as the program does, and keeps what it said.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "service/commands/commands.h"

namespace sportello::tests {

struct Ran {
  int code = 0;
  std::string out, err;
};

// `typed` stands on its standard input.
inline Ran run_command(const std::filesystem::path& configuration, std::vector<std::string> arguments,
                       const std::string& typed = {}) {
  std::ostringstream out, err;
  std::istringstream in{typed};
  commands::CommandLine line{{}, &out, &err, 0};
  line.in = &in;
  CLI::App app{"The service", "sportello-service"};
  commands::add_commands(app, line);
  arguments.insert(arguments.begin(), {"sportello-service", "--config", configuration.string()});
  std::vector<const char*> raw;
  for (const auto& argument : arguments) raw.push_back(argument.c_str());
  const int code = commands::parse_and_run(app, line, static_cast<int>(raw.size()), raw.data());
  return {code, out.str(), err.str()};
}

}  // namespace sportello::tests
