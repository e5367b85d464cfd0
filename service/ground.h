// What `serve` and every command stand on: the store of a configuration, open, and its keys.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "service/configuration.h"
#include "service/store/acts/office.h"
#include "service/store/store.h"

namespace sportello {

// The master key of a configuration, and the one beside it: FILE and FILE.next. While a rotation is going on the one
// or the other opens the store. The error is a sentence: there is neither.
std::expected<std::filesystem::path, std::string> master_key_file(const Configuration& configuration);
std::expected<std::vector<store::MasterKey>, std::string> master_keys(const std::filesystem::path& file);
std::filesystem::path next_to(const std::filesystem::path& master_key_file);

struct Ground {
  std::unique_ptr<store::acts::Office> office;
  std::unique_ptr<store::Store> store;  // ends before the office its acts refer to
};

// The store alone, without its keys. The error is one sentence for an administrator.
std::expected<std::unique_ptr<store::Store>, std::string> open_store(const Configuration& configuration);
// The error is one sentence for an administrator.
std::expected<Ground, std::string> open_ground(const Configuration& configuration);

// Reads the store's keys anew if another process has rotated them. The error is a sentence; the old keys stay.
std::expected<void, std::string> refresh_keys(const Configuration& configuration, const Ground& ground);

store::Time now();  // the one place where commands ask the clock

}  // namespace sportello
