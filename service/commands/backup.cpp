// backup, backup verify, restore: a store in one file, whatever kind of store it is. No master key ever leaves with
// it.
#include <memory>
#include <ostream>

#include "service/commands/times.h"
#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/directory_lock.h"
#include "service/store/acts/processes.h"
#include "service/store/acts/restoring.h"
#include "service/store/backup_check.h"
#include "service/store/sqlite/backup_file.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::filesystem::path file, master_key;
};

std::int64_t all_of(const store::RowCounts& rows) {
  std::int64_t all = 0;
  for (const auto& [table, count] : rows) all += count;
  return all;
}

// Needs no master key: what is sealed is copied as it is.
int backup(const CommandLine& line, const std::filesystem::path& file) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return failed(line, configuration.error());
  const auto opened = open_store(*configuration);
  if (!opened) return failed(line, opened.error());
  const auto rows = store::write_backup(**opened, file);
  if (!rows) return failed(line, rows.error());
  *line.out << all_of(*rows) << " rows in " << file.string() << "; without the master key nobody reads them\n";
  return 0;
}

int verify(const CommandLine& line, const Options& options) {
  const auto file = store::BackupFile::open(options.file);
  if (!file) return failed(line, file.error());
  std::optional<store::MasterKey> master;
  if (!options.master_key.empty()) {
    auto loaded = store::MasterKey::load(options.master_key);
    if (!loaded) return failed(line, loaded.error());
    master.emplace(std::move(*loaded));
  }
  const auto findings = store::check_backup(*file, master ? &*master : nullptr);
  for (const auto& [table, count] : findings.rows) {
    if (count > 0) *line.out << table << ": " << count << '\n';
  }
  for (const auto& sentence : findings.wrong) *line.err << "sportello-service: " << sentence << '\n';
  if (!findings.wrong.empty()) return 1;
  *line.out << options.file.string()
            << (master ? " is whole, and the master key opens it\n"
                       : " is whole; --master-key says whether a key opens it\n");
  return 0;
}

// All of it, or nothing: one write.
struct Copied {
  store::RowCounts rows;
  acts::Restored settled;
};
// `among_others`: processes on other machines may serve from this store.
acts::Told<Copied> restore_into(store::Session& session, const store::BackupFile& backup,
                                const std::vector<store::MasterKey>& masters, bool among_others, store::Time at) {
  // One that serves would go on sealing under keys that are replaced here, and nobody could open it ever after.
  if (among_others && acts::somebody_serves(session, at)) {
    return std::unexpected("a process serves from this store, or was killed less than " +
                           std::to_string(acts::process_life.count()) + " seconds ago: stop all of them first");
  }
  if (session.first("SELECT 1 FROM school LIMIT 1")) {
    return std::unexpected(std::string{"the store is not empty: a backup is restored into a new one only"});
  }
  const auto tables = store::tables_of(backup.session());
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) session.exec("DELETE FROM " + table->name);
  auto rows = store::copy_rows(backup.session(), session, tables);
  for (const auto& master : masters) {
    if (!store::Vault::opens(session, master)) continue;
    auto vault = store::Vault::open(session, master, at);  // an older program's backup gets the keys that it lacks
    if (!vault) return std::unexpected(vault.error());
    const acts::Office office{std::move(*vault), {}, {}, {}};
    return Copied{std::move(rows), acts::settle_restored(session, office, at)};
  }
  return std::unexpected(
      std::string{"the master key of the configuration does not open this backup: nothing is "
                  "changed; put the key of its time where the configuration says"});
}

// What nobody but the office can know.
void tell(std::ostream& out, const Copied& copied) {
  out << all_of(copied.rows)
      << " rows restored. What waited to be sent then is not sent; open visits, invitations and enrolment codes are "
         "over.\n";
  if (copied.settled.kiosks > 0) {
    out << copied.settled.kiosks << (copied.settled.kiosks == 1 ? " kiosk waits" : " kiosks wait")
        << " for approval anew, for one may have been revoked since: device list, then device approve with the words "
           "on its screen, or device revoke\n";
  }
  out << "Everything that was done after ";
  if (copied.settled.until) {
    out << time_text(*copied.settled.until) << " (the last act in the backup)";
  } else {
    out << "the backup";
  }
  out << " is undone. Do again what protects people, before the service starts:\n"
         "  guardian erase       whoever asked for it is on file again\n"
         "  guardian block       and unblock\n"
         "  guardian unfreeze    whoever was unfrozen is frozen; whoever froze their credentials has them working "
         "again\n"
         "  device revoke        a kiosk that was stolen\n"
         "  import               pupils who left, guardians who lost their pupils, new phones and mails\n"
         "Passwords and PINs are those of then: who changed theirs since must do so again, at the kiosk.\n";
}

int restore(const CommandLine& line, const std::filesystem::path& file) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return failed(line, configuration.error());
  const auto key_file = master_key_file(*configuration);
  if (!key_file) return failed(line, key_file.error());
  const auto masters = master_keys(*key_file);
  if (!masters) return failed(line, masters.error());
  const auto backup = store::BackupFile::open(file);
  if (!backup) return failed(line, backup.error());
  if (const auto whole = backup->check(); !whole) return failed(line, file.string() + ": " + whole.error());
  const auto opened = open_store(*configuration);
  if (!opened) return failed(line, opened.error());
  // Held until the end: nobody begins to serve from here meanwhile.
  const auto lock = DirectoryLock::take(configuration->data_directory);
  if (!lock) return failed(line, lock.error().sentence + (lock.error().held ? ": stop it first" : ""));
  const bool among_others = configuration->store.kind == StoreConfiguration::Kind::postgresql;
  acts::Told<Copied> told = std::unexpected("");
  std::promise<std::expected<void, store::StoreError>> answered;
  (*opened)->write(
      [&, at = now()](store::Session& session) {
        told = restore_into(session, *backup, *masters, among_others, at);
        return told ? store::Verdict::commit : store::Verdict::roll_back;
      },
      [&answered](std::expected<void, store::StoreError> result) { answered.set_value(std::move(result)); });
  if (const auto result = answered.get_future().get(); !result) return failed(line, result.error().sentence);
  if (!told) return failed(line, told.error());
  tell(*line.out, *told);
  return 0;
}

}  // namespace

void add_backup_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* backup_command = app.add_subcommand("backup", "Copy the store into one file, while the service runs");
  auto* to = backup_command->add_option("--to", options->file, "The file to write; never over one that is there");
  auto* verify_command = backup_command->add_subcommand("verify", "Look whether a backup can be trusted");
  verify_command->add_option("file", options->file, "The backup")->required();
  verify_command->add_option("--master-key", options->master_key, "Whether this key opens what is sealed in it");
  verify_command->callback([&line, options] { line.exit_code = verify(line, *options); });
  backup_command->callback([&line, options, verify_command, to] {
    if (verify_command->parsed()) return;
    if (to->count() == 0) throw CLI::RequiredError("--to");
    line.exit_code = backup(line, options->file);
  });
  auto* restore_command = app.add_subcommand("restore", "Fill an empty store, of either kind, from a backup");
  restore_command->add_option("--from", options->file, "The backup")->required();
  restore_command->footer("Example: sportello-service restore --from 2027-01-15.backup; it says what to do next");
  restore_command->callback([&line, options] { line.exit_code = restore(line, options->file); });
}

}  // namespace sportello::commands
