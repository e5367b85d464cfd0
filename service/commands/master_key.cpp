// master-key rotate, master-key check. At every moment of a rotation the file of the configuration or the one beside
// it (FILE.next) opens the store; programs that run look at both.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>

#include "service/commands/trees.h"
#include "service/commands/with_ground.h"
#include "service/shared/files/durable.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::filesystem::path file, old_file;
};

// A private copy that appears whole.
bool copy_key(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::ifstream in{from};
  std::string text;
  in >> text;
  text += '\n';
  const bool copied = files::replace_private(to, text);
  std::fill(text.begin(), text.end(), '\0');
  return copied;
}

std::string day_and_time(store::Time at) {
  const auto seconds = at.time_since_epoch().count();
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return text.data();
}

std::expected<bool, std::string> opens(store::Store& store, const store::MasterKey& key) {
  const auto result =
      store::read_and_wait(store, [&](store::Session& session) { return store::Vault::opens(session, key); });
  if (!result) return std::unexpected(result.error().sentence);
  return *result;
}

// One write: every key under the new master key, new versions, an event in each school's audit.
acts::Told<void> rotate_in_store(store::Store& store, const store::MasterKey& old_key,
                                 const store::MasterKey& new_key) {
  acts::Told<void> told;
  std::promise<std::expected<void, store::StoreError>> answered;
  store.write(
      [&, at = now()](store::Session& session) {
        told = store::Vault::rotate(session, old_key, new_key, at);
        if (!told) return store::Verdict::roll_back;
        auto vault = store::Vault::open(session, new_key, at);  // an older program's store gets what it lacks
        if (!vault) {
          told = std::unexpected(vault.error());
          return store::Verdict::roll_back;
        }
        const acts::Office office{std::move(*vault), {}, {}, {}};
        for (const auto& school : acts::list_schools(session)) {
          acts::append(session, office, {school.id, acts::EventName::master_key_rotated, "", "", ""}, at);
        }
        return store::Verdict::commit;
      },
      [&answered](std::expected<void, store::StoreError> result) { answered.set_value(std::move(result)); });
  const auto result = answered.get_future().get();
  if (result && told) return told;
  const auto why = result ? told.error() : result.error().sentence;
  if (!result && result.error().perhaps_kept) {
    return std::unexpected(why +
                           ". Keep both keys, the service looks at both; master-key check tells which one opens "
                           "the store, and the same command ends what was begun");
  }
  return std::unexpected(why + ": the old key opens the store as before");
}

// FILE.next takes FILE's place; FILE is kept under a name of its own: backups from before need it.
acts::Told<std::filesystem::path> install(const std::filesystem::path& installed) {
  auto before = installed;
  before += ".before-" + day_and_time(now());
  std::error_code error;
  if (std::filesystem::exists(installed, error) && ::rename(installed.c_str(), before.c_str()) != 0) {
    return std::unexpected(installed.string() +
                           " could not be renamed: both keys stay where they are, and the service "
                           "looks at both; run the command again");
  }
  if (::rename(next_to(installed).c_str(), installed.c_str()) != 0 || !files::sync_folder_of(installed)) {
    return std::unexpected(next_to(installed).string() +
                           " could not be renamed: the service looks at it all the same; "
                           "run the command again");
  }
  return before;
}

int rotate(const CommandLine& line, const Options& options) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return failed(line, configuration.error());
  const bool installs = options.old_file.empty();
  if (installs && configuration->master_key_file.empty()) {
    // Files put in place here would not be those that the service reads.
    return failed(
        line,
        "the service has its master key as a credential, a copy made at its start: give it both keys first, "
        "then name the present one under --old (docs/operations.md, Another master key)");
  }
  const auto installed = installs ? master_key_file(*configuration) : options.old_file;
  if (!installed) return failed(line, installed.error() + "; or name the present one under --old");
  const auto wanted = store::MasterKey::load(options.file);
  if (!wanted) return failed(line, wanted.error());
  const auto opened = open_store(*configuration);
  if (!opened) return failed(line, opened.error());
  auto& store = **opened;
  const auto done = opens(store, *wanted);
  if (!done) return failed(line, done.error());
  const auto present = store::MasterKey::load(*installed);
  if (present) {
    const auto same = opens(store, *present);
    if (!same) return failed(line, same.error());
    if (*same && *done) {
      *line.out << "this key opens the store already: nothing to do\n";
      return 0;
    }
    if (!*same && !*done) {
      return failed(line, installed->string() + " does not open this store: master-key check tells which key does");
    }
  } else if (!*done) {
    return failed(line, present.error());
  }
  if (installs && std::filesystem::absolute(options.file) != next_to(std::filesystem::absolute(*installed)) &&
      !copy_key(options.file, next_to(*installed))) {
    return failed(line, next_to(*installed).string() + " cannot be written: nothing is changed");
  }
  if (!*done) {
    const auto told = rotate_in_store(store, *present, *wanted);
    if (!told) return failed(line, told.error());
  }
  if (!installs) {
    *line.out << "rotated: give the service " << options.file.string() << " as its master key now, and keep "
              << options.old_file.string() << " for backups from before\n";
    return 0;
  }
  const auto before = install(*installed);
  if (!before) return failed(line, before.error());
  *line.out << "rotated: " << installed->string() << " is the new key";
  std::error_code error;
  if (std::filesystem::exists(*before, error)) *line.out << "; backups from before need " << before->string();
  *line.out << '\n';
  return 0;
}

int check(const CommandLine& line, const std::filesystem::path& file) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return failed(line, configuration.error());
  const auto key = store::MasterKey::load(file);
  if (!key) return failed(line, key.error());
  const auto opened = open_store(*configuration);
  if (!opened) return failed(line, opened.error());
  const auto result = opens(**opened, *key);
  if (!result) return failed(line, result.error());
  if (!*result) return failed(line, file.string() + " does not open this store");
  *line.out << file.string() << " opens this store\n";
  return 0;
}

}  // namespace

void add_master_key_commands(CLI::App& key, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* rotate_command = key.add_subcommand(
      "rotate", "Put a new master key in the old one's place while the service runs; make it first by create");
  rotate_command->add_option("--new", options->file, "The new key's file")->required();
  rotate_command->add_option("--old", options->old_file,
                             "The present key's file, where the service gets it as a credential of systemd");
  rotate_command->callback([&line, options] { line.exit_code = rotate(line, *options); });
  auto* check_command = key.add_subcommand("check", "Say whether a key opens the store");
  check_command->add_option("file", options->file, "The key's file")->required();
  check_command->callback([&line, options] { line.exit_code = check(line, options->file); });
}

}  // namespace sportello::commands
