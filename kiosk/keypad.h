// The keys of a keypad that one works by feel: their names, and which keys of the keyboard they are.
// Decides nothing of what they do (app.h).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "firmware-config/keypad_keys.h"

namespace sportello::kiosk {

enum class KeypadKey { up, down, left, right, ok, back, repeat, louder, faster };
inline constexpr std::array keypad_keys = {KeypadKey::up,     KeypadKey::down,   KeypadKey::left,
                                           KeypadKey::right,  KeypadKey::ok,     KeypadKey::back,
                                           KeypadKey::repeat, KeypadKey::louder, KeypadKey::faster};
std::string_view name_of(KeypadKey key);  // "up", as in [keypad] and in scripts
std::optional<KeypadKey> keypad_key_named(std::string_view name);

// By GLFW's number of a key.
using KeypadMap = std::map<int, KeypadKey>;
KeypadMap keypad_map(const config::Keypad& keys);

}  // namespace sportello::kiosk
