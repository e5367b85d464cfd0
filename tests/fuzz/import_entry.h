// What must hold for every sequence of bytes that somebody calls a school's file: read by csv.h and judged by row.h
// and guardians.h, under each layout. Knows no fuzzer: one calls it, and so does a test.
#pragma once

#include <stdexcept>
#include <string_view>

namespace sportello::fuzz {

// A promise of the reader that these bytes break. Says which, never what stood in the bytes.
class Broken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

void read_as_import(std::string_view bytes);

}  // namespace sportello::fuzz
