// The command line, but for `serve`: schools, import, devices, login pages, the master key.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iosfwd>

namespace sportello::commands {

struct CommandLine {
  std::filesystem::path configuration;  // --config
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  int exit_code = 0;           // set by the command that ran: 0 done, 1 failed, 2 misuse
  std::istream* in = nullptr;  // what is typed or piped: codici fiscali stay out of the list of processes
};

// Adds --config, --version and every command to `app`. `line` must outlive the parsing.
void add_commands(CLI::App& app, CommandLine& line);

// Parses and runs. Misuse: one line on err that says how to mend it, and 2.
int parse_and_run(CLI::App& app, CommandLine& line, int argc, const char* const* argv);

}  // namespace sportello::commands
