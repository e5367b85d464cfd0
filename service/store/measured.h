// A store that measures another: how much waits, how long an answer takes, what failed. Changes nothing of it.
#pragma once

#include <memory>

#include "service/store/store.h"

namespace sportello::store {

std::unique_ptr<Store> measured(std::unique_ptr<Store> store);

}  // namespace sportello::store
