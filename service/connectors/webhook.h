// POSTs one event after the other to a register: HTTPS, signed as RFC 9421 says, the event's id as Idempotency-Key.
// Follows no redirect, uses no proxy, reads no answer but its status and Retry-After.
#pragma once

#include <atomic>
#include <chrono>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "service/connectors/connector.h"
#include "service/connectors/limits.h"
#include "service/shared/signing/key.h"

namespace sportello::connectors {

struct WebhookOptions {
  std::string name;  // the keyid of its signatures
  std::string url;
  std::filesystem::path ca_file;  // whom to trust; empty: the system's
  std::string pin;                // "sha256//…" of the register's key; empty: none
  std::chrono::milliseconds connect = webhook_connect;
  std::chrono::milliseconds total = webhook_total;
  std::chrono::seconds first_wait = connectors::first_wait;
};

class Webhook final : public Connector {
 public:
  // The error is a sentence: an address that is none.
  static std::expected<std::unique_ptr<Webhook>, std::string> make(Tools tools, WebhookOptions options,
                                                                   signing::SigningKey key);
  ~Webhook() override;
  bool work(const Customer& school) override;
  void give_up() override { giving_up_ = true; }

 private:
  struct Line;  // libcurl's, kept open between events
  struct Answer {
    long status = 0;  // 0: none came
    std::string word;
    std::optional<std::chrono::seconds> retry_after;
  };
  Webhook(Tools tools, WebhookOptions options, signing::SigningKey key);
  Answer post(const std::string& id, std::string_view body);
  void note(const store::acts::ClaimedEvent& event, const Answer& answer);

  Tools tools_;
  WebhookOptions options_;
  signing::SigningKey key_;
  std::string authority_, target_;
  std::unique_ptr<Line> line_;
  std::atomic<bool> giving_up_ = false;
};

}  // namespace sportello::connectors
