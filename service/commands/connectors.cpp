// connector key, list, show, retry: what registers were told. No person, no content, no key but the public one.
#include <memory>
#include <ostream>

#include "service/commands/run.h"
#include "service/commands/table.h"
#include "service/commands/times.h"
#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/connectors/csv_folder.h"
#include "service/shared/signing/key.h"
#include "service/store/acts/connector_events.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

constexpr int most_listed = 500;

struct Options {
  std::string school, id;
  std::filesystem::path file;
  bool waiting = false, json = false, csv = false, lost_folder = false;
};

// Makes it, or tells the public half of the one that is there.
int key(const CommandLine& line, const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    const auto made = signing::SigningKey::generate().save(file);
    if (!made) return failed(line, made.error());
  }
  const auto loaded = signing::SigningKey::load(file);
  if (!loaded) return failed(line, loaded.error());
  *line.out << secret::to_base64url(loaded->public_key()) << '\n';
  return 0;
}

int folder(const CommandLine& line, const std::filesystem::path& path) {
  const auto marked = connectors::CsvFolder::mark(path);
  if (!marked) return failed(line, marked.error());
  *line.out << path.string() << (*marked ? " is for files now\n" : " was for files before\n");
  return 0;
}

int list(const CommandLine& line, const Options& options) {
  return with_ground(line, [&](Ground& ground) {
    const auto listed = store::read_and_wait(*ground.store, [&](store::Session& session) {
      const auto school = acts::find_school(session, options.school);
      return school ? std::optional{acts::list_events(session, school->id, options.waiting, most_listed)}
                    : std::nullopt;
    });
    if (!listed) return failed(line, listed.error().sentence);
    if (!*listed) return failed(line, acts::no_school(options.school));
    Table table{{"id", "sequence", "at", "event", "state", "tries", "next", "last word"}};
    for (const auto& event : **listed) {
      const bool waits = event.state == "queued";
      table.add({event.id, std::to_string(event.sequence), time_text(event.created_at), event.kind, event.state,
                 std::to_string(event.attempts), waits ? time_text(event.next_at) : "", event.last_word});
    }
    table.print(*line.out, shape_of(options.json, options.csv),
                options.waiting ? "the register has heard of everything" : "the register was told of nothing yet");
    return 0;
  });
}

int show(const CommandLine& line, const Options& options) {
  return with_ground(line, [&](Ground& ground) {
    const auto found = store::read_and_wait(
        *ground.store, [&](store::Session& session) { return acts::find_event(session, options.id); });
    if (!found) return failed(line, found.error().sentence);
    if (!*found) return failed(line, "there is no such event: see connector list");
    const auto& event = **found;
    Table table{{"what", "value"}};
    table.add({"id", event.id});
    table.add({"sequence", std::to_string(event.sequence)});
    table.add({"event", event.kind});
    table.add({"account", event.account});
    table.add({"state", event.state});
    table.add({"at", time_text(event.created_at)});
    table.add({"tries", std::to_string(event.attempts)});
    table.add({"next", event.state == "queued" ? time_text(event.next_at) : ""});
    table.add({"finished", event.finished_at ? time_text(*event.finished_at) : ""});
    table.add({"file", event.batch > 0 ? std::to_string(event.batch) : ""});
    table.add({"last word", event.last_word});
    table.print(*line.out, shape_of(options.json, options.csv), "");
    return 0;
  });
}

int retry(const CommandLine& line, const Options& options) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) -> acts::Told<std::int64_t> {
        const auto school = acts::find_school(session, options.school);
        if (!school) return std::unexpected(acts::no_school(options.school));
        return acts::retry_events(session, office, school->id, options.id, at, options.lost_folder);
      },
      [&](const auto& count) { *line.out << *count << (*count == 1 ? " event is" : " events are") << " due now\n"; });
}

}  // namespace

void add_connector_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* connector = app.add_subcommand("connector", "What registers are told of credentials");
  connector->require_subcommand(1);
  const auto add_school = [&](CLI::App* command) {
    command->add_option("--school", options->school, "The school's code")->required();
  };
  const auto add_shape = [&](CLI::App* command) {
    auto* json = command->add_flag("--json", options->json, "As JSON");
    command->add_flag("--csv", options->csv, "As CSV")->excludes(json);
  };
  auto* key_command = connector->add_subcommand(
      "key", "Print the public key that the register verifies us by; makes the file first, if it is not there");
  key_command->add_option("file", options->file, "The key_file of a [[connector]]")->required();
  key_command->callback([&line, options] { line.exit_code = key(line, options->file); });
  auto* folder_command = connector->add_subcommand(
      "folder", "Mark a folder as the one that files for a register go to; none without its mark is written to");
  folder_command->add_option("path", options->file, "The folder of a [[connector]], as it is mounted")->required();
  folder_command->callback([&line, options] { line.exit_code = folder(line, options->file); });
  auto* list_command = connector->add_subcommand("list", "List a school's events, newest first");
  add_school(list_command);
  list_command->add_flag("--waiting", options->waiting, "Only what the register has not heard of, or has refused");
  add_shape(list_command);
  list_command->callback([&line, options] { line.exit_code = list(line, *options); });
  auto* show_command = connector->add_subcommand("show", "Show what became of an event");
  show_command->add_option("id", options->id, "Its id, from connector list")->required();
  add_shape(show_command);
  show_command->callback([&line, options] { line.exit_code = show(line, *options); });
  auto* retry_command = connector->add_subcommand(
      "retry", "Tell the register now: what waits, and what it refused: connector retry --school RMIC817009");
  add_school(retry_command);
  retry_command->add_option("id", options->id, "Only this event");
  retry_command->add_flag("--lost-folder", options->lost_folder,
                          "Also what was staged in a folder that is lost: the register may get it twice, by one id");
  retry_command->callback([&line, options] { line.exit_code = retry(line, *options); });
}

}  // namespace sportello::commands
