// The real window: GLFW on X11, OpenGL 3, one frame when asked. Collects what fingers and keys did; decides nothing.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <variant>
#include <vector>

#include "kiosk/keypad.h"
#include "kiosk/screens/draw.h"
#include "kiosk/stage.h"
#include "service/shared/secret/bytes.h"

struct GLFWwindow;

namespace sportello::kiosk {

struct PointerMoved {
  float x = 0, y = 0;
  bool down = false;
};
struct Typed {
  secret::SecretText character;  // one UTF-8 character: it may be of a password
  bool repeated = false;         // of a key that is held down
};
struct Pressed {  // a key of the keypad, or a named one of a keyboard
  std::variant<KeypadKey, screens::NamedKey> key;
  bool repeated = false;
};
struct FocusMoved {
  int step = 1;
};
struct Activated {};  // the focused control
using WindowInput = std::variant<PointerMoved, Typed, Pressed, FocusMoved, Activated>;

class Window : public Stage {
 public:
  // Fullscreen on the first screen when no size is given. The error is one sentence for a technician.
  static std::expected<std::unique_ptr<Window>, std::string> open(std::optional<std::pair<int, int>> windowed);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window() override;

  void frame(const Draw& draw) override;
  std::expected<void, std::string> save(const std::filesystem::path& file) override;

  // Which keys are the keypad's; none until it is told.
  void set_keypad(KeypadMap keys) { keypad_ = std::move(keys); }
  // Sleeps until something happens, wake() is called or the time is over.
  void wait(std::optional<std::chrono::milliseconds> at_most);
  std::vector<WindowInput> take_input();
  // True once after the system asks for a new picture (exposed, resized).
  bool take_refresh();
  [[nodiscard]] bool should_close() const;
  static void wake();  // from any thread

 private:
  Window() = default;
  void connect();
  void key_down(int key, bool repeated, int mods);
  bool same_as_shown();  // keeps the frame for the next question
  GLFWwindow* window_ = nullptr;
  std::vector<WindowInput> input_;
  PointerMoved pointer_;
  KeypadMap keypad_;
  bool repeated_ = false;   // the key whose character comes next
  bool of_keypad_ = false;  // types nothing
  bool refresh_ = true;
  bool exposed_ = true;  // what stands there may be spoilt: paint even if nothing changed
  using FrameHash = std::array<unsigned char, 32>;
  secret::Bytes frame_key_ = secret::random_bytes(32);
  FrameHash shown_{};  // of the frame that stands there
};

}  // namespace sportello::kiosk
