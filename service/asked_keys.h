// For tests: which keys the readers of configuration know. Nothing is kept unless somebody listens.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace sportello {

// What readers on this thread ask for, when a test listens: section and key, and the bounds of a number.
struct AskedKeys {
  using Bounds = std::optional<std::pair<int, int>>;
  std::map<std::pair<std::string, std::string>, Bounds> keys;
  static AskedKeys*& listener() {
    thread_local AskedKeys* instance = nullptr;
    return instance;
  }
};

}  // namespace sportello
