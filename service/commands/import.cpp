// import: judges the whole file first, then writes it in one transaction. A broken file changes nothing.
#include "service/store/acts/import.h"

#include <fstream>
#include <ostream>

#include "service/commands/run.h"
#include "service/commands/with_ground.h"
#include "service/import/guardians.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

int tell_problems(const CommandLine& line, const import::Report& report) {
  for (const auto& problem : report.problems) *line.err << import::to_text(problem) << '\n';
  const auto count = static_cast<std::int64_t>(report.problems.size()) + report.more_problems;
  return failed(line, std::to_string(count) + (count == 1 ? " problem" : " problems") +
                          (report.more_problems > 0
                               ? ", the first " + std::to_string(report.problems.size()) + " of them listed above"
                               : "") +
                          ": nothing was imported");
}

struct Imported {
  bool no_school = false;
  import::Report report;
  acts::ImportCounts counts;
};

// In one write: rolled back when the file changed since it was judged.
std::expected<Imported, store::StoreError> write_file(Ground& ground, const std::string& school_code,
                                                      const std::filesystem::path& file,
                                                      acts::ConfirmedMail confirmed) {
  auto slot = std::make_shared<Imported>();
  std::promise<std::expected<void, store::StoreError>> answered;
  ground.store->write(
      [slot, school_code, file, confirmed, &office = *ground.office, at = now()](store::Session& session) {
        *slot = {};
        const auto school = acts::find_school(session, school_code);
        slot->no_school = !school;
        if (!school) return store::Verdict::roll_back;
        std::ifstream stream{file, std::ios::binary};
        slot->report = import::read_guardians(stream, [&](const import::GuardianRow& row) {
          acts::import_row(session, office, school->id, row, slot->counts, at, confirmed);
        });
        if (!slot->report.problems.empty()) return store::Verdict::roll_back;
        acts::note_import(session, office, school->id, slot->counts, at);
        return store::Verdict::commit;
      },
      [&](std::expected<void, store::StoreError> result) { answered.set_value(std::move(result)); });
  if (auto result = answered.get_future().get(); !result) return std::unexpected(result.error());
  return std::move(*slot);
}

void tell_mails(const CommandLine& line, const acts::ImportCounts& counts) {
  const auto tell = [&](const std::set<std::string>& guardians, std::string_view what) {
    for (const auto& id : guardians) *line.out << "guardian " << id << ": " << what << '\n';
  };
  tell(counts.kept_confirmed, "mail kept: confirmed by the guardian; --replace-confirmed takes the file's");
  tell(counts.kept_assigned, "mail kept: assigned by the school, and the file names no other");
  tell(counts.replaced, "confirmed mail replaced by the file's; the old address was told");
}

}  // namespace

int import_guardians(const CommandLine& line, const std::string& school, const std::filesystem::path& file,
                     bool dry_run, bool replace_confirmed) {
  return with_ground(line, [&](Ground& ground) {
    const auto no_school = [&] {
      return failed(line, "there is no school " + school + ": see sportello-service school list");
    };
    const auto known = store::read_and_wait(
        *ground.store, [&](store::Session& session) { return acts::find_school(session, school).has_value(); });
    if (!known) return failed(line, known.error().sentence);
    if (!*known) return no_school();
    std::error_code error;
    std::ifstream stream{file, std::ios::binary};
    if (!stream || !std::filesystem::is_regular_file(file, error)) {
      return failed(line, file.string() + ": cannot be read: name a CSV file");
    }
    // Judged before the store is taken, so that a long list of problems keeps no visit waiting.
    const auto report = import::read_guardians(stream, {});
    if (!report.problems.empty()) return tell_problems(line, report);
    if (dry_run) {
      *line.out << report.rows << " rows are right: " << report.guardians << " guardians, " << report.pupils
                << " pupils; nothing was imported (--dry-run)\n";
      return 0;
    }
    const auto imported = write_file(ground, school, file,
                                     replace_confirmed ? acts::ConfirmedMail::replace : acts::ConfirmedMail::keep);
    if (!imported) return failed(line, imported.error().sentence);
    if (imported->no_school) return no_school();
    if (!imported->report.problems.empty()) return tell_problems(line, imported->report);
    const auto& counts = imported->counts;
    *line.out << imported->report.rows << " rows: guardians " << counts.new_guardians << " new, "
              << counts.changed_guardians << " changed, of " << imported->report.guardians << "; pupils "
              << counts.new_pupils << " new, " << counts.changed_pupils << " changed, of " << imported->report.pupils
              << '\n';
    tell_mails(line, counts);
    return 0;
  });
}

}  // namespace sportello::commands
