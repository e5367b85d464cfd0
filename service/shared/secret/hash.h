// What stands in a store in place of a token or a body, and what chains the audit: BLAKE2b, 32 bytes, without a key.
// Never for a password: it is fast.
#pragma once

#include "service/shared/secret/bytes.h"

namespace sportello::secret {

Bytes hash(BytesView bytes);
inline Bytes hash(std::string_view text) { return hash(as_bytes(text)); }

}  // namespace sportello::secret
