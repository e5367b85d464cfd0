// Bytes, and their hex and base64 spellings. Nothing here is secret by itself.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::secret {

using Bytes = std::vector<std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;
using BytesView = std::span<const std::uint8_t>;

// Once per process, before any other call into libsodium. Throws std::runtime_error if it cannot start.
void start_sodium();

std::string to_hex(BytesView bytes);
std::optional<Bytes> from_hex(std::string_view text);
std::string to_base64(BytesView bytes);     // with padding, as RFC 9421 wants it
std::string to_base64url(BytesView bytes);  // without padding, for URLs and ids
std::optional<Bytes> from_base64(std::string_view text);
std::optional<Bytes> from_base64url(std::string_view text);
Bytes random_bytes(std::size_t count);
BytesView as_bytes(std::string_view text);
std::string_view as_text(BytesView bytes);

template <std::size_t N>
std::optional<ByteArray<N>> exactly(const std::optional<Bytes>& bytes) {
  if (!bytes || bytes->size() != N) return std::nullopt;
  ByteArray<N> result{};
  std::copy(bytes->begin(), bytes->end(), result.begin());
  return result;
}

}  // namespace sportello::secret
