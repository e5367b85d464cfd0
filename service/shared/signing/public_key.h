// The public half of an Ed25519 key, and a signature, as plain bytes: for messages and rules that handle no key file.
#pragma once

#include "service/shared/secret/bytes.h"

namespace sportello::signing {

using PublicKey = secret::ByteArray<32>;
using Signature = secret::ByteArray<64>;

}  // namespace sportello::signing
