// import: judges the whole file first, then brings it in by short writes. A broken file changes nothing.
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>

#include "service/commands/import_report.h"
#include "service/commands/run.h"
#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/import/layout_files.h"
#include "service/importing/importing.h"
#include "service/store/acts/processes.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::string school, layout{import::plain_layout}, encoding;
  std::filesystem::path file, report;
  bool dry_run = false, replace_confirmed = false, close_missing = false, progress = false;
  int close_share = importing::usual_share;
};

// One line that is written over and over; nothing on a pipe, unless it was asked for.
class Progress {
 public:
  Progress(const CommandLine& line, bool wanted)
      : err_(*line.err),
        terminal_(line.err == &std::cerr && ::isatty(STDERR_FILENO) == 1),
        on_(wanted || terminal_) {}

  void tell(std::string_view what, std::int64_t done, std::int64_t of) {
    if (!on_) return;
    const auto now = std::chrono::steady_clock::now();
    if (done != of && now - last_ < std::chrono::milliseconds{500}) return;
    last_ = now;
    err_ << (terminal_ ? "\r\x1b[K" : "") << what << ' ' << done;
    if (of > 0) err_ << " of " << of;
    err_ << (terminal_ ? "" : "\n") << std::flush;
    told_ = true;
  }
  void end() {
    if (terminal_ && told_) err_ << "\r\x1b[K" << std::flush;
    told_ = false;
  }

 private:
  std::ostream& err_;
  bool terminal_, on_, told_ = false;
  std::chrono::steady_clock::time_point last_{};
};

int tell_problems(const CommandLine& line, const std::vector<import::Problem>& problems, std::int64_t more) {
  const auto shown = std::min(problems.size(), import::most_problems);
  for (std::size_t i = 0; i < shown; ++i) *line.err << import::to_text(problems[i]) << '\n';
  const auto count = static_cast<std::int64_t>(problems.size()) + more;
  const bool all = count == static_cast<std::int64_t>(shown);
  return failed(line, std::to_string(count) + (count == 1 ? " problem" : " problems") +
                          (all ? "" : ", the first " + std::to_string(shown) + " of them listed above") +
                          ": nothing was imported");
}

void tell_end(const CommandLine& line, const Options& options, const import::Read& read,
              const importing::Findings& found) {
  const auto& report = read.report;
  const auto& counts = found.counts;
  if (found.last_was_interrupted) *line.out << "the last import was interrupted; this one completes it\n";
  if (options.dry_run) tell_changes(*line.out, found);
  *line.out << report.rows << " rows" << (options.dry_run ? " are right" : "") << ": guardians "
            << counts.new_guardians << " new, " << counts.changed_guardians << " changed, of " << report.guardians
            << "; pupils " << counts.new_pupils << " new, " << counts.changed_pupils << " changed, of "
            << report.pupils << (options.dry_run ? "; nothing was imported (--dry-run)" : "") << '\n';
  tell_missing(*line.out, found, options.close_missing && !options.dry_run);
  tell_mails(*line.out, counts);
}

int import_into(const CommandLine& line, const Options& options, Ground& ground, const import::Layout& layout) {
  const auto school = store::read_and_wait(
      *ground.store, [&](store::Session& session) { return acts::find_school(session, options.school); });
  if (!school) return failed(line, school.error().sentence);
  if (!*school) return failed(line, acts::no_school(options.school));
  std::error_code error;
  std::ifstream stream{options.file, std::ios::binary};
  if (!stream || !std::filesystem::is_regular_file(options.file, error)) {
    return failed(line, options.file.string() + ": cannot be read: name a CSV file");
  }
  // A report that nobody can write is told before the work, not after it.
  if (!options.report.empty()) {
    if (const auto empty = write_report(options.report, {}, {}); !empty) return failed(line, empty.error());
  }
  Progress progress{line, options.progress};
  import::Reading reading;
  reading.layout = layout;
  if (!options.encoding.empty()) reading.encoding = import::encoding_named(options.encoding);
  reading.keys = importing::keys_of(*ground.office, (*school)->id);
  reading.threads = importing::threads_beside();
  reading.progress = [&](std::int64_t rows) { progress.tell("rows read:", rows, 0); };
  // Judged before the store is taken, so that a long list of problems keeps no visit waiting.
  const auto read = import::read_guardians(stream, reading);
  progress.end();
  const auto keep_report = [&](const importing::Findings& found) -> std::expected<void, std::string> {
    if (options.report.empty()) return {};
    return write_report(options.report, read.report, found);
  };
  tell_file(*line.out, read.report, layout);
  if (!read.report.problems.empty()) {
    if (const auto kept = keep_report({}); !kept) return failed(line, kept.error());
    return tell_problems(line, read.report.problems, read.report.more_problems);
  }
  tell_warnings(*line.err, read.report);
  importing::Wish wish;
  wish.file = options.file;
  wish.school_id = (*school)->id;
  wish.layout = layout;
  wish.confirmed = options.replace_confirmed ? acts::ConfirmedMail::replace : acts::ConfirmedMail::keep;
  wish.write = !options.dry_run;
  wish.close_missing = options.close_missing;
  wish.close_share = options.close_share;
  wish.somebody_serves = [](store::Session& session) { return acts::somebody_serves(session, now()); };
  wish.now = now();
  wish.progress = [&](std::string_view what, std::int64_t done, std::int64_t of) {
    progress.tell(std::string{what} + ':', done, of);
  };
  const auto found = importing::import_file(*ground.store, *ground.office, wish, read);
  progress.end();
  if (!found) return failed(line, found.error());
  if (const auto kept = keep_report(*found); !kept) return failed(line, kept.error());
  if (!found->problems.empty()) return tell_problems(line, found->problems, 0);
  tell_end(line, options, read, *found);
  return 0;
}

int import_guardians(const CommandLine& line, const Options& options) {
  return with_ground(line, [&](Ground& ground) {
    const auto configuration = load_configuration(line.configuration);
    if (!configuration) return failed(line, configuration.error());
    const auto layouts = import::load_layouts(configuration->layouts_directory);
    if (!layouts) return failed(line, layouts.error());
    const auto layout = layouts->find(options.layout);
    if (layout == layouts->end()) {
      std::string names;
      for (const auto& [name, one] : *layouts) names += "\n  " + name + ": " + one.title;
      return failed(line, "there is no layout " + options.layout +
                              ": take one of these, or describe your vendor's "
                              "in service.layouts_directory" +
                              names);
    }
    if (!options.encoding.empty() && !import::encoding_named(options.encoding)) {
      return failed(line, "there is no encoding " + options.encoding + " here: take utf-8 or windows-1252");
    }
    return import_into(line, options, ground, layout->second);
  });
}

}  // namespace

void add_import_command(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* import =
      app.add_subcommand("import",
                         "Import guardians and pupils from a CSV file, one row per guardian per pupil. The "
                         "whole file is judged first: one with a mistake changes nothing. Known people are "
                         "updated, never doubled; credentials are never touched. Visits go on meanwhile. "
                         "An import that was interrupted is completed by running it again.");
  import->add_option("--school", options->school, "The school's code")->required();
  import->add_option("file", options->file, "The CSV file: ; or , between fields, UTF-8 or Windows-1252")->required();
  import->add_option("--layout", options->layout,
                     "Whose columns they are: sportello (default), nuvola, pupils, or a file of "
                     "service.layouts_directory");
  import->add_option("--encoding", options->encoding, "utf-8 or windows-1252; left out, it is found");
  import->add_flag("--dry-run", options->dry_run,
                   "Judge the file, hold it against what is on file, tell what would change; import nothing");
  import->add_option("--report", options->report,
                     "Write every problem, warning, change and missing person to this file as CSV");
  import->add_flag(
      "--close-missing", options->close_missing,
      "Close who is on file and not in this file: guardianships end, pupils have left, guardians without "
      "pupils are disabled; whoever is imported again comes back");
  import
      ->add_option("--close-missing-share", options->close_share,
                   "Refuse to close when more per cent than this would go (default 20)")
      ->check(CLI::Range(0, 100));
  import->add_flag("--replace-confirmed", options->replace_confirmed,
                   "Take the file's mail address also where the guardian confirmed another one; the old one is told");
  import->add_flag("--progress", options->progress, "Tell how far it is, also where no terminal reads it");
  import->callback([&line, options] { line.exit_code = import_guardians(line, *options); });
}

}  // namespace sportello::commands
