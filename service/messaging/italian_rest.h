// The REST dialect that several Italian gateways share. A token by Basic authentication, kept until it is refused;
// our outbox id as order_id, so that the gateway can be asked about it.
#pragma once

#include <filesystem>
#include <mutex>

#include "service/messaging/gateway.h"
#include "service/messaging/http_call.h"

namespace sportello::messaging {

struct ItalianRestOptions {
  std::string name = "italian-rest";
  std::string url;  // up to /API/v1.0/REST, with no slash at its end
  std::string username;
  secret::SecretText password;
  std::string sender;        // registered alias, or a number
  std::string message_type;  // the gateway's word for its quality
  std::filesystem::path ca_file;
};

class ItalianRestGateway final : public Gateway {
 public:
  explicit ItalianRestGateway(ItalianRestOptions options);
  [[nodiscard]] std::string name() const override { return options_.name; }
  [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& parcel) override;
  [[nodiscard]] Known was_taken(const std::string& id) override;
  [[nodiscard]] bool is_asked_about_delivery() const override { return true; }
  [[nodiscard]] std::optional<Told> told(const std::string& id, const std::string& receipt) override;

 private:
  struct Token {
    secret::SecretText user_key, access_token;
  };
  std::expected<Token, Refusal> token();
  void forget(const Token& token);
  // With the token, and once more with a new one when it is refused.
  std::expected<HttpAnswer, Refusal> call(HttpCall call);

  ItalianRestOptions options_;
  std::mutex mutex_;  // guards the token
  std::optional<Token> token_;
};

// A state of the dialect, such as DLVRD. Nothing: it is none of them.
std::optional<Told> told_by_italian_rest(std::string_view status);

}  // namespace sportello::messaging
