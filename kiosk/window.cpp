// GLFW. X11 on purpose: GLFW delivers no touch on Wayland; on X11 the first finger is the pointer.
#include "kiosk/window.h"

#include <GLFW/glfw3.h>
#include <imgui_impl_opengl3.h>
#include <sodium.h>

#include <cstdlib>
#include <utility>

#include "kiosk/widgets/imgui.h"
#include "kiosk/widgets/offscreen.h"
#include "kiosk/widgets/painting.h"
#include "kiosk/widgets/textures.h"

namespace sportello::kiosk {
namespace {

std::string utf8(unsigned int code) {
  const auto byte = [](unsigned int value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80U) return {byte(code)};
  if (code < 0x800U) return {byte(0xC0U | (code >> 6U)), byte(0x80U | (code & 0x3FU))};
  if (code < 0x10000U) {
    return {byte(0xE0U | (code >> 12U)), byte(0x80U | ((code >> 6U) & 0x3FU)), byte(0x80U | (code & 0x3FU))};
  }
  return {byte(0xF0U | (code >> 18U)), byte(0x80U | ((code >> 12U) & 0x3FU)), byte(0x80U | ((code >> 6U) & 0x3FU)),
          byte(0x80U | (code & 0x3FU))};
}

}  // namespace

std::expected<std::unique_ptr<Window>, std::string> Window::open(std::optional<std::pair<int, int>> windowed) {
#ifdef GLFW_PLATFORM
  glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);
#endif
  // Keys that compose letters are not typed here, and Xlib reads half a megabyte of them at every start.
  setenv("XCOMPOSEFILE", "/dev/null", 0);
  if (glfwInit() == GLFW_FALSE) {
    return std::unexpected("cannot reach a display: set DISPLAY to an X server, or use --replay without a window");
  }
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  for (const int unused : {GLFW_DEPTH_BITS, GLFW_STENCIL_BITS, GLFW_ALPHA_BITS}) glfwWindowHint(unused, 0);
  glfwWindowHint(GLFW_RESIZABLE, GLFW_FALSE);
  glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);  // a kiosk never goes away because something else asked for focus

  std::unique_ptr<Window> window{new Window};
  GLFWmonitor* monitor = windowed ? nullptr : glfwGetPrimaryMonitor();
  int width = windowed ? windowed->first : 1280;
  int height = windowed ? windowed->second : 800;
  if (monitor != nullptr) {
    const auto* mode = glfwGetVideoMode(monitor);
    width = mode->width;
    height = mode->height;
  }
  window->window_ = glfwCreateWindow(width, height, "Sportello", monitor, nullptr);
  if (window->window_ == nullptr) {
    return std::unexpected("the display offers no OpenGL 3: install a graphics driver or libgl1-mesa-dri");
  }
  if (monitor != nullptr) glfwSetInputMode(window->window_, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
  glfwMakeContextCurrent(window->window_);
  glfwSwapInterval(1);
  window->connect();

  if (!widgets::begin_painting("#version 130")) return std::unexpected("the display's OpenGL refused our shaders");
  return window;
}

Window::~Window() {
  widgets::end_painting();
  if (window_ != nullptr) glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::connect() {
  glfwSetWindowUserPointer(window_, this);
  const auto self = [](GLFWwindow* window) { return static_cast<Window*>(glfwGetWindowUserPointer(window)); };
  static const auto of = self;
  glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
    auto* me = of(window);
    me->pointer_.x = static_cast<float>(x);
    me->pointer_.y = static_cast<float>(y);
    // Moves without a finger down change nothing that is drawn; the last of several is enough.
    if (!me->pointer_.down) return;
    me->input_.emplace_back(me->pointer_);
  });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int) {
    if (button != GLFW_MOUSE_BUTTON_LEFT) return;
    auto* me = of(window);
    me->pointer_.down = action == GLFW_PRESS;
    me->input_.emplace_back(me->pointer_);
  });
  glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned int code) {
    auto* me = of(window);
    if (code != ' ' && !me->of_keypad_) me->input_.emplace_back(Typed{secret::SecretText{utf8(code)}, me->repeated_});
  });
  glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int, int action, int mods) {
    if (action != GLFW_RELEASE) of(window)->key_down(key, action == GLFW_REPEAT, mods);
  });
  glfwSetWindowRefreshCallback(window_,
                               [](GLFWwindow* window) { of(window)->refresh_ = of(window)->exposed_ = true; });
  glfwSetFramebufferSizeCallback(
      window_, [](GLFWwindow* window, int, int) { of(window)->refresh_ = of(window)->exposed_ = true; });
}

void Window::key_down(int key, bool repeated, int mods) {
  repeated_ = repeated;
  const auto mine = keypad_.find(key);
  of_keypad_ = mine != keypad_.end();
  const auto press = [&](auto which) { input_.emplace_back(Pressed{which, repeated}); };
  if (of_keypad_) {
    press(mine->second);
    return;
  }
  switch (key) {
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER: press(screens::NamedKey::enter); break;
    case GLFW_KEY_ESCAPE: press(screens::NamedKey::escape); break;
    case GLFW_KEY_BACKSPACE: press(screens::NamedKey::backspace); break;
    case GLFW_KEY_DELETE: press(screens::NamedKey::remove); break;
    case GLFW_KEY_TAB: input_.emplace_back(FocusMoved{(mods & GLFW_MOD_SHIFT) != 0 ? -1 : 1}); break;
    case GLFW_KEY_SPACE: input_.emplace_back(Activated{}); break;
    default: break;  // an int of GLFW, not an enum of ours
  }
}

void Window::frame(const Draw& draw) {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  auto& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DeltaTime = 1.0F / 60;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  draw(ImGui::GetBackgroundDrawList(), width, height);
  ImGui::Render();
  // A heartbeat's answer changes nothing that is seen: a frame like the last is not painted.
  const bool same = same_as_shown();
  if (same && !exposed_) return;
  exposed_ = false;
  glViewport(0, 0, width, height);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
}

// By a keyed hash: where a secret's letters stand in their atlas would tell the secret.
bool Window::same_as_shown() {
  crypto_generichash_state state;
  crypto_generichash_init(&state, frame_key_.data(), frame_key_.size(), crypto_generichash_BYTES);
  const auto add = [&](const void* from, std::size_t size) {
    crypto_generichash_update(&state, static_cast<const unsigned char*>(from), size);
  };
  const auto uploads = widgets::texture_uploads();
  add(&uploads, sizeof uploads);
  const auto* data = ImGui::GetDrawData();
  for (int i = 0; i < data->CmdListsCount; ++i) {
    const auto& list = *data->CmdLists[i];
    for (const auto& command : list.CmdBuffer) {
      add(&command.ClipRect, sizeof command.ClipRect);
      add(&command.TextureId, sizeof command.TextureId);
      add(&command.ElemCount, sizeof command.ElemCount);
      add(&command.UserCallbackData, sizeof command.UserCallbackData);
    }
    add(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
    add(list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
  }
  FrameHash now{};
  crypto_generichash_final(&state, now.data(), now.size());
  return std::exchange(shown_, now) == now;
}

std::expected<void, std::string> Window::save(const std::filesystem::path& file) {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glReadBuffer(GL_FRONT);
  return widgets::save_png(file, width, height);
}

void Window::wait(std::optional<std::chrono::milliseconds> at_most) {
  if (!input_.empty() || refresh_) {
    glfwPollEvents();
  } else if (at_most) {
    // GLFW takes zero for an error: poll then.
    at_most->count() <= 0 ? glfwPollEvents() : glfwWaitEventsTimeout(static_cast<double>(at_most->count()) / 1000.0);
  } else {
    glfwWaitEvents();
  }
}

std::vector<WindowInput> Window::take_input() { return std::exchange(input_, {}); }
bool Window::take_refresh() { return std::exchange(refresh_, false); }
bool Window::should_close() const { return glfwWindowShouldClose(window_) != GLFW_FALSE; }
void Window::wake() { glfwPostEmptyEvent(); }

}  // namespace sportello::kiosk
