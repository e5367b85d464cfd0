// Sentences and rows of an import's report.
#include "service/commands/import_report.h"

#include <fstream>
#include <ostream>
#include <set>

#include "service/commands/table.h"

namespace sportello::commands {
namespace {

constexpr std::size_t told_lines = 50;  // on a terminal; the report file has all

void more(std::ostream& out, std::size_t all, std::string_view what) {
  if (all > told_lines) out << "… and " << all - told_lines << " more " << what << ": --report FILE.csv lists all\n";
}

// "what is wrong: how to mend it".
std::vector<std::string> row_of(const import::Problem& problem) {
  const auto cut = problem.sentence.rfind(": ");
  const bool whole = cut == std::string::npos;
  return {std::to_string(problem.line), problem.column, problem.sentence.substr(0, cut),
          whole ? "" : problem.sentence.substr(cut + 2)};
}

template <class Act>
void each_missing(const importing::Missing& missing, Act act) {
  for (const auto& id : missing.guardians) act("guardian " + id);
  for (const auto& id : missing.pupils) act("pupil " + id);
  for (const auto& [guardian, pupil] : missing.bonds)
    act("guardianship of guardian " + guardian + ", pupil " + pupil);
}

std::size_t count(const importing::Missing& missing) {
  return missing.guardians.size() + missing.pupils.size() + missing.bonds.size();
}

}  // namespace

std::expected<void, std::string> write_report(const std::filesystem::path& file, const import::Report& report,
                                              const importing::Findings& findings) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << csv_line({"line", "column", "what", "mend"});
  for (const auto& problem : report.problems) out << csv_line(row_of(problem));
  for (const auto& problem : findings.problems) out << csv_line(row_of(problem));
  for (const auto& warning : report.warnings) out << csv_line(row_of(warning));
  for (const auto& change : findings.changes) out << csv_line(row_of(importing::told(change)));
  each_missing(findings.missing, [&](const std::string& who) {
    out << csv_line(
        {"", "", who + " is on file, and not in this file", "leave it, or close it with --close-missing"});
  });
  if (report.more_problems + report.more_warnings > 0) {
    out << csv_line({"", "",
                     std::to_string(report.more_problems) + " more problems and " +
                         std::to_string(report.more_warnings) + " more warnings",
                     "mend these first"});
  }
  if (!out.flush()) return std::unexpected(file.string() + ": the report cannot be written there");
  return {};
}

void tell_file(std::ostream& out, const import::Report& report, const import::Layout& layout) {
  if (report.encoding != import::Encoding::utf8) {
    out << "the file is not UTF-8 and was read as " << import::name_of(report.encoding)
        << ": look at an accented letter, or say --encoding\n";
  }
  if (!report.ignored.empty()) {
    out << "columns that the layout " << layout.name << " does not know, ignored:";
    for (std::size_t i = 0; i < report.ignored.size(); ++i)
      out << (i == 0 ? " " : ", ") << one_line(report.ignored[i]);
    out << '\n';
  }
  if (report.left_out > 0) out << report.left_out << " rows were left out: they hold no codice fiscale\n";
}

void tell_warnings(std::ostream& err, const import::Report& report) {
  for (std::size_t i = 0; i < std::min(report.warnings.size(), told_lines); ++i) {
    err << "warning: " << import::to_text(report.warnings[i]) << '\n';
  }
  more(err, report.warnings.size() + static_cast<std::size_t>(report.more_warnings), "warnings");
}

void tell_changes(std::ostream& out, const importing::Findings& findings) {
  for (std::size_t i = 0; i < std::min(findings.changes.size(), told_lines); ++i) {
    out << import::to_text(importing::told(findings.changes[i])) << '\n';
  }
  more(out, findings.changes.size(), "changes");
}

void tell_missing(std::ostream& out, const importing::Findings& findings, bool closed) {
  const auto& missing = findings.missing;
  if (count(missing) == 0) return;
  out << (closed ? "closed, for this file does not name them: " : "on file, and not in this file: ")
      << missing.guardians.size() << " guardians, " << missing.pupils.size() << " pupils, "
      << static_cast<std::int64_t>(missing.bonds.size()) + missing.bonds_of_missing << " guardianships"
      << (closed ? "" : "; they stay, unless you import with --close-missing") << '\n';
  std::size_t told = 0;
  each_missing(missing, [&](const std::string& who) {
    if (told++ < told_lines) out << "missing: " << who << '\n';
  });
  more(out, count(missing), "missing");
}

void tell_mails(std::ostream& out, const store::acts::ImportCounts& counts) {
  const auto tell = [&](const std::set<std::string>& guardians, std::string_view what) {
    for (const auto& id : guardians) out << "guardian " << id << ": " << what << '\n';
  };
  tell(counts.kept_confirmed, "mail kept: confirmed by the guardian; --replace-confirmed takes the file's");
  tell(counts.kept_assigned, "mail kept: assigned by the school, and the file names no other");
  tell(counts.replaced, "confirmed mail replaced by the file's; the old address was told");
}

}  // namespace sportello::commands
