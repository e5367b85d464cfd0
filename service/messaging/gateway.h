// What the worker asks of whoever carries messages away: an SMS gateway or a mail server. Retries, order and records
// are the worker's; a gateway tries once.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "service/shared/secret/secret.h"
#include "service/store/acts/deliveries.h"

namespace sportello::messaging {

// What a mail has beside its plain text.
struct MailParts {
  std::string subject;  // never a secret
  std::string from_name;
  std::string language;
  secret::SecretText html;
};

struct Parcel {
  std::string id;         // the outbox's: the same at every attempt, so that a gateway can tell a repeat
  secret::SecretText to;  // E.164, or a mail address
  secret::SecretText text;
  std::optional<MailParts> mail;
  std::string receipt_token;  // proves that a receipt speaks of this message
};

struct Refusal {
  // A short fixed reason, for the log and the store: "unreachable", "http_503". Never number or text.
  std::string reason;
  enum class Kind {
    again,     // not taken; perhaps later
    for_good,  // this recipient will never be served: no further try, here or elsewhere
    unsure,    // it was handed over and no answer came: it may have been taken
  };
  Kind kind = Kind::again;
};

struct Taken {
  std::string receipt;  // the gateway's own id, if it gave one
};

enum class Known {
  yes,
  no,
  not_yet,  // no answer now: ask again
  never,    // this gateway cannot tell
};

struct Told {
  store::acts::Delivery delivery = store::acts::Delivery::accepted;
  std::string word;  // a short fixed reason for the office, or ""
};

class Gateway {
 public:
  Gateway() = default;
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  virtual ~Gateway() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  // Blocks up to some seconds. Success: the gateway took it over (which is not yet delivery).
  [[nodiscard]] virtual std::expected<Taken, Refusal> send(const Parcel& parcel) = 0;
  // Whether it has taken this message: asked after a death or a silence in the middle of sending.
  [[nodiscard]] virtual Known was_taken(const std::string& /*id*/) { return Known::never; }
  // The service ends: do not wait any longer for an answer. From another thread.
  virtual void give_up() {}
  // Whether told() is worth asking; those that tell by themselves (receipts) do not.
  [[nodiscard]] virtual bool is_asked_about_delivery() const { return false; }
  // Nothing: no news.
  [[nodiscard]] virtual std::optional<Told> told(const std::string& /*id*/, const std::string& /*receipt*/) {
    return std::nullopt;
  }
};

}  // namespace sportello::messaging
