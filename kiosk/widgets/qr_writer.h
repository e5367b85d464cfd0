// The one door to ZXing-C++ for writing: a QR code's modules. Debian 12 ships 1.4, Debian 13 ships 2.3; what is used
// here has the same name in both. Includes nothing that reads.
#pragma once

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <optional>
#include <stdexcept>
#include <string>

namespace sportello::widgets {

// Error correction M, no quiet zone: one module a cell. Nothing when the text is too long for any QR code.
inline std::optional<ZXing::BitMatrix> write_qr(const std::string& text) {
  constexpr int level_m = 4;  // of the library's scale of 0 to 8
  try {
    ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
    return writer.setMargin(0).setEccLevel(level_m).encode(text, 0, 0);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace sportello::widgets
