// The hands and eyes of a guardian in a test: a display of its own, a mouse, a keyboard, and the layout record to
// find things by their id.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::tests {

// Xvfb on a free display.
class Display {
 public:
  explicit Display(std::pair<int, int> size);
  [[nodiscard]] const std::string& name() const { return name_; }  // ":42"

 private:
  fakes::TempFolder folder_;
  std::optional<fakes::Process> server_;
  std::string name_;
};

class Hands {
 public:
  Hands(const Display& display, std::filesystem::path layout)
      : display_(display.name()), layout_(std::move(layout)) {}

  // Each waits up to ten seconds and throws std::runtime_error with what it did not find.
  void click(const std::string& id);
  void click_keys(std::string_view text);  // of the on-screen keyboard, switching its layers
  void expect(const std::string& screen);

  // How often something was pressed so far, keys of the on-screen keyboard apart.
  [[nodiscard]] int touches() const { return touches_; }

  void type(const std::string& text);       // a real keyboard
  void press(const std::string& key_name);  // as xdotool names keys: "Return", "BackSpace"
  [[nodiscard]] std::string screen() const;
  [[nodiscard]] bool sees(const std::string& id) const;
  [[nodiscard]] std::string label(const std::string& id) const;
  // The display as a PNG file: for people to look at.
  void photograph(const std::filesystem::path& file) const;

 private:
  struct Spot {
    int x = 0, y = 0;
    bool enabled = false;
    std::string label;
  };
  [[nodiscard]] std::optional<Spot> find(const std::string& id) const;
  void run(const std::string& command) const;
  void press_on_screen(const std::string& id);
  std::string display_;
  std::filesystem::path layout_;
  int touches_ = 0;
};

}  // namespace sportello::tests
