// What the worker asks of an SMS gateway: take this text to that number. Retries, order and records are the
// worker's; a gateway tries once.
#pragma once

#include <expected>
#include <string>

#include "service/shared/secret/secret.h"

namespace sportello::messaging {

struct Sms {
  secret::SecretText to;  // E.164
  secret::SecretText text;
};

struct Refusal {
  // A short fixed reason, for the log and the store: "unreachable", "http_503". Never number or text.
  std::string reason;
};

class Gateway {
 public:
  Gateway() = default;
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  virtual ~Gateway() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  // Blocks up to some seconds. Success: the gateway took it over (which is not yet delivery).
  [[nodiscard]] virtual std::expected<void, Refusal> send(const Sms& sms) = 0;
};

}  // namespace sportello::messaging
