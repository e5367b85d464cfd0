// A gateway to Kannel's smsbox. Puts nothing secret into a URL: user, number and text travel as headers and body.
#pragma once

#include "service/messaging/gateway.h"

namespace sportello::messaging {

struct KannelOptions {
  std::string url;  // of smsbox, such as http://127.0.0.1:13013/cgi-bin/sendsms
  std::string username;
  secret::SecretText password;
  std::string sender;
};

class KannelGateway final : public Gateway {
 public:
  explicit KannelGateway(KannelOptions options);
  [[nodiscard]] std::string name() const override { return "kannel"; }
  // 202 means queued at Kannel. A 503 (no centre reachable, and Kannel does not queue) is a refusal like any other.
  [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& parcel) override;

 private:
  KannelOptions options_;
};

}  // namespace sportello::messaging
