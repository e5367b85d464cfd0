// The tables of a store, and which version of them a file has. Brings an older file up to date, refuses a newer one.
#pragma once

#include <expected>
#include <string>

#include "service/store/sqlite/connection.h"

namespace sportello::store {

inline constexpr std::int64_t newest_schema = 3;

// The error is one sentence for an administrator. Throws SqliteFailure when the file itself fails.
std::expected<void, std::string> bring_up_to_date(Connection& connection);

}  // namespace sportello::store
