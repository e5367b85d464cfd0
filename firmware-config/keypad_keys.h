// Names of keys, as [keypad] of kiosk.toml uses them, and their numbers: those of GLFW, which never change. Knows no
// window.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace sportello::config {

// What a key of the keypad is for, in the order of Keypad.
inline constexpr std::array<std::string_view, 9> keypad_roles = {"up",   "down",   "left",   "right", "ok",
                                                                 "back", "repeat", "louder", "faster"};
using Keypad = std::array<int, keypad_roles.size()>;

namespace detail {
inline constexpr std::array<std::pair<std::string_view, int>, 29> named_keys = {
    {{"escape", 256},      {"enter", 257},     {"tab", 258},        {"backspace", 259},  {"insert", 260},
     {"delete", 261},      {"right", 262},     {"left", 263},       {"down", 264},       {"up", 265},
     {"page_up", 266},     {"page_down", 267}, {"home", 268},       {"end", 269},        {"caps_lock", 280},
     {"num_lock", 282},    {"pause", 284},     {"kp_decimal", 330}, {"kp_divide", 331},  {"kp_multiply", 332},
     {"kp_subtract", 333}, {"kp_add", 334},    {"kp_enter", 335},   {"kp_equal", 336},   {"menu", 348},
     {"space", 32},        {"minus", 45},      {"equal", 61},       {"scroll_lock", 281}}};
}  // namespace detail

// "up", "enter", "f1" to "f25", "kp_0" to "kp_9", "a" to "z", "0" to "9".
constexpr std::optional<int> key_code(std::string_view name) {
  for (const auto& [known, code] : detail::named_keys) {
    if (name == known) return code;
  }
  if (name.size() == 1 && name[0] >= 'a' && name[0] <= 'z') return name[0] - 'a' + 'A';
  if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') return name[0];
  if (name.size() == 4 && name.substr(0, 3) == "kp_" && name[3] >= '0' && name[3] <= '9') return 320 + name[3] - '0';
  if (name.size() < 2 || name.size() > 3 || name[0] != 'f') return std::nullopt;
  int number = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  if (number < 1 || number > 25 || name[1] == '0') return std::nullopt;
  return 289 + number;
}

inline constexpr Keypad usual_keypad = {265, 264, 263, 262, 257, 256, 290, 291, 292};

}  // namespace sportello::config
