// Looks at a display from outside, as a person would: when does the first picture stand there?
// Speaks X11; touches nothing on the display.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace sportello::bench {

class ScreenEye {
 public:
  explicit ScreenEye(const std::string& display);  // throws when there is none
  ~ScreenEye();
  ScreenEye(const ScreenEye&) = delete;
  ScreenEye& operator=(const ScreenEye&) = delete;

  // Waits until the display shows a picture, not one colour; false when it does not within that time.
  // It looks at one pixel every half millisecond, so that looking costs the program that draws next to nothing.
  bool picture_within(std::chrono::milliseconds time);
  // Waits until there is nothing but the empty display again.
  bool empty_within(std::chrono::milliseconds time);
  [[nodiscard]] std::size_t colours() const;  // different ones on the whole display

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
  [[nodiscard]] unsigned long edge_colour() const;
};

}  // namespace sportello::bench
