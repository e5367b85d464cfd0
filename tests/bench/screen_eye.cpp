#include "tests/bench/screen_eye.h"

// Xlib after everything else: it defines words that others use.
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <set>
#include <stdexcept>
#include <thread>

namespace sportello::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr unsigned long black = 0;        // what an empty display and a window without a picture show
constexpr std::size_t of_a_picture = 32;  // colours: a blank window has one, text alone has more than this

}  // namespace

struct ScreenEye::Inside {
  Display* display = nullptr;
  ::Window root = 0;
  unsigned width = 0, height = 0;
};

ScreenEye::ScreenEye(const std::string& display) : inside_(std::make_unique<Inside>()) {
  auto& in = *inside_;
  in.display = XOpenDisplay(display.c_str());
  if (in.display == nullptr) throw std::runtime_error("cannot reach the display " + display);
  in.root = DefaultRootWindow(in.display);
  in.width = static_cast<unsigned>(DisplayWidth(in.display, DefaultScreen(in.display)));
  in.height = static_cast<unsigned>(DisplayHeight(in.display, DefaultScreen(in.display)));
}

ScreenEye::~ScreenEye() { XCloseDisplay(inside_->display); }

unsigned long ScreenEye::edge_colour() const {
  const auto& in = *inside_;
  XImage* image = XGetImage(in.display, in.root, 24, static_cast<int>(in.height / 2), 1, 1, AllPlanes, ZPixmap);
  if (image == nullptr) return black;
  const auto colour = XGetPixel(image, 0, 0) & 0xFFFFFFUL;
  XDestroyImage(image);
  return colour;
}

std::size_t ScreenEye::colours() const {
  const auto& in = *inside_;
  XImage* image = XGetImage(in.display, in.root, 0, 0, in.width, in.height, AllPlanes, ZPixmap);
  if (image == nullptr) return 0;
  std::set<unsigned long> found;
  unsigned long last = ~0UL;
  for (unsigned y = 0; y < in.height; y += 2) {
    for (unsigned x = 0; x < in.width; ++x) {
      const auto colour = XGetPixel(image, static_cast<int>(x), static_cast<int>(y));
      if (colour != last) found.insert(last = colour);
    }
  }
  XDestroyImage(image);
  return found.size();
}

bool ScreenEye::picture_within(std::chrono::milliseconds time) {
  const auto until = Clock::now() + time;
  while (Clock::now() < until) {
    if (edge_colour() != black && colours() >= of_a_picture) return true;
    std::this_thread::sleep_for(500us);
  }
  return false;
}

bool ScreenEye::empty_within(std::chrono::milliseconds time) {
  const auto until = Clock::now() + time;
  while (Clock::now() < until) {
    if (colours() <= 1) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

}  // namespace sportello::bench
