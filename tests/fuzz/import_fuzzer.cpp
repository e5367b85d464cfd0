// libFuzzer's way in. What import_entry.h throws ends the program, which is what libFuzzer calls a finding.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/import_entry.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sportello::fuzz::read_as_import({reinterpret_cast<const char*>(data), size});
  return 0;
}
