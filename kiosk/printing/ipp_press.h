// A printer that speaks IPP Everywhere: over the network, on USB by ipp-usb, or a queue of a local CUPS.
// Never leaves a job behind that a misfortune holds up: it is taken back, or owed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/printing/ipp_line.h"
#include "kiosk/printing/limits.h"
#include "kiosk/printing/painter.h"
#include "kiosk/printing/press.h"

namespace sportello::printing {

class IppPress : public Press {
 public:
  struct Options {
    IppAddress address;
    // PWG 5101.1 name of the paper that slips are printed on, such as iso_a4_210x297mm. Empty: the printer's first.
    std::string media;
  };
  IppPress(Options options, std::shared_ptr<const Painter> painter, const Limits& limits = {});

  Condition look(const std::stop_token& stop) override;
  Outcome print(const Slip& slip, const Tell& tell, const std::stop_token& stop) override;
  [[nodiscard]] bool owes() const override { return !owed_.empty(); }

 private:
  enum class Taken { gone, too_late, owed };  // too_late: it is printed

  struct About;  // what the printer says of itself
  [[nodiscard]] std::optional<About> ask_printer(const std::stop_token& stop) const;
  struct Job;
  [[nodiscard]] std::optional<Job> ask_job(int id, const std::stop_token& stop) const;
  [[nodiscard]] IppLine::Message about_job(ipp_op_t operation, int id) const;
  struct Made {
    int id = 0;  // 0: none
    Outcome otherwise;
  };
  Made make_job(const About& about, const std::stop_token& stop) const;
  Outcome watch(int id, const std::stop_token& stop);
  Taken take_back(int id) const;
  // Takes it back because of this; what to tell then.
  Outcome give_up(int id, Condition why, bool began);
  bool settle();  // false: something is still owed
  void forget(int id) const;

  Options options_;
  std::shared_ptr<const Painter> painter_;
  Limits limits_;
  IppLine line_;
  std::vector<int> owed_;
  bool spools_ = false;  // a CUPS, which keeps documents
};

}  // namespace sportello::printing
