// Starts the service, says where it listens, waits for SIGTERM or SIGINT, stops it.
#include "service/serve.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>

#include "service/service.h"
#include "service/shared/log/log.h"
#include "service/supervisor.h"

namespace sportello::service {
namespace {

struct ServeOptions {
  bool demo = false;
  std::filesystem::path ready_file;
};

// Written beside and renamed: whoever waits for the file finds it whole.
bool write_ready_file(const std::filesystem::path& file, const Service& service) {
  const auto partial = std::filesystem::path{file.string() + ".part"};
  std::ofstream out{partial};
  out << "{\"port\":" << service.port() << ",\"private_port\":" << service.private_port() << "}\n";
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(partial, file, error);
  return out && !error;
}

// As many descriptors as the system lets us have: connections, the store's files, gateways.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Until one of `ends` comes. Meanwhile the supervisor hears that all is well, as often as it wants and only if it is.
int wait_for(const sigset_t& ends, Service& service) {
  const auto interval = watchdog_interval();
  if (!interval) {
    int signal = 0;
    sigwait(&ends, &signal);
    return signal;
  }
  const auto pause = *interval / 4;
  const timespec wait{static_cast<time_t>(pause.count() / 1000), static_cast<long>(pause.count() % 1000) * 1'000'000};
  for (;;) {
    const int signal = sigtimedwait(&ends, nullptr, &wait);
    if (signal > 0) return signal;
    if (service.is_well(pause)) {
      tell_supervisor("WATCHDOG=1");
    } else {
      log::event(log::NotAnswering{});
    }
  }
}

int run(const ServeOptions& options, const commands::CommandLine& line) {
  raise_descriptor_limit();
  std::signal(SIGPIPE, SIG_IGN);  // a client that went is an error code, not an end
  // Blocked before any thread starts, so that only sigwait below takes them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  const auto configuration = load_configuration(line.configuration);
  if (!configuration) {
    *line.err << "sportello-service: " << configuration.error() << "\n";
    return 1;
  }
  Options wanted;
  wanted.demo = options.demo;
  auto service = Service::start(*configuration, std::move(wanted));
  if (!service) {
    *line.err << "sportello-service: " << service.error() << "\n";
    return 1;
  }
  if (!options.ready_file.empty() && !write_ready_file(options.ready_file, **service)) {
    *line.err << "sportello-service: cannot write " << options.ready_file.string()
              << ": name a file in a folder that exists under --ready-file\n";
    return 1;
  }
  log::event(log::Listening{.port = (*service)->port(), .private_port = (*service)->private_port()});
  tell_supervisor("READY=1");
  const int signal = wait_for(ends, **service);
  tell_supervisor("STOPPING=1");
  log::event(log::Stopping{.signal = signal});
  (*service)->drain();
  // A second signal ends the waiting for balancers.
  const timespec drain{static_cast<time_t>(configuration->drain.count()), 0};
  if (drain.tv_sec > 0) sigtimedwait(&ends, nullptr, &drain);
  (*service)->stop();
  log::event(log::Stopped{});
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, commands::CommandLine& line) {
  auto* command = app.add_subcommand("serve", "Serve kiosks and login pages until SIGTERM");
  const auto options = std::make_shared<ServeOptions>();
  command->add_flag("--demo", options->demo, "Allow the spool gateway, which leaves codes in clear");
  command->add_option("--ready-file", options->ready_file, "Write the ports here, as JSON, once listening");
  command->callback([options, &line] { line.exit_code = run(*options, line); });
}

}  // namespace sportello::service
