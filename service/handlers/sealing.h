// Secret answers leave sealed to the key the kiosk sent when the visit opened: only ciphertext is kept for a repeat.
#pragma once

#include <sodium.h>

#include <string>

#include "service/shared/secret/sealed.h"
#include "service/shared/wire/messages.h"

namespace sportello::handlers {

template <class Message>
std::string sealed_json(const Message& message, const secret::SealPublicKey& reply_key) {
  auto clear = to_json(message);
  wire::SealedAnswer answer{secret::seal(clear, reply_key)};
  sodium_memzero(clear.data(), clear.size());
  return wire::to_json(answer);
}

}  // namespace sportello::handlers
