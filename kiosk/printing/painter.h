// Lays a slip out with Pango and Cairo: as a PDF, or as dots. Belongs to one thread. Keeps nothing of a slip; what
// Pango and Cairo free is wiped by the allocator (see README.md).
#pragma once

#include <memory>
#include <optional>

#include "kiosk/printing/limits.h"
#include "kiosk/printing/picture.h"
#include "kiosk/printing/sheet.h"
#include "kiosk/printing/slip.h"
#include "kiosk/printing/wiped_bytes.h"
#include "kiosk/widgets/shaped_text.h"

typedef struct _cairo cairo_t;

namespace sportello::printing {

class Painter {
 public:
  // `fonts`: this thread's own (Fonts::another). `texts` outlives the painter.
  Painter(std::shared_ptr<const widgets::Fonts> fonts, const widgets::Texts& texts, const Limits& limits = {})
      : fonts_(std::move(fonts)), texts_(texts), limits_(limits) {}

  // This sheet, with type so small that the slip fits it; nothing when it would not be legible.
  [[nodiscard]] std::optional<Sheet> fitted(const Slip& slip, const Sheet& sheet) const;
  // On the fitted sheet. Empty when there is none, or Cairo has no memory.
  [[nodiscard]] WipedBytes pdf(const Slip& slip, const Sheet& sheet) const;
  // No rows when it is longer than limits allow.
  [[nodiscard]] Picture picture(const Slip& slip, int dots) const;
  // Black on whatever is there, from the top left, in points; the height it took. `dots_a_point`: of a device that
  // knows black and white only, so that a QR code's squares are whole dots; 0 for any other.
  double draw(cairo_t* cairo, const Slip& slip, const Sheet& sheet, double dots_a_point) const;

 private:
  std::shared_ptr<const widgets::Fonts> fonts_;
  const widgets::Texts& texts_;
  Limits limits_;
};

}  // namespace sportello::printing
