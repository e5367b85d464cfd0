// school set, show, access: whom families ask, how a school gives out, who enters how from which day.
#include <memory>
#include <ostream>

#include "service/commands/table.h"
#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::string school;
  acts::SchoolChanges changes;
  std::string role, from, access;
  bool remove = false, json = false, csv = false;
};

int set(const CommandLine& line, const Options& options) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) {
        return acts::set_school(session, office, options.school, options.changes, at);
      },
      [&](const auto&) { *line.out << "school " << options.school << " changed\n"; });
}

int access(const CommandLine& line, const Options& options) {
  const auto named = wire::access_named(options.access);
  if (!options.remove && !named) return failed(line, "--access is credentials, digital_identity or both");
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) {
        if (options.remove) {
          return acts::remove_access(session, office, options.school, options.role, options.from, at);
        }
        return acts::set_access(session, office, options.school, {options.role, options.from, *named}, at);
      },
      [&](const auto&) {
        *line.out << options.role << "s of " << options.school << " from " << options.from << ": "
                  << (options.remove ? "rule removed" : options.access) << '\n';
      });
}

int show(const CommandLine& line, const Options& options) {
  struct Shown {
    acts::School school;
    acts::SchoolSettings settings;
    std::vector<desk::AccessRule> of_profile;
  };
  return with_ground(line, [&](Ground& ground) {
    const auto read = store::read_and_wait(*ground.store, [&](store::Session& session) {
      const auto school = acts::find_school(session, options.school);
      return school ? std::optional<Shown>{{*school, acts::school_settings(session, school->id),
                                            acts::profile_of(session, *ground.office, school->id).access}}
                    : std::nullopt;
    });
    if (!read) return failed(line, read.error().sentence);
    if (!*read) return failed(line, acts::no_school(options.school));
    const auto& [school, settings, of_profile] = **read;
    Table table{{"setting", "value"}};
    table.add({"code", school.code});
    table.add({"name", school.name});
    table.add({"profile", school.profile});
    table.add({"contact_name", settings.contact.name});
    table.add({"contact_mail", settings.contact.mail});
    table.add({"contact_phone", settings.contact.phone});
    table.add({"contact_hours", settings.contact.hours});
    table.add({"login_url", settings.login_url});
    table.add({"mail_domain", settings.mail_domain});
    table.add({"second_set", std::string{acts::name_of(settings.second_set)}});
    table.add({"pupil_credentials", std::string{wire::name_of(settings.pupil_credentials)}});
    const auto add_rules = [&](std::string_view whose, const std::vector<desk::AccessRule>& rules) {
      for (const auto& rule : rules) {
        table.add({std::string{whose} + " " + rule.role + " from " + rule.from_day,
                   std::string{wire::name_of(rule.access)}});
      }
    };
    add_rules("profile's access", of_profile);
    add_rules("access", settings.access);
    table.print(*line.out, shape_of(options.json, options.csv), "");
    return 0;
  });
}

}  // namespace

void add_school_settings(CLI::App& school, CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto add = [&](CLI::App* command) {
    command->add_option("--school", options->school, "The school's code")->required();
    return command;
  };
  auto* set_command = add(school.add_subcommand("set", "Change what a school tells its families; \"\" empties"));
  auto& changes = options->changes;
  set_command->add_option("--contact-name", changes.contact_name, "Whom families ask: a name or an office");
  set_command->add_option("--contact-mail", changes.contact_mail, "Its mail address");
  set_command->add_option("--contact-phone", changes.contact_phone, "Its phone");
  set_command->add_option("--contact-hours", changes.contact_hours, "When it answers");
  set_command->add_option("--login-url", changes.login_url, "Where families enter the register");
  set_command->add_option("--mail-domain", changes.mail_domain, "Of the addresses that the school makes");
  set_command->add_option("--second-set", changes.second_set, "free, or on_request: by written request only");
  set_command->add_option("--pupil-credentials", changes.pupil_credentials, "by_letter or by_mail");
  set_command->footer(
      "Example: sportello-service school set --school RMIC817009 --contact-name \"Segreteria alunni\" --contact-mail "
      "alunni@school.example --contact-hours \"lun-ven 8-10\"");
  set_command->callback([&line, options] { line.exit_code = set(line, *options); });

  auto* show_command = add(school.add_subcommand("show", "Show what is set"));
  auto* json = show_command->add_flag("--json", options->json, "For a program");
  show_command->add_flag("--csv", options->csv, "For a spreadsheet")->excludes(json);
  show_command->footer("Example: sportello-service school show --school RMIC817009");
  show_command->callback([&line, options] { line.exit_code = show(line, *options); });

  auto* access_command = add(school.add_subcommand("access", "Who enters the register how, from which day on"));
  access_command->add_option("--role", options->role, "guardian or pupil")
      ->required()
      ->check(CLI::IsMember({"guardian", "pupil"}));
  access_command->add_option("--from", options->from, "The first day, such as 2027-01-15")->required();
  auto* how = access_command->add_option("--access", options->access, "credentials, digital_identity or both")
                  ->check(CLI::IsMember({"credentials", "digital_identity", "both"}));
  auto* remove = access_command->add_flag("--remove", options->remove, "Strike the rule of that role and day");
  how->excludes(remove);
  access_command->footer(
      "Example: sportello-service school access --school RMIC817009 --role guardian --from 2027-01-15 --access "
      "digital_identity");
  access_command->callback([&line, options] {
    if (!options->remove && options->access.empty()) {
      throw CLI::RequiredError("--access (or --remove)");
    }
    line.exit_code = access(line, *options);
  });
}

}  // namespace sportello::commands
