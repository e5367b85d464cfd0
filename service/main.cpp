// sportello-service: every command of the service.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "service/commands/commands.h"
#include "service/serve.h"
#include "service/shared/secret/process.h"

int main(int argc, char** argv) {
  try {
    // Every command holds the master key: no core file, and what any of them writes is its owner's alone.
    sportello::secret::harden_process();
    ::umask(0077);
    CLI::App app{"The school office's credential desk: its service", "sportello-service"};
    sportello::commands::CommandLine line;
    line.in = &std::cin;
    line.out = &std::cout;
    line.err = &std::cerr;
    sportello::commands::add_commands(app, line);
    sportello::service::add_serve(app, line);
    return sportello::commands::parse_and_run(app, line, argc, argv);
  } catch (const std::exception&) {
    // What an exception says may quote what it stumbled on.
    std::cerr << "sportello-service: stopped by an unexpected failure: look at the lines above\n";
    return 1;
  }
}
