// The fixture's configuration with another data directory.
#include "tests/fakes/second_service.h"

#include <boost/json.hpp>
#include <csignal>
#include <stdexcept>

#include "tests/fakes/files.h"

namespace sportello::fakes {

SecondService::SecondService(const ServiceFixture& first) : first_(first) {
  auto toml = read_file(first.configuration_file());
  constexpr std::string_view own = "data_directory = \"data\"";
  const auto at = toml.find(own);
  if (at == std::string::npos) throw std::runtime_error("the fixture's data directory has another name");
  toml.replace(at, own.size(), "data_directory = \"data-of-the-second\"");
  write_file(configuration_file(), toml);
  start();
}

void SecondService::start() {
  const auto ready = first_.folder() / "second-ready.json";
  const auto log = first_.folder() / "second.log";
  std::filesystem::remove(ready);
  program_.emplace(std::vector<std::string>{SPORTELLO_SERVICE_PROGRAM, "--config", configuration_file().string(),
                                            "serve", "--demo", "--ready-file", ready.string()},
                   log);
  const bool is_ready =
      eventually([&] { return std::filesystem::exists(ready) || !program_->running(); }, std::chrono::seconds{20});
  if (!is_ready || !program_->running()) throw std::runtime_error("the second did not start: " + read_file(log));
  port_ = static_cast<std::uint16_t>(boost::json::parse(read_file(ready)).as_object().at("port").as_int64());
}

void SecondService::kill() {
  program_->signal(SIGKILL);
  program_->wait(std::chrono::seconds{10});
  program_.reset();
}

}  // namespace sportello::fakes
