// `sportello-kiosk print-test`: a technician sees what the printer is like, and a slip with invented words. No visit
// is near.
#pragma once

#include <expected>
#include <string>

#include "firmware-config/device_configuration.h"

namespace sportello::kiosk {

struct PrintTest {
  std::string language = "it";
  bool look = false;  // the condition only
};

// Writes one line: what the printer is like, or that the slip is printed. The error is one sentence with its mend.
std::expected<void, std::string> print_test(const config::DeviceConfiguration& configuration, const PrintTest& test);

}  // namespace sportello::kiosk
