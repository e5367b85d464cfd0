// The one door to ZXing-C++: Debian 12 ships 1.4, Debian 13 ships 2.3, and names differ.
#pragma once

#ifndef ZX_USE_UTF8
#define ZX_USE_UTF8 1  // 1.4: text as UTF-8
#endif
#include <ZXing/ReadBarcode.h>

#include <cstdint>
#include <optional>
#include <string>

namespace sportello::devices {

// The formats of Italian cards, our badges and our sheets, and no other: with all formats on, a health card's
// Code 39 has been misread as EAN.
inline std::optional<std::string> read_bars(const std::uint8_t* grey, int width, int height) {
  const ZXing::ImageView view{grey, width, height, ZXing::ImageFormat::Lum};
  const auto formats = ZXing::BarcodeFormat::Code39 | ZXing::BarcodeFormat::Code128 | ZXing::BarcodeFormat::QRCode;
#if __has_include(<ZXing/ReaderOptions.h>)
  ZXing::ReaderOptions options;
  options.setTryInvert(false).setTextMode(ZXing::TextMode::Plain).setTryCode39ExtendedMode(false);
#else
  ZXing::DecodeHints options;
#endif
  options.setFormats(formats).setTryHarder(true).setTryRotate(true);
  const auto result = ZXing::ReadBarcode(view, options);
  if (!result.isValid()) return std::nullopt;
  return result.text();
}

}  // namespace sportello::devices
