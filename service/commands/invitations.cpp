// invite: whole classes at once. invitations report: how they fared.
#include <memory>
#include <ostream>

#include "service/commands/italian.h"
#include "service/commands/table.h"
#include "service/commands/trees.h"
#include "service/commands/who.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/bulk_invitations.h"
#include "service/store/acts/invitation_report.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

constexpr int most_per_minute = 600;  // ten a second: more than any school's mail server likes

struct Options {
  std::string school, batch;
  acts::BulkWish wish;
  bool list = false, json = false, csv = false;
};

std::string number_of(std::int64_t count, const std::string& one, const std::string& more) {
  return std::to_string(count) + " " + (count == 1 ? one : more);
}

void tell(const CommandLine& line, const Options& options, const acts::Bulk& bulk) {
  const auto shape = shape_of(options.json, options.csv);
  auto& words = shape == Shape::terminal ? *line.out : *line.err;  // a program reads the list alone
  if (!bulk.batch.empty()) words << "batch " << bulk.batch << ": ";
  words << number_of(bulk.invited, "guardian", "guardians") << (options.wish.dry_run ? " would be" : "")
        << " invited, for " << number_of(bulk.pupils, "pupil", "pupils") << " in classes like "
        << options.wish.classes;
  if (bulk.spread.count() > 0) {
    words << "; the last mail leaves in " << number_of(bulk.spread.count() / 60 + 1, "minute", "minutes");
  }
  words << (options.wish.dry_run ? "; nothing was sent (--dry-run)\n" : "\n");
  if (bulk.already > 0) words << bulk.already << " more have an invitation that is still open\n";
  Table table{{"surname", "name", "classes", "why"}};
  for (const auto& one : bulk.others) {
    table.add({std::string{one.surname.reveal()}, std::string{one.given_name.reveal()}, one.classes,
               std::string{acts::name_of(one.why)}});
  }
  if (shape == Shape::terminal && !table.empty()) words << "without an invitation:\n";
  if (shape != Shape::terminal || !table.empty()) table.print(*line.out, shape, "");
}

int invite(const CommandLine& line, const Options& options) {
  const auto& language = options.wish.language;
  if (language.size() > 3 || language.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) {
    return failed(line, "--language is two small letters, such as it");
  }
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) -> acts::Told<acts::Bulk> {
        const auto school = acts::find_school(session, options.school);
        if (!school) return std::unexpected(acts::no_school(options.school));
        return acts::invite_in_bulk(session, office, school->id, options.wish, at);
      },
      [&](const auto& bulk) { tell(line, options, *bulk); });
}

constexpr std::size_t delivered_column = 6;

Table totals(const std::vector<acts::BatchReport>& reports, const std::string& batch) {
  Table table{{"batch", "classes", "made", "invited", "waiting", "accepted", "delivered", "bounced", "failed",
               "reminded", "opened", "redeemed", "expired", "cancelled", "no_mail"}};
  for (const auto& one : reports) {
    if (!batch.empty() && one.id != batch) continue;
    std::vector<std::string> cells{one.id.empty() ? "(single)" : one.id, one.classes, italian_text(one.created_at)};
    for (const auto number : {one.invited, one.waiting, one.sent, one.delivered, one.bounced, one.failed,
                              one.reminded, one.opened, one.redeemed, one.expired, one.cancelled, one.without_mail}) {
      // Not 0: mail servers do not tell what became of a mail, and nothing heard is not nothing delivered.
      const bool unheard = cells.size() == delivered_column && number == 0;
      cells.push_back(unheard ? "unknown" : std::to_string(number));
    }
    table.add(std::move(cells));
  }
  return table;
}

int report(const CommandLine& line, const Options& options) {
  struct Read {
    std::vector<acts::BatchReport> totals;
    std::vector<acts::InvitationLine> lines;
  };
  return with_ground(line, [&](Ground& ground) {
    const auto read =
        store::read_and_wait(*ground.store, [&, at = now()](store::Session& session) -> acts::Told<Read> {
          const auto school = acts::find_school(session, options.school);
          if (!school) return std::unexpected(acts::no_school(options.school));
          const auto& office = *ground.office;
          if (!options.list) return Read{acts::invitation_report(session, office, school->id, at), {}};
          return Read{{}, acts::invitation_lines(session, office, school->id, options.batch, at)};
        });
    if (!read) return failed(line, read.error().sentence);
    if (!*read) return failed(line, read->error());
    const auto shape = shape_of(options.json, options.csv);
    if (!options.list) {
      const auto table = totals((*read)->totals, options.batch);
      if (!options.batch.empty() && table.empty()) {
        return failed(line, "there is no such batch: see invitations report without --batch");
      }
      table.print(*line.out, shape, "no invitations yet");
      return 0;
    }
    if (const auto noted = note_shown(ground, options.school, "invitations"); !noted)
      return failed(line, noted.error());
    Table table{{"surname", "name", "state", "until", "mail", "batch"}};
    for (const auto& one : (*read)->lines) {
      table.add({std::string{one.surname.reveal()}, std::string{one.given_name.reveal()}, one.state,
                 italian_text(one.expires_at), one.last_word, one.batch.empty() ? "(single)" : one.batch});
    }
    table.print(*line.out, shape, "no invitations yet");
    return 0;
  });
}

}  // namespace

void add_invitation_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "invite", "Invite the guardians of whole classes by mail; who has no address is listed for the kiosk");
  command->add_option("--school", options->school, "The school's code")->required();
  command->add_option("--class", options->wish.classes, "The classes: 2B, or 1* for every first year")->required();
  command->add_flag("--without-credentials", options->wish.without_credentials,
                    "Only those who have none yet; else those who have get a link to recover them");
  command->add_option("--per-minute", options->wish.per_minute, "How many mails a minute leave")
      ->check(CLI::Range(1, most_per_minute))
      ->capture_default_str();
  command->add_option("--language", options->wish.language, "Of the mails, such as it; else each guardian's own");
  command->add_flag("--dry-run", options->wish.dry_run, "Say who would be invited, send nothing");
  auto* json = command->add_flag("--json", options->json, "Who got no invitation, for a program");
  command->add_flag("--csv", options->csv, "Who got no invitation, for a spreadsheet")->excludes(json);
  command->footer(
      "Example: sportello-service invite --school RMIC817009 --class \"1*\" --without-credentials --dry-run");
  command->callback([&line, options] { line.exit_code = invite(line, *options); });

  auto* invitations = app.add_subcommand("invitations", "Invitations that were sent");
  invitations->require_subcommand(1);
  auto* report_command = invitations->add_subcommand("report", "How many came to what, per batch");
  report_command->add_option("--school", options->school, "The school's code")->required();
  report_command->add_option("--batch", options->batch, "Of this batch only");
  report_command->add_flag("--list", options->list, "Each invitation by name");
  auto* report_json = report_command->add_flag("--json", options->json, "For a program");
  report_command->add_flag("--csv", options->csv, "For a spreadsheet")->excludes(report_json);
  report_command->footer("Example: sportello-service invitations report --school RMIC817009 --list");
  report_command->callback([&line, options] { line.exit_code = report(line, *options); });
}

}  // namespace sportello::commands
