// A gateway for demos and tests: every message becomes a file {"to","text","at"} in a folder. Never for guardians:
// the codes lie there in clear, so `serve` refuses it without --demo.
#pragma once

#include <filesystem>

#include "service/messaging/gateway.h"

namespace sportello::messaging {

class SpoolGateway final : public Gateway {
 public:
  explicit SpoolGateway(std::filesystem::path directory);
  [[nodiscard]] std::string name() const override { return "spool"; }
  // The file appears whole, by a rename; its name sorts by time: <milliseconds>-<random>.json.
  [[nodiscard]] std::expected<void, Refusal> send(const Sms& sms) override;

 private:
  std::filesystem::path directory_;
};

}  // namespace sportello::messaging
