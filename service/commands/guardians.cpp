// guardian find, block, unblock, unlock, unfreeze, second-set; export and erase are rights.cpp's.
#include <memory>

#include "service/commands/table.h"
#include "service/commands/trees.h"
#include "service/commands/who.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/freezing.h"
#include "service/store/acts/guardians.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/second_set.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::string school, id, reference;
  bool json = false, csv = false;
};

int find(const CommandLine& line, const Options& options) {
  const auto sought = typed(line);
  if (sought.empty()) {
    return failed(line, "nobody was named: type or pipe a codice fiscale, mail, phone, reference or surname");
  }
  return with_ground(line, [&](Ground& ground) {
    using Found = acts::Told<std::vector<acts::FoundGuardian>>;
    const auto read = store::read_and_wait(*ground.store, [&, at = now()](store::Session& session) -> Found {
      const auto school = acts::find_school(session, options.school);
      if (!school) return std::unexpected(acts::no_school(options.school));
      return acts::find_guardians(session, *ground.office, school->id, sought, at);
    });
    if (!read) return failed(line, read.error().sentence);
    if (!*read) return failed(line, read->error());
    std::vector<std::string> shown;
    for (const auto& one : **read) shown.push_back(one.id);
    const auto noted = note_shown(ground, options.school, acts::kind_of_search(sought), shown);
    if (!noted) return failed(line, noted.error());
    Table table{{"id", "surname", "name", "pupils", "phone", "mail", "credentials", "state"}};
    for (const auto& one : **read) {
      std::string pupils, state;
      for (const auto& pupil : one.pupils) {
        pupils += (pupils.empty() ? "" : ", ") + pupil.given_name + " " + pupil.class_name;
      }
      const auto add = [&](bool is, std::string_view word) {
        if (is) state += (state.empty() ? "" : ", ") + std::string{word};
      };
      add(one.blocked, "blocked");
      add(one.disabled, "disabled: no pupil here");
      add(one.frozen, "frozen");
      add(one.locked_until.has_value(), "locked");
      table.add({one.id, std::string{one.surname.reveal()}, std::string{one.given_name.reveal()}, pupils,
                 one.has_phone ? "yes" : "no", one.mail_hint, one.has_credentials ? "yes" : "no", state});
    }
    table.print(*line.out, shape_of(options.json, options.csv), "nobody found");
    return 0;
  });
}

using Act = acts::Told<void> (*)(store::Session&, const acts::Office&, const Options&, std::string_view school_id,
                                 std::string_view id, store::Time);

int decide(const CommandLine& line, const Options& options, std::string_view done, Act act) {
  const auto sought = options.id.empty() ? typed(line) : "";
  if (options.id.empty() && sought.empty()) {
    return failed(line, "nobody was named: add --id from guardian find, or type or pipe a codice fiscale");
  }
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) -> acts::Told<std::string> {
        const auto school = acts::find_school(session, options.school);
        if (!school) return std::unexpected(acts::no_school(options.school));
        const auto id = meant(session, office, school->id, options.id, sought, at);
        if (!id) return id;
        const auto decided = act(session, office, options, school->id, *id, at);
        return decided ? id : acts::Told<std::string>{std::unexpected(decided.error())};
      },
      [&](const auto& id) { *line.out << "guardian " << *id << " " << done << '\n'; });
}

struct Decision {
  std::string_view name, help, done;
  Act act;
};
constexpr Decision decisions[] = {
    {"block", "Shut a guardian out: visits, invitations and logins end at once", "blocked",
     [](auto& session, const auto& office, const auto&, auto school, auto id, auto at) {
       return acts::block_guardian(session, office, school, id, at);
     }},
    {"unblock", "Let a blocked guardian in again", "unblocked",
     [](auto& session, const auto& office, const auto&, auto school, auto id, auto at) {
       return acts::unblock_guardian(session, office, school, id, at);
     }},
    {"unlock", "End the lock after wrong codes or passwords before its time", "unlocked",
     [](auto& session, const auto& office, const auto&, auto school, auto id, auto at) {
       return acts::unlock_guardian(session, office, school, id, at);
     }},
    {"unfreeze", "End a freeze, once you have spoken with the guardian; they make a new password at the kiosk",
     "unfrozen",
     [](auto& session, const auto& office, const auto&, auto school, auto id, auto at) {
       return acts::unfreeze(session, office, school, id, at);
     }},
    {"second-set", "Allow a second set for a family, by the reference of the written request",
     "may collect a set of their own",
     [](auto& session, const auto& office, const auto& options, auto school, auto id, auto at) {
       return acts::authorise_second_set(session, office, school, id, options.reference, at);
     }},
};

}  // namespace

void add_guardian_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* guardian = app.add_subcommand("guardian", "One guardian: find, block, unlock, a second set");
  guardian->require_subcommand(1);
  auto* find_command = guardian->add_subcommand(
      "find", "Read from standard input who is meant: a codice fiscale, mail, phone, reference or surname");
  find_command->add_option("--school", options->school, "The school's code")->required();
  auto* json = find_command->add_flag("--json", options->json, "For a program");
  find_command->add_flag("--csv", options->csv, "For a spreadsheet")->excludes(json);
  find_command->footer("Example: echo Rossi | sportello-service guardian find --school RMIC817009");
  find_command->callback([&line, options] { line.exit_code = find(line, *options); });
  add_rights_commands(*guardian, line);
  for (const auto& decision : decisions) {
    const std::string name{decision.name};
    auto* command = guardian->add_subcommand(name, std::string{decision.help});
    command->add_option("--school", options->school, "The school's code")->required();
    command->add_option("--id", options->id,
                        "From guardian find; without it, who is meant is read from standard input");
    const bool referred = name == "second-set";
    if (referred) {
      command->add_option("--reference", options->reference, "Of the written request, as it is filed")->required();
    }
    command->footer("Example: sportello-service guardian " + name + " --school RMIC817009 --id ID" +
                    (referred ? " --reference \"prot. 1234/2027\"" : ""));
    command->callback(
        [&line, options, &decision] { line.exit_code = decide(line, *options, decision.done, decision.act); });
  }
}

}  // namespace sportello::commands
