// Argon2id by libsodium, as encoded strings that carry their own parameters. Stores nothing; slow on purpose:
// call it from the pool, never from an io thread.
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>

#include "service/hashing/limits.h"
#include "service/shared/secret/secret.h"

namespace sportello::hashing {

struct Cost {
  unsigned passes = hashing::passes;
  std::size_t memory_bytes = hashing::memory_bytes;
};

enum class HashError { busy, out_of_memory };

std::expected<secret::Secret, HashError> hash(const secret::Secret& password, const Cost& cost = {});
bool verify(const secret::Secret& encoded, const secret::Secret& password);
// The hash was made at another cost than today's, or by another function.
bool needs_rehash(const secret::Secret& encoded, const Cost& cost = {});

}  // namespace sportello::hashing
