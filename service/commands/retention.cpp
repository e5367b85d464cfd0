// retention show, run: how long what is kept, and doing now what `serve` does every hour.
#include <ostream>

#include "service/commands/table.h"
#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/retention.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

int show(const CommandLine& line) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return failed(line, configuration.error());
  Table table{{"key", "days", "of what", "because"}};
  for (const auto& rule : desk::retention_rules) {
    table.add({std::string{rule.key}, std::to_string(configuration->retention.*rule.days), std::string{rule.what},
               std::string{rule.reason}});
  }
  table.print(*line.out, Shape::terminal, "");
  *line.out << "Acceptances of commitments stay with their guardian; pupils of the school and the chain of the audit "
               "stay.\n";
  return 0;
}

int run_now(const CommandLine& line) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return failed(line, configuration.error());
  return with_ground(line, [&](Ground& ground) {
    const auto retired =
        acts::retire_all(*ground.store, *ground.office, configuration->retention, now(), [] { return true; });
    if (!retired) return failed(line, retired.error().sentence);
    for (const auto& [key, rows] : *retired) *line.out << key << ": " << rows << '\n';
    return 0;
  });
}

}  // namespace

void add_retention_commands(CLI::App& app, CommandLine& line) {
  auto* retention = app.add_subcommand("retention", "How long each kind of record is kept");
  retention->require_subcommand(1);
  retention->add_subcommand("show", "The days of each kind, and why")->callback([&line] {
    line.exit_code = show(line);
  });
  retention->add_subcommand("run", "Delete now what is older; `serve` does it every hour")->callback([&line] {
    line.exit_code = run_now(line);
  });
}

}  // namespace sportello::commands
