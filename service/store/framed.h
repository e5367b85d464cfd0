// Several texts as one run of bytes, each with its length before it, so that no two lists give the same bytes.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "service/shared/secret/bytes.h"

namespace sportello::store {

inline std::size_t framed_size(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const auto part : parts) size += 4 + part.size();
  return size;
}

// Into as many bytes as framed_size says.
inline void frame(std::initializer_list<std::string_view> parts, std::uint8_t* into) {
  for (const auto part : parts) {
    for (int shift = 24; shift >= 0; shift -= 8) *into++ = static_cast<std::uint8_t>(part.size() >> shift);
    into = std::copy(part.begin(), part.end(), into);
  }
}

inline secret::Bytes framed(std::initializer_list<std::string_view> parts) {
  secret::Bytes bytes(framed_size(parts));
  frame(parts, bytes.data());
  return bytes;
}

}  // namespace sportello::store
