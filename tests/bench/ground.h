// A real service for a measurement: the program itself in a folder of its own, a spool for its messages, an enrolled
// device, a login page, and as many families as are asked for.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "tests/drill/codes.h"
#include "tests/drill/line.h"
#include "tests/drill/visits.h"
#include "tests/fakes/service_fixture.h"

namespace sportello::bench {

class Ground {
 public:
  // `folder` decides what a commit costs: memory or a disk.
  Ground(const std::filesystem::path& folder, std::size_t families);

  [[nodiscard]] const drill::Place& device() const { return device_; }
  [[nodiscard]] const drill::Place& login_page() const { return login_page_; }
  [[nodiscard]] drill::Codes& codes() { return *codes_; }
  [[nodiscard]] pid_t pid() const { return fixture_->pid(); }
  // The next families that no visit has used yet.
  std::vector<drill::Card> next_cards(std::size_t count);

 private:
  std::unique_ptr<fakes::ServiceFixture> fixture_;
  drill::Place device_, login_page_;
  std::unique_ptr<drill::Codes> codes_;
  std::size_t used_ = 0;
  std::size_t families_;
};

}  // namespace sportello::bench
