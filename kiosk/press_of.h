// From the configuration of a device to the press that its printer's thread makes. Asks no printer anything.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "firmware-config/device_configuration.h"
#include "kiosk/printing/printer.h"
#include "kiosk/widgets/shaped_text.h"
#include "kiosk/widgets/texts.h"

namespace sportello::kiosk {

// `texts` outlives the printer. The error is one sentence for a technician.
std::expected<printing::Printer::Make, std::string> press_of(const config::Printer& configuration,
                                                             std::shared_ptr<const widgets::Fonts> fonts,
                                                             const widgets::Texts& texts,
                                                             const printing::Limits& limits = {});

// The clock on the wall, as it stands on a slip.
printing::Moment moment_now();

}  // namespace sportello::kiosk
