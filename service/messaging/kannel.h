// A gateway to Kannel's smsbox. Puts nothing secret into a URL: user, number and text travel as headers and body.
#pragma once

#include "service/messaging/gateway.h"

namespace sportello::messaging {

struct KannelOptions {
  std::string name = "kannel";
  std::string url;  // of smsbox, such as http://127.0.0.1:13013/cgi-bin/sendsms
  std::string username;
  secret::SecretText password;
  std::string sender;
  std::string receipts_url;  // our private listener, as smsbox reaches it; "" asks for no receipts
};

class KannelGateway final : public Gateway {
 public:
  explicit KannelGateway(KannelOptions options);
  [[nodiscard]] std::string name() const override { return options_.name; }
  // 202 means queued at Kannel. A 503 (no centre reachable, and Kannel does not queue) is a refusal like any other.
  [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& parcel) override;
  // Kannel cannot be asked; but its receipt, if it comes, closes the message meanwhile.
  [[nodiscard]] Known was_taken(const std::string& id) override;

 private:
  KannelOptions options_;
};

}  // namespace sportello::messaging
