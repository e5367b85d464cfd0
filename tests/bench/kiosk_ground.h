// What a kiosk's bench stands on: a display nobody sees, a real service, an enrolled kiosk's configuration, and a
// browser that shows a page. Measures nothing.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/fakes/process.h"
#include "tests/fakes/service_fixture.h"
#include "tests/system/hands.h"

namespace sportello::bench {

class KioskGround {
 public:
  KioskGround(int width, int height);

  [[nodiscard]] const std::string& display() const { return display_.name(); }
  // The kiosk's window over the whole display; its first act is to tell the service that it lives.
  fakes::Process start_kiosk();
  // The page in Chromium over the whole display. Every process of it has `mark` in its environment.
  fakes::Process start_browser(const std::filesystem::path& page, const std::string& mark);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  int width_, height_;
  fakes::TempFolder folder_;
  tests::Display display_;
  std::unique_ptr<fakes::ServiceFixture> service_;
};

}  // namespace sportello::bench
