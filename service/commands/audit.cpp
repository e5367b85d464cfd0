// audit verify, export, head, acknowledge: does the chain hold, what stands in it, and a signed head to keep
// elsewhere.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>

#include "service/commands/audit_files.h"
#include "service/commands/one_write.h"
#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/audit_verify.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::string school, public_key, device;
  std::vector<std::filesystem::path> from, witnesses;
  bool personal = false, show_key = false;
};

// Where the heads that were kept elsewhere end up: said of one school each.
struct Told {
  std::vector<KeptHead> heads;
  int findings = 0;
};

int finding(const CommandLine& line, std::string_view where, std::string_view what) {
  return failed(line, std::string{where} + ": " + std::string{what});
}

std::optional<Told> read_told(const CommandLine& line, const std::vector<std::filesystem::path>& files) {
  Told told;
  for (const auto& file : files) {
    auto kept = read_heads(file);
    if (!kept) {
      failed(line, kept.error());
      return std::nullopt;
    }
    for (const auto& one : kept->findings) told.findings += failed(line, one);
    for (auto& head : kept->heads) told.heads.push_back(std::move(head));
  }
  return told;
}

std::vector<acts::Testimony> of_school(const std::vector<KeptHead>& heads, const std::string& school) {
  std::vector<acts::Testimony> all;
  for (const auto& one : heads) {
    if (one.head.head.school == school) all.push_back({one.who, one.head.head});
  }
  return all;
}

int print(const CommandLine& line, const std::string& where, const acts::Verified& verified) {
  for (const auto& one : verified.findings) finding(line, where, one);
  if (!verified.findings.empty()) return 1;
  *line.out << where << ": " << verified.events << " events hold\n";
  return 0;
}

int verify_files(const CommandLine& line, const Options& options) {
  std::optional<signing::PublicKey> key;
  if (!options.public_key.empty()) {
    key = secret::exactly<32>(secret::from_base64url(options.public_key));
    if (!key) return failed(line, "--public-key: an Ed25519 key is 43 characters of base64url");
  }
  const auto told = read_told(line, options.witnesses);
  if (!told) return 1;
  int code = told->findings > 0 ? 1 : 0;
  // Exports of one school at several times: the later one must hold the earlier one's head.
  std::vector<std::pair<std::string, ExportEnds>> ends;
  for (const auto& file : options.from) {
    auto read = ends_of_export(file);
    if (!read) return failed(line, read.error());
    ends.emplace_back(file.string(), std::move(*read));
  }
  for (const auto& [file, own] : ends) {
    auto testimonies = of_school(told->heads, own.school);
    for (const auto& [other_file, other] : ends) {
      const bool earlier = own.head && other.head && other.school == own.school && other_file != file &&
                           other.head->head.sequence <= own.head->head.sequence;
      if (earlier) testimonies.push_back({other_file, other.head->head});
    }
    for (const auto& one : told->heads) {
      if (own.head && one.head.head.school == own.school && one.head.key != own.head->key) {
        code = finding(line, file, one.who + " keeps a head that another key signed: another chain stands here");
      }
    }
    const auto verified = verify_export(file, key, testimonies);
    if (!verified) return failed(line, verified.error());
    if (print(line, file, *verified) != 0) code = 1;
  }
  return code;
}

int verify_store(const CommandLine& line, const Options& options) {
  const auto told = read_told(line, options.witnesses);
  if (!told) return 1;
  return with_ground(line, [&](Ground& ground) {
    auto schools =
        store::read_and_wait(*ground.store, [](store::Session& session) { return acts::list_schools(session); });
    if (!schools) return failed(line, schools.error().sentence);
    int code = told->findings > 0 ? 1 : 0;
    const auto is_here = [&](const std::string& school) {
      return std::ranges::any_of(*schools, [&](const acts::School& one) { return one.code == school; });
    };
    const auto asked = [&](const std::string& school) { return options.school.empty() || options.school == school; };
    if (!options.school.empty() && !is_here(options.school)) return failed(line, acts::no_school(options.school));
    for (const auto& one : told->heads) {
      if (!asked(one.head.head.school)) continue;
      if (!is_here(one.head.head.school)) {
        code = finding(line, one.head.head.school,
                       one.who +
                           " saw this school, which is not here: another store "
                           "stands in its place");
      } else if (one.head.key != ground.office->vault.public_key()) {
        code = finding(line, one.head.head.school,
                       one.who +
                           " keeps a head that another key signed: another store "
                           "stands in the place of the one it knew");
      }
    }
    for (const auto& school : *schools) {
      if (!asked(school.code)) continue;
      const auto verified = acts::verify_audit(*ground.store, *ground.office, school.id, school.code,
                                               of_school(told->heads, school.code));
      if (!verified) return failed(line, verified.error().sentence);
      if (print(line, school.code, *verified) != 0) code = 1;
    }
    return code;
  });
}

// Its own event stands in the export, so the head is taken after it.
int export_chain(const CommandLine& line, const Options& options) {
  struct Begin {
    acts::School school;
    wire::SignedHead head;
  };
  return with_ground(line, [&](Ground& ground) {
    const auto begin =
        store::write_and_wait(*ground.store, [&, at = now()](store::Session& session) -> acts::Told<Begin> {
          const auto school = acts::find_school(session, options.school);
          if (!school) return std::unexpected(acts::no_school(options.school));
          acts::append(session, *ground.office,
                       {school->id, acts::EventName::audit_exported, "", "",
                        acts::personal_json({{"personal", options.personal ? "yes" : "no"}})},
                       at);
          return Begin{*school, acts::signed_head(session, *ground.office, school->id, at)};
        });
    if (!begin) return failed(line, begin.error().sentence);
    if (!*begin) return failed(line, begin->error());
    const auto& [school, head] = **begin;
    *line.out << export_begin(school);
    for (std::int64_t after = 0; after < head.head.sequence;) {
      const auto page = store::read_and_wait(*ground.store, [&](store::Session& session) {
        return acts::audit_page_after(session, *ground.office, school.id, after, options.personal);
      });
      if (!page) return failed(line, page.error().sentence);
      if (page->rows.empty() || page->unreadable) {
        return failed(line, "event " + std::to_string(after + page->rows.size() + 1) +
                                " cannot be read: see sportello-service audit verify");
      }
      for (const auto& row : page->rows) {
        after = row.entry.sequence;
        if (after > head.head.sequence) break;
        *line.out << export_line(row);
      }
    }
    *line.out << export_end(head) << std::flush;
    return *line.out ? 0 : failed(line, "the export cannot be written: is the disk full?");
  });
}

int show_head(const CommandLine& line, const Options& options) {
  return with_ground(line, [&](Ground& ground) {
    if (options.show_key) {
      *line.out << secret::to_base64url(ground.office->vault.public_key()) << '\n';
      return 0;
    }
    const auto head =
        store::read_and_wait(*ground.store, [&, at = now()](store::Session& session) -> acts::Told<wire::SignedHead> {
          const auto school = acts::find_school(session, options.school);
          if (!school) return std::unexpected(acts::no_school(options.school));
          return acts::signed_head(session, *ground.office, school->id, at);
        });
    if (!head) return failed(line, head.error().sentence);
    if (!*head) return failed(line, head->error());
    *line.out << wire::to_text(**head) << '\n';
    return 0;
  });
}

int acknowledge(const CommandLine& line, const Options& options) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) {
        return acts::acknowledge_witness(session, office, options.device, at);
      },
      [&](const auto&) {
        *line.out << "acknowledged, and noted in the audit: what kiosk " << options.device
                  << " saw is no finding any more. The kiosk refuses newer heads until audit.head is taken away from "
                     "it.\n";
      });
}

}  // namespace

void add_audit_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* audit = app.add_subcommand("audit", "The record of every act: verify it, export it, keep its head elsewhere");
  audit->require_subcommand(1);
  auto* verify =
      audit->add_subcommand("verify", "Say whether the chain holds, and where it breaks; exit code 1 if so");
  auto* school = verify->add_option("--school", options->school, "Of this school only");
  auto* from = verify->add_option("--from", options->from, "Exported files in place of the store; no keys are needed")
                   ->excludes(school);
  verify->add_option("--public-key", options->public_key, "With --from: the key of audit head --public-key")
      ->needs(from);
  verify->add_option("--witnesses,--head", options->witnesses,
                     "Heads kept elsewhere: what sportello-kiosk --witnessed or audit head printed; the chain must "
                     "hold each");
  verify->footer("Example: sportello-service audit verify --witnesses kiosks.txt");
  verify->callback([&line, options] {
    line.exit_code = options->from.empty() ? verify_store(line, *options) : verify_files(line, *options);
  });
  auto* export_command =
      audit->add_subcommand("export", "The whole chain as JSON lines on standard output, verifiable by itself");
  export_command->add_option("--school", options->school, "The school's code")->required();
  export_command->add_flag("--personal", options->personal, "With what stands beside the chain: who was concerned");
  export_command->footer("Example: sportello-service audit export --school RMIC817009 > audit.jsonl");
  export_command->callback([&line, options] { line.exit_code = export_chain(line, *options); });
  auto* head =
      audit->add_subcommand("head", "Print a signed head, to be kept where nobody of the service's can write");
  auto* of = head->add_option("--school", options->school, "The school's code");
  head->add_flag("--public-key", options->show_key, "Print the key that signs heads")->excludes(of);
  head->footer("Example: sportello-service audit head --school RMIC817009");
  head->callback([&line, options] { line.exit_code = show_head(line, *options); });
  auto* acknowledged = audit->add_subcommand(
      "acknowledge", "Say that what a kiosk saw was looked into, as after a restore; noted in the audit");
  acknowledged->add_option("--device", options->device, "The kiosk, as audit verify names it")->required();
  acknowledged->footer("Example: sportello-service audit acknowledge --device DEVICE");
  acknowledged->callback([&line, options] { line.exit_code = acknowledge(line, *options); });
}

}  // namespace sportello::commands
