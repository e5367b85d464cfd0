// A real kiosk, enrolled with a service of the fixture, in a real window on a display of its own.
#pragma once

#include "tests/fakes/service_fixture.h"
#include "tests/system/hands.h"

namespace sportello::tests {

struct KioskOptions {
  std::pair<int, int> size = {1280, 800};
  std::filesystem::path camera;  // a picture held to the camera; empty: no camera
  std::string opening;           // TOML of [opening]; empty: always open
};

class KioskInWindow {
 public:
  // Enrols by the command line, approves by the eight words, opens the window.
  KioskInWindow(fakes::ServiceFixture& service, const KioskOptions& options);

  Hands& hands() { return *hands_; }
  [[nodiscard]] std::string log() const;
  // Every file the kiosk keeps.
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  // Ends the program; false if it did not end by itself when asked.
  bool stop();

 private:
  void enrol(fakes::ServiceFixture& service);
  fakes::TempFolder folder_;
  Display display_;
  std::optional<fakes::Process> program_;
  std::optional<Hands> hands_;
};

// What a command prints; throws unless it ends with 0.
std::string output_of(const std::string& command);

}  // namespace sportello::tests
