// A receipt printer on a device file. Gives it a few millimetres of the slip at a time, so that a misfortune finds no
// more than that inside. Needs one that answers DLE EOT and GS r: what never answers is not printed on.
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/printing/escpos_talk.h"
#include "kiosk/printing/limits.h"
#include "kiosk/printing/painter.h"
#include "kiosk/printing/press.h"
#include "kiosk/printing/sheet.h"

namespace sportello::printing {

class EscPosPress : public Press {
 public:
  struct Options {
    std::filesystem::path device;  // /dev/usb/lp0, /dev/ttyUSB0
    int baud = 0;                  // of a serial line; 0: as it is set
    int dots = dots_of_80_mm;      // it prints across: dots_of_58_mm or dots_of_80_mm
  };
  EscPosPress(Options options, std::shared_ptr<const Painter> painter, const Limits& limits = {});

  Condition look(const std::stop_token& stop) override;
  Outcome print(const Slip& slip, const Tell& tell, const std::stop_token& stop) override;
  [[nodiscard]] bool owes() const override { return owes_; }

 private:
  Outcome give_up(EscPosTalk& talk, Condition why, bool began);
  Condition settle(EscPosTalk& talk);
  [[nodiscard]] std::size_t bytes_of_a_band() const;

  Options options_;
  std::shared_ptr<const Painter> painter_;
  Limits limits_;
  bool owes_ = false;  // the rest of a slip may lie in its memory
};

}  // namespace sportello::printing
