// aliases: mail addresses that the school makes. homonyms: who got another name than the pattern says.
#include <memory>
#include <ostream>

#include "service/commands/italian.h"
#include "service/commands/table.h"
#include "service/commands/trees.h"
#include "service/commands/who.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/aliases.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::string school, who;
  bool assign = false, all = false, json = false, csv = false;
};

int aliases(const CommandLine& line, const Options& options) {
  const auto kind = options.who == "pupils" ? acts::HolderKind::pupil : acts::HolderKind::guardian;
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) -> acts::Told<std::vector<acts::Alias>> {
        const auto school = acts::find_school(session, options.school);
        if (!school) return std::unexpected(acts::no_school(options.school));
        return acts::make_aliases(session, office, school->id, kind, options.assign, at);
      },
      [&](const auto& made) {
        const auto shape = shape_of(options.json, options.csv);
        Table table{{"surname", "name", "address", "homonym_of"}};
        for (const auto& one : *made) {
          table.add({std::string{one.surname.reveal()}, std::string{one.given_name.reveal()}, one.address,
                     one.address == one.wanted ? "" : one.wanted});
        }
        table.print(*line.out, shape, "everybody has an address");
        if (shape != Shape::terminal || table.empty()) return;
        *line.out << made->size()
                  << (options.assign ? " addresses written: make them on the school's mail server too\n"
                                     : " addresses would be written: add --assign\n");
      });
}

int list(const CommandLine& line, const Options& options) {
  return with_ground(line, [&](Ground& ground) {
    using Lines = acts::Told<std::vector<acts::HomonymLine>>;
    const auto read = store::read_and_wait(*ground.store, [&](store::Session& session) -> Lines {
      const auto school = acts::find_school(session, options.school);
      if (!school) return std::unexpected(acts::no_school(options.school));
      return acts::list_homonyms(session, *ground.office, school->id, options.all);
    });
    if (!read) return failed(line, read.error().sentence);
    if (!*read) return failed(line, read->error());
    if (const auto noted = note_shown(ground, options.school, "homonyms"); !noted) return failed(line, noted.error());
    Table table{{"made", "what", "who", "surname", "name", "wanted", "given", "seen"}};
    for (const auto& one : **read) {
      table.add({italian_text(one.created_at), one.kind, one.holder, std::string{one.surname.reveal()},
                 std::string{one.given_name.reveal()}, std::string{one.wanted.reveal()},
                 std::string{one.given.reveal()}, one.seen ? "yes" : "no"});
    }
    table.print(*line.out, shape_of(options.json, options.csv), "no new homonyms");
    return 0;
  });
}

int seen(const CommandLine& line, const Options& options) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) -> acts::Told<std::int64_t> {
        const auto school = acts::find_school(session, options.school);
        if (!school) return std::unexpected(acts::no_school(options.school));
        return acts::see_homonyms(session, office, school->id, at);
      },
      [&](const auto& count) { *line.out << *count << " marked as seen\n"; });
}

}  // namespace

void add_alias_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto add_school = [&](CLI::App* command) {
    command->add_option("--school", options->school, "The school's code")->required();
    return command;
  };
  const auto add_shapes = [&](CLI::App* command) {
    auto* json = command->add_flag("--json", options->json, "For a program");
    command->add_flag("--csv", options->csv, "For a spreadsheet")->excludes(json);
  };
  auto* aliases_command =
      add_school(app.add_subcommand("aliases", "Mail addresses by the profile's pattern, for those who have none"));
  aliases_command->add_option("--for", options->who, "guardians or pupils")
      ->required()
      ->check(CLI::IsMember({"guardians", "pupils"}));
  aliases_command->add_flag("--assign", options->assign, "Write them; else they are only listed");
  add_shapes(aliases_command);
  aliases_command->footer("Example: sportello-service aliases --school RMIC817009 --for pupils --assign --csv");
  aliases_command->callback([&line, options] { line.exit_code = aliases(line, *options); });

  auto* homonyms = app.add_subcommand("homonyms", "User codes and addresses that carry a number");
  homonyms->require_subcommand(1);
  auto* list_command = add_school(homonyms->add_subcommand("list", "Those that the office has not seen"));
  list_command->add_flag("--all", options->all, "Seen ones too");
  add_shapes(list_command);
  list_command->footer("Example: sportello-service homonyms list --school RMIC817009");
  list_command->callback([&line, options] { line.exit_code = list(line, *options); });
  auto* seen_command = add_school(homonyms->add_subcommand("seen", "Mark all of them as seen"));
  seen_command->footer("Example: sportello-service homonyms seen --school RMIC817009");
  seen_command->callback([&line, options] { line.exit_code = seen(line, *options); });
}

}  // namespace sportello::commands
