// Keyed BLAKE2b with a name for each use.
#include "service/desk/decoy.h"

#include <sodium.h>

namespace sportello::desk {
namespace {

secret::Bytes hash(secret::BytesView key, std::string_view use, std::string_view school_id,
                   secret::BytesView document_index) {
  secret::Bytes text(use.begin(), use.end());
  text.push_back(0);
  text.insert(text.end(), school_id.begin(), school_id.end());
  text.push_back(0);
  text.insert(text.end(), document_index.begin(), document_index.end());
  secret::Bytes result(crypto_generichash_BYTES);
  crypto_generichash(result.data(), result.size(), text.data(), text.size(), key.data(), key.size());
  return result;
}

}  // namespace

std::string decoy_phone_hint(secret::BytesView key, std::string_view school_id, secret::BytesView document_index) {
  std::uint64_t number = 0;
  const auto bytes = hash(key, "hint", school_id, document_index);
  for (std::size_t i = 0; i < 8; ++i) number = (number << 8U) | bytes.at(i);
  const auto hint = static_cast<int>(number % 100);  // 2^64 mod 100 tips the balance by 1 in 10^17
  return {static_cast<char>('0' + (hint / 10)), static_cast<char>('0' + (hint % 10))};
}

secret::Bytes decoy_phone_index(secret::BytesView key, std::string_view school_id, secret::BytesView document_index) {
  return hash(key, "phone", school_id, document_index);
}

}  // namespace sportello::desk
