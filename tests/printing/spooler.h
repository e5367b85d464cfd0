// A real CUPS scheduler in a folder of its own, with one queue that passes everything on to an IPP printer. It keeps
// jobs and documents as CUPS does unless told otherwise.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::tests {

class Spooler {
 public:
  explicit Spooler(const std::string& printer_uri);
  [[nodiscard]] std::string uri() const;
  // On its disk: what jobs are called there (c: what it knows of one, d: the document).
  [[nodiscard]] std::vector<std::string> kept() const;
  [[nodiscard]] std::string log() const;

 private:
  fakes::TempFolder folder_;
  std::uint16_t port_ = 0;
  std::optional<fakes::Process> scheduler_;
};

}  // namespace sportello::tests
