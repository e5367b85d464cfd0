// One measured value of the table of clauses: checked here, and written down for `./run accessibility`.
// Writes only where $SPORTELLO_CLAUSES names a folder, one file a process; clauses.toml says what must be measured.
//
//   clause("5.1.3.4", "silence after a touch, ms", measured, "<=", 100);
#pragma once

#include <errno.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/catch.h"

namespace sportello::tests {

// "==" is of counts.
inline bool within(double measured, std::string_view op, double bound) {
  if (op == ">=") return measured >= bound;
  if (op == "<=") return measured <= bound;
  return op == "==" && measured == bound;
}

inline std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

inline void write_clause(std::string_view number, std::string_view what, double measured, std::string_view op,
                         double bound) {
  const char* folder = std::getenv("SPORTELLO_CLAUSES");
  if (folder == nullptr) return;
  const std::string program = program_invocation_short_name;
  std::ostringstream line;
  line.precision(9);
  line << R"({"clause":)" << quoted(number) << R"(,"what":)" << quoted(what) << R"(,"measured":)" << measured
       << R"(,"op":)" << quoted(op) << R"(,"bound":)" << bound << R"(,"program":)" << quoted(program) << R"(,"case":)"
       << quoted(Catch::getResultCapture().getCurrentTestName()) << "}\n";
  std::ofstream(std::string(folder) + "/" + program + "." + std::to_string(::getpid()) + ".jsonl", std::ios::app)
      << line.str();
}

inline void clause(std::string_view number, std::string_view what, double measured, std::string_view op,
                   double bound) {
  write_clause(number, what, measured, op, bound);
  INFO(number << ", " << what << ": " << measured << ", must be " << op << " " << bound);
  CHECK(within(measured, op, bound));
}

}  // namespace sportello::tests
