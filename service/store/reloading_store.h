// A store over another: a command or query that meets a key which this process has not read yet is undone, the keys
// are read anew, and it is done once more. So a rotation by another process costs nobody an error.
#pragma once

#include <functional>
#include <memory>

#include "service/store/store.h"

namespace sportello::store {

// `reload` runs inside a read, on a thread of the store; false: the keys could not be read, and what failed has
// failed.
std::unique_ptr<Store> reload_on_unknown_key(std::unique_ptr<Store> store, std::function<bool(Session&)> reload);

}  // namespace sportello::store
