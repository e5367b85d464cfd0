// The tree of commands and their options, for CLI11.
#include "service/commands/commands.h"

#include <memory>
#include <ostream>

#include "service/commands/run.h"
#include "service/commands/trees.h"

namespace sportello::commands {
namespace {

// Options live as long as the parsing: CLI11 writes into them before it calls back.
struct Options {
  std::string school, name, profile, device, words, public_key;
  std::filesystem::path file;
};

void add_school_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* school = app.add_subcommand("school", "Schools: the tenants of this service");
  school->require_subcommand(1);
  auto* add = school->add_subcommand("add", "Add a school");
  add->add_option("--code", options->school, "The school's code, such as RMIC817009")->required();
  add->add_option("--name", options->name, "Its name, as families read it")->required();
  add->add_option("--profile", options->profile, "Its register profile, such as classeviva")->required();
  add->callback(
      [&line, options] { line.exit_code = add_school(line, options->school, options->name, options->profile); });
  school->add_subcommand("list", "List the schools")->callback([&line] { line.exit_code = list_schools(line); });
  add_school_settings(*school, line);
}

void add_device_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* device = app.add_subcommand("device", "Kiosks: enrol, approve, revoke");
  device->require_subcommand(1);
  auto* code = device->add_subcommand("enrol-code", "Print a code that enrols one kiosk, once, within 72 hours");
  code->add_option("--school", options->school, "The school's code")->required();
  code->callback([&line, options] { line.exit_code = make_enrol_code(line, options->school); });
  auto* list = device->add_subcommand("list", "List kiosks, their state and when they were last seen");
  list->add_option("--school", options->school, "Of this school only");
  list->callback([&line, options] { line.exit_code = list_devices(line, options->school); });
  auto* approve = device->add_subcommand("approve", "Make a pending kiosk active");
  approve->add_option("device", options->device, "The kiosk's id, from device list")->required();
  approve->add_option("--words", options->words, "The eight words that the kiosk shows, in quotes")->required();
  approve->callback([&line, options] { line.exit_code = approve_device(line, options->device, options->words); });
  auto* revoke = device->add_subcommand("revoke", "Shut a kiosk out; its visits end at once");
  revoke->add_option("device", options->device, "The kiosk's id, from device list")->required();
  revoke->callback([&line, options] { line.exit_code = revoke_device(line, options->device); });
  auto* journal = device->add_subcommand("journal", "Print the newest entries of a kiosk's journal, oldest first");
  journal->add_option("device", options->device, "The kiosk's id, from device list")->required();
  journal->callback([&line, options] { line.exit_code = show_journal(line, options->device); });
  auto* restart = device->add_subcommand(
      "journal-restart", "Let a kiosk's journal begin anew where it does not go on, as after its disk was put back");
  restart->add_option("device", options->device, "The kiosk's id, from device list")->required();
  restart->callback([&line, options] { line.exit_code = restart_journal(line, options->device); });
}

void add_key_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* page = app.add_subcommand("login-page", "Login pages of a register");
  page->require_subcommand(1);
  auto* add = page->add_subcommand("add", "Let a register's login page ask; prints the keyid of its signatures");
  add->add_option("--school", options->school, "The school's code")->required();
  add->add_option("--public-key", options->public_key, "Its Ed25519 key as base64url")->required();
  add->callback([&line, options] { line.exit_code = add_login_page(line, options->school, options->public_key); });
  auto* key = app.add_subcommand("master-key", "The key that opens the store");
  key->require_subcommand(1);
  auto* create = key->add_subcommand("create", "Write a new master key; never over an old one");
  create->add_option("file", options->file, "The file to write")->required();
  create->callback([&line, options] { line.exit_code = create_master_key(line, options->file); });
  add_master_key_commands(*key, line);
}

}  // namespace

void add_commands(CLI::App& app, CommandLine& line) {
  app.require_subcommand(1);
  app.set_version_flag("--version", SPORTELLO_VERSION);
  app.add_option("--config", line.configuration, "service.toml")->default_val("service.toml");
  add_school_commands(app, line);
  add_import_command(app, line);
  add_guardian_commands(app, line);
  add_invitation_commands(app, line);
  add_pupil_commands(app, line);
  add_alias_commands(app, line);
  add_record_commands(app, line);
  add_message_commands(app, line);
  add_backup_commands(app, line);
  add_connector_commands(app, line);
  add_audit_commands(app, line);
  add_retention_commands(app, line);
  add_device_commands(app, line);
  add_key_commands(app, line);
}

int parse_and_run(CLI::App& app, CommandLine& line, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
    return line.exit_code;
  } catch (const CLI::Success& asked) {  // --help, --version
    app.exit(asked, *line.out, *line.err);
    return 0;
  } catch (const CLI::ParseError& misuse) {
    std::string sentence{misuse.what()};
    for (auto& c : sentence) c = c == '\n' ? ' ' : c;
    *line.err << app.get_name() << ": " << sentence << ": see " << app.get_name() << " --help\n";
    return 2;
  }
}

}  // namespace sportello::commands
