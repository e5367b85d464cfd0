// commitments export; reports list, close: what the office files.
#include <memory>
#include <ostream>

#include "service/commands/italian.h"
#include "service/commands/table.h"
#include "service/commands/trees.h"
#include "service/commands/who.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/office_records.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::string school, which;
  bool all = false, json = false, csv = false;
};

int export_commitments(const CommandLine& line, const Options& options) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) -> acts::Told<std::vector<acts::Acceptance>> {
        const auto school = acts::find_school(session, options.school);
        if (!school) return std::unexpected(acts::no_school(options.school));
        return acts::export_commitments(session, office, school->id, at);
      },
      [&](const auto& all) {
        Table table{{"surname", "name", "version", "accepted_at", "reference"}};
        for (const auto& one : *all) {
          table.add({std::string{one.surname.reveal()}, std::string{one.given_name.reveal()}, one.version,
                     italian_iso(one.accepted_at), one.reference});
        }
        table.print(*line.out, Shape::csv, "");
      });
}

int list(const CommandLine& line, const Options& options) {
  return with_ground(line, [&](Ground& ground) {
    using Lines = acts::Told<std::vector<acts::ReportLine>>;
    const auto read = store::read_and_wait(*ground.store, [&](store::Session& session) -> Lines {
      const auto school = acts::find_school(session, options.school);
      if (!school) return std::unexpected(acts::no_school(options.school));
      return acts::list_reports(session, *ground.office, school->id, options.all);
    });
    if (!read) return failed(line, read.error().sentence);
    if (!*read) return failed(line, read->error());
    if (const auto noted = note_shown(ground, options.school, "reports"); !noted) return failed(line, noted.error());
    Table table{{"reference", "made", "surname", "name", "wrong", "note", "state", "id"}};
    for (const auto& one : **read) {
      table.add({one.reference, italian_text(one.created_at), std::string{one.surname.reveal()},
                 std::string{one.given_name.reveal()}, one.what, std::string{one.note.reveal()},
                 one.closed ? "closed" : "open", one.id});
    }
    table.print(*line.out, shape_of(options.json, options.csv), "no open reports");
    return 0;
  });
}

int close(const CommandLine& line, const Options& options) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) -> acts::Told<void> {
        const auto school = acts::find_school(session, options.school);
        if (!school) return std::unexpected(acts::no_school(options.school));
        return acts::close_report(session, office, school->id, options.which, at);
      },
      [&](const auto&) { *line.out << "report " << options.which << " closed\n"; });
}

}  // namespace

void add_record_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto add_school = [&](CLI::App* command) {
    command->add_option("--school", options->school, "The school's code")->required();
    return command;
  };
  auto* commitments = app.add_subcommand("commitments", "What guardians accepted");
  commitments->require_subcommand(1);
  auto* export_command =
      add_school(commitments->add_subcommand("export", "Who accepted which version when, as CSV on standard output"));
  export_command->footer("Example: sportello-service commitments export --school RMIC817009 > commitments.csv");
  export_command->callback([&line, options] { line.exit_code = export_commitments(line, *options); });

  auto* reports = app.add_subcommand("reports", "Reports of wrong personal data");
  reports->require_subcommand(1);
  auto* list_command = add_school(reports->add_subcommand("list", "Those that wait for the office"));
  list_command->add_flag("--all", options->all, "Closed ones too");
  auto* json = list_command->add_flag("--json", options->json, "For a program");
  list_command->add_flag("--csv", options->csv, "For a spreadsheet")->excludes(json);
  list_command->footer("Example: sportello-service reports list --school RMIC817009");
  list_command->callback([&line, options] { line.exit_code = list(line, *options); });
  auto* close_command = add_school(reports->add_subcommand("close", "The data is mended: close the report"));
  close_command->add_option("report", options->which, "Its reference, or its id")->required();
  close_command->footer("Example: sportello-service reports close --school RMIC817009 K7-4M2");
  close_command->callback([&line, options] { line.exit_code = close(line, *options); });
}

}  // namespace sportello::commands
