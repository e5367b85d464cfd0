// Ids and chance. An id is random, so that it can be made before its row and tells nothing.
#include "service/store/acts/office.h"

#include <sodium.h>

namespace sportello::store::acts {

std::string new_id() {
  const auto is_mark = [](char c) { return c == '-' || c == '_'; };
  auto id = secret::to_base64url(secret::random_bytes(16));
  while (is_mark(id.front())) id = secret::to_base64url(secret::random_bytes(16));
  return id;
}

desk::Random system_random() {
  return [](std::uint32_t below) { return randombytes_uniform(below); };
}

}  // namespace sportello::store::acts
