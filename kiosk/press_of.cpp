#include "kiosk/press_of.h"

#include <ctime>

#include "kiosk/printing/escpos_press.h"
#include "kiosk/printing/ipp_press.h"

namespace sportello::kiosk {

std::expected<printing::Printer::Make, std::string> press_of(const config::Printer& configuration,
                                                             std::shared_ptr<const widgets::Fonts> fonts,
                                                             const widgets::Texts& texts,
                                                             const printing::Limits& limits) {
  // Made where the printer's thread runs: fonts belong to a thread.
  const auto painter = [fonts = std::move(fonts), &texts, limits] {
    return std::make_shared<const printing::Painter>(fonts->another(), texts, limits);
  };
  if (configuration.kind == config::Printer::Kind::escpos) {
    printing::EscPosPress::Options options{configuration.device, configuration.baud, configuration.dots};
    return [options, painter, limits] { return std::make_unique<printing::EscPosPress>(options, painter(), limits); };
  }
  const auto address = printing::IppAddress::of(configuration.address, configuration.pin);
  if (!address) return std::unexpected("[printer] " + address.error());
  printing::IppPress::Options options{*address, configuration.media};
  return [options, painter, limits] { return std::make_unique<printing::IppPress>(options, painter(), limits); };
}

printing::Moment moment_now() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return {local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min};
}

}  // namespace sportello::kiosk
