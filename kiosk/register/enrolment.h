// How a blank device becomes a known kiosk, and where it keeps what it is: device.key and device.id; the audit.head
// that stands beside them is witness.h's.
#pragma once

#include <expected>
#include <string>

#include "firmware-config/device_configuration.h"
#include "service/shared/signing/key.h"

namespace sportello::reg {

struct DeviceIdentity {
  signing::SigningKey key;
  std::string id;
};

// The error is one sentence for a technician.
std::expected<DeviceIdentity, std::string> load_identity(const config::DeviceConfiguration& configuration);

struct Enrolled {
  std::string id;
  std::string words;  // the key's fingerprint, to compare at `device approve`
  std::string school_name;
};

// Makes the key if there is none, sends it with the single-use code of the enrolment sheet, keeps the id.
// A device that has an id already is refused.
std::expected<Enrolled, std::string> enrol(const config::DeviceConfiguration& configuration, const std::string& code);

}  // namespace sportello::reg
