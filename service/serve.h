// `sportello-service serve`: the program around the service. Signals, the ready file, nothing else.
#pragma once

#include <CLI/CLI.hpp>

#include "service/commands/commands.h"

namespace sportello::service {

// Adds `serve [--demo] [--ready-file FILE]`. `line` must outlive the parsing.
void add_serve(CLI::App& app, commands::CommandLine& line);

}  // namespace sportello::service
