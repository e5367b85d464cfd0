// The kiosk as a witness of the school's audit chain: keeps the newest signed head it was told, durably, beside the
// device's key. A head that goes back, or that another key signed, is not taken: the old one stays, is said in the
// log, and goes to the service at every heartbeat. Judges nothing else and knows no event.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "firmware-config/device_configuration.h"
#include "service/shared/wire/messages.h"

namespace sportello::reg {

class Witness {
 public:
  // `file` need not be there yet. One that does not read, or is another device's, is never written over and counts as
  // a refusal, "unreadable": the kiosk serves on, the office hears of it.
  static Witness load(const std::filesystem::path& file, const std::string& device);
  static std::filesystem::path file_of(const config::DeviceConfiguration& configuration);

  [[nodiscard]] wire::HeartbeatRequest to_tell() const { return {kept_.head, kept_.refused}; }
  // At enrolment.
  [[nodiscard]] std::expected<void, std::string> learn(const signing::PublicKey& key);
  // At every heartbeat. Once it has refused a head, it keeps the old one until somebody takes its file away.
  void take(const wire::DeviceAnswer& answer);
  [[nodiscard]] const wire::WitnessFile& kept() const { return kept_; }

 private:
  Witness(std::filesystem::path file, wire::WitnessFile kept) : file_(std::move(file)), kept_(std::move(kept)) {}
  [[nodiscard]] std::string reason_against(const wire::DeviceAnswer& answer) const;
  [[nodiscard]] bool save() const;

  std::filesystem::path file_;
  wire::WitnessFile kept_;
};

}  // namespace sportello::reg
