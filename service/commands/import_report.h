// What an import tells: on a terminal the first lines and the sums, in a file all of it as CSV. Lines, columns and
// ids of people on file; never a value of a row.
#pragma once

#include <expected>
#include <filesystem>
#include <iosfwd>
#include <string>

#include "service/import/guardians.h"
#include "service/importing/findings.h"

namespace sportello::commands {

// line;column;what;mend: one row for each problem, warning, change and missing person. The error is one sentence.
std::expected<void, std::string> write_report(const std::filesystem::path& file, const import::Report& report,
                                              const importing::Findings& findings);

void tell_file(std::ostream& out, const import::Report& report, const import::Layout& layout);
void tell_warnings(std::ostream& err, const import::Report& report);
void tell_changes(std::ostream& out, const importing::Findings& findings);
void tell_missing(std::ostream& out, const importing::Findings& findings, bool closed);
void tell_mails(std::ostream& out, const store::acts::ImportCounts& counts);

}  // namespace sportello::commands
