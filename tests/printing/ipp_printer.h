// The real ippeveprinter on a loopback port, with a bus of its own, and a hand that makes it misbehave: a command
// that is run for each job says what the printer is like, and holds the job until it is let go.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::tests {

class IppPrinter {
 public:
  // media: what lies in its tray.
  explicit IppPrinter(const std::string& media = "iso_a4_210x297mm");

  [[nodiscard]] std::string uri(const std::string& scheme = "ipp") const;
  [[nodiscard]] std::string pin() const;  // of its key, for ipps

  // Of the next jobs: what the printer says once it has one, such as "STATE: +media-jam", and whether it holds it.
  void while_printing(const std::string& said, bool holds, int exit_code = 0);
  void let_go();
  // From now on, with no job: by a job of somebody else's, who leaves the printer like this.
  void be(const std::string& reasons);
  // Into its first tray; the other one holds envelopes, nobody knows how many (-2).
  void load(const std::string& media, int sheets, int envelopes = -2);

  [[nodiscard]] int jobs() const { return said("Create-Job successful-ok"); }  // begun by us, ever
  [[nodiscard]] bool has_job() const;                                          // a document arrived
  [[nodiscard]] std::filesystem::path document() const { return folder_ / "hand/arrived.pdf"; }
  void forget_document() const;
  [[nodiscard]] int said(const std::string& words) const;  // how often, in the printer's own log
  [[nodiscard]] std::string log() const;

  void switch_off() { printer_->signal(9); }
  void freeze() { printer_->signal(19); }  // SIGSTOP: its line is open, nobody answers
  void thaw() { printer_->signal(18); }

 private:
  void write(const std::string& name, const std::string& text) const;
  void run(const std::vector<std::string>& command) const;

  fakes::TempFolder folder_;
  std::uint16_t port_ = 0;
  std::optional<fakes::Process> bus_, printer_;
};

}  // namespace sportello::tests
