// A gateway for demos and tests: every message becomes a file in a folder. An SMS is {"to","text","at"}, a mail has
// "subject", "html" and "language" too. Never for guardians: codes and links lie there in clear, so `serve` refuses
// it without --demo.
#pragma once

#include <filesystem>

#include "service/messaging/gateway.h"

namespace sportello::messaging {

class SpoolGateway final : public Gateway {
 public:
  explicit SpoolGateway(std::filesystem::path directory, std::string name = "spool");
  [[nodiscard]] std::string name() const override { return name_; }
  // The file appears whole, by a rename; its name sorts by time: <milliseconds>-<outbox id>.json.
  [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& parcel) override;
  [[nodiscard]] Known was_taken(const std::string& id) override;

 private:
  std::filesystem::path directory_;
  std::string name_;
};

}  // namespace sportello::messaging
