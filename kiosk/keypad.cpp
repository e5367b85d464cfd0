#include "kiosk/keypad.h"

#include <GLFW/glfw3.h>

#include <algorithm>

namespace sportello::kiosk {

// The configuration knows keys by name and number, and no window library.
static_assert(config::key_code("up") == GLFW_KEY_UP && config::key_code("enter") == GLFW_KEY_ENTER);
static_assert(config::key_code("f1") == GLFW_KEY_F1 && config::key_code("f25") == GLFW_KEY_F25);
static_assert(config::key_code("kp_0") == GLFW_KEY_KP_0 && config::key_code("kp_9") == GLFW_KEY_KP_9);
static_assert(config::key_code("a") == GLFW_KEY_A && config::key_code("9") == GLFW_KEY_9);
static_assert(config::key_code("page_up") == GLFW_KEY_PAGE_UP && config::key_code("end") == GLFW_KEY_END);
static_assert(config::key_code("kp_enter") == GLFW_KEY_KP_ENTER && config::key_code("menu") == GLFW_KEY_MENU);
static_assert(config::key_code("kp_decimal") == GLFW_KEY_KP_DECIMAL && config::key_code("kp_add") == GLFW_KEY_KP_ADD);
static_assert(config::key_code("escape") == GLFW_KEY_ESCAPE && config::key_code("pause") == GLFW_KEY_PAUSE);

namespace {
constexpr std::array<std::string_view, keypad_keys.size()> names = config::keypad_roles;
}

std::string_view name_of(KeypadKey key) { return names.at(static_cast<std::size_t>(key)); }

std::optional<KeypadKey> keypad_key_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return keypad_keys.at(static_cast<std::size_t>(found - names.begin()));
}

KeypadMap keypad_map(const config::Keypad& keys) {
  KeypadMap map;
  for (std::size_t i = 0; i < keypad_keys.size(); ++i) map[keys.at(i)] = keypad_keys.at(i);
  return map;
}

}  // namespace sportello::kiosk
