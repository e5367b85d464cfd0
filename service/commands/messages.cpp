// messages list, messages bounced: what became of what was sent. No address, no text.
#include <memory>
#include <ostream>

#include "service/commands/run.h"
#include "service/commands/table.h"
#include "service/commands/times.h"
#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/deliveries.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

constexpr int most_listed = 500;

struct Options {
  std::string school, id;
  bool failed = false, json = false, csv = false;
};

int list(const CommandLine& line, const Options& options) {
  return with_ground(line, [&](Ground& ground) {
    const auto listed = store::read_and_wait(*ground.store, [&](store::Session& session) {
      const auto school = acts::find_school(session, options.school);
      return school ? std::optional{acts::list_messages(session, school->id, options.failed, most_listed)}
                    : std::nullopt;
    });
    if (!listed) return failed(line, listed.error().sentence);
    if (!*listed) return failed(line, "there is no school " + options.school + ": see school list");
    Table table{{"id", "at", "kind", "channel", "state", "gateway", "delivery", "tries", "last word"}};
    for (const auto& message : **listed) {
      table.add({message.id, time_text(message.created_at), message.kind, message.channel, message.state,
                 message.gateway, message.delivery, std::to_string(message.attempts), message.last_word});
    }
    table.print(*line.out, shape_of(options.json, options.csv), options.failed ? "no message failed" : "no messages");
    return 0;
  });
}

int bounced(const CommandLine& line, const std::string& id) {
  return with_ground(line, [&](Ground& ground) {
    const auto told = store::write_and_wait(*ground.store, [&, at = now()](store::Session& session) {
      return acts::delivery_told(session, id, acts::Delivery::bounced, "came_back", at);
    });
    if (!told) return failed(line, told.error().sentence);
    if (!*told) return failed(line, "there is no message " + id + ": see messages list");
    *line.out << "message " << id << " came back\n";
    return 0;
  });
}

}  // namespace

void add_message_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* messages = app.add_subcommand("messages", "What became of SMS and mails");
  messages->require_subcommand(1);
  auto* all = messages->add_subcommand("list",
                                       "List a school's messages, newest first: messages list --school "
                                       "RMIC817009 --failed");
  all->add_option("--school", options->school, "The school's code")->required();
  all->add_flag("--failed", options->failed, "Only those that nobody took, or that came back");
  auto* json = all->add_flag("--json", options->json, "As JSON");
  all->add_flag("--csv", options->csv, "As CSV")->excludes(json);
  all->callback([&line, options] { line.exit_code = list(line, *options); });
  auto* back = messages->add_subcommand("bounced",
                                        "A mail came back; for the pipe of mail.bounce_address: messages "
                                        "bounced \"$EXTENSION\"");
  back->add_option("id", options->id, "The message's id: what stands after the + of the address")->required();
  back->callback([&line, options] { line.exit_code = bounced(line, options->id); });
}

}  // namespace sportello::commands
