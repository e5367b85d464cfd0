// Several texts as one run of bytes, each with its length before it, so that no two lists give the same bytes.
#pragma once

#include <initializer_list>
#include <string_view>

#include "service/shared/secret/bytes.h"

namespace sportello::store {

inline secret::Bytes framed(std::initializer_list<std::string_view> parts) {
  secret::Bytes bytes;
  for (const auto part : parts) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(part.size() >> shift));
    bytes.insert(bytes.end(), part.begin(), part.end());
  }
  return bytes;
}

}  // namespace sportello::store
