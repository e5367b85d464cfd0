// By libsodium.
#include "service/shared/secret/hash.h"

#include <sodium.h>

namespace sportello::secret {

Bytes hash(BytesView bytes) {
  Bytes result(crypto_generichash_BYTES);
  crypto_generichash(result.data(), result.size(), bytes.data(), bytes.size(), nullptr, 0);
  return result;
}

}  // namespace sportello::secret
