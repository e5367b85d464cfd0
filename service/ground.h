// What `serve` and every command stand on: the store of a configuration, open, and its keys.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "service/configuration.h"
#include "service/store/acts/office.h"
#include "service/store/store.h"

namespace sportello {

struct Ground {
  std::unique_ptr<store::acts::Office> office;
  std::unique_ptr<store::Store> store;  // ends before the office its acts refer to
};

// The error is one sentence for an administrator.
std::expected<Ground, std::string> open_ground(const Configuration& configuration);

store::Time now();  // the one place where commands ask the clock

}  // namespace sportello
