// Another process of the real service on the store of a fixture: with a data directory of its own, and everything
// else the same. Killed with the object.
#pragma once

#include <filesystem>
#include <optional>

#include "tests/fakes/service_fixture.h"

namespace sportello::fakes {

class SecondService {
 public:
  explicit SecondService(const ServiceFixture& first);
  // Throws when it does not start: the log says why.
  void start();
  void kill();
  [[nodiscard]] Where where() const { return {port_, first_.where().certificate}; }
  [[nodiscard]] std::filesystem::path configuration_file() const { return first_.folder() / "second.toml"; }

 private:
  const ServiceFixture& first_;
  std::optional<Process> program_;
  std::uint16_t port_ = 0;
};

}  // namespace sportello::fakes
