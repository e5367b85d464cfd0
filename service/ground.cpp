// Opens the store and its keys.
#include "service/ground.h"

#include <cstdlib>
#include <fstream>

#include "service/shared/log/log.h"
#include "service/store/acts/schools.h"
#include "service/store/postgresql/postgresql_store.h"
#include "service/store/reloading_store.h"
#include "service/store/sqlite/sqlite_store.h"

namespace sportello {
namespace {

// The keys that passwords are sealed to, by school.
std::expected<std::map<std::string, store::acts::ToldRegister, std::less<>>, std::string> told_registers(
    const Configuration& configuration) {
  std::map<std::string, store::acts::ToldRegister, std::less<>> registers;
  for (const auto& connector : configuration.connectors) {
    store::acts::ToldRegister told;
    told.connector = connector.name;
    if (!connector.register_key_file.empty()) {
      std::ifstream stream{connector.register_key_file};
      std::string text;
      stream >> text;
      told.key = secret::exactly<32>(secret::from_base64url(text));
      if (!told.key) {
        return std::unexpected("connector " + connector.name + ": " + connector.register_key_file.string() +
                               " does not hold the register's X25519 key, 43 characters of base64url");
      }
    }
    for (const auto& school : connector.schools) registers[school] = told;
  }
  return registers;
}

}  // namespace

std::expected<std::filesystem::path, std::string> master_key_file(const Configuration& configuration) {
  if (!configuration.master_key_file.empty()) return configuration.master_key_file;
  if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY")) return std::filesystem::path{folder} / "master-key";
  return std::unexpected("no master key: set service.master_key_file, or give systemd the credential master-key");
}

std::filesystem::path next_to(const std::filesystem::path& master_key_file) {
  auto next = master_key_file;
  next += ".next";
  return next;
}

std::expected<std::vector<store::MasterKey>, std::string> master_keys(const std::filesystem::path& file) {
  std::vector<store::MasterKey> keys;
  auto first = store::MasterKey::load(file);
  if (first) keys.push_back(std::move(*first));
  std::error_code error;
  if (std::filesystem::exists(next_to(file), error)) {
    auto next = store::MasterKey::load(next_to(file));
    if (next) keys.push_back(std::move(*next));
  }
  if (keys.empty()) return std::unexpected(first.error());
  return keys;
}

std::expected<void, std::string> refresh_keys(const Configuration& configuration, const Ground& ground) {
  std::expected<void, std::string> result;
  const auto looked = store::read_and_wait(*ground.store, [&](store::Session& session) {
    if (ground.office->vault.is_current(session)) return false;
    const auto file = master_key_file(configuration);
    const auto keys = file ? master_keys(*file) : std::unexpected(file.error());
    result = keys ? ground.office->vault.reload(session, *keys) : std::unexpected(keys.error());
    return true;
  });
  if (!looked) return std::unexpected(looked.error().sentence);
  if (*looked && result) log::event(log::KeysReloaded{});
  return result;
}

std::expected<std::unique_ptr<store::Store>, std::string> open_store(const Configuration& configuration) {
  std::error_code error;
  if (std::filesystem::create_directories(configuration.data_directory, error)) {
    std::filesystem::permissions(configuration.data_directory, std::filesystem::perms::owner_all, error);
  }
  const auto& wish = configuration.store;
  if (wish.kind == StoreConfiguration::Kind::sqlite) return store::open_sqlite({configuration.store_file()});
  store::PostgresqlOptions options;
  options.target = wish.target;
  if (!wish.password_file.empty()) {
    std::ifstream file{wish.password_file};
    std::string password;
    if (!std::getline(file, password)) {
      return std::unexpected("store.password_file: cannot read " + wish.password_file.string() +
                             ": put the password there, alone on its line, and let the service read it");
    }
    options.password = secret::SecretText{std::string_view{password}};
  }
  return store::open_postgresql(std::move(options));
}

std::expected<Ground, std::string> open_ground(const Configuration& configuration) {
  const auto key_file = master_key_file(configuration);
  if (!key_file) return std::unexpected(key_file.error());
  const auto masters = master_keys(*key_file);
  if (!masters) return std::unexpected(masters.error());
  auto profiles = load_profiles(configuration.profiles_directory);
  if (!profiles) return std::unexpected(profiles.error());
  auto registers = told_registers(configuration);
  if (!registers) return std::unexpected(registers.error());
  auto opened = open_store(configuration);
  if (!opened) return std::unexpected(opened.error());

  // A vault cannot be copied, so the store's thread leaves it in a slot of ours.
  std::expected<store::Vault, std::string> vault = std::unexpected("");
  std::vector<store::acts::School> schools;
  const auto at = now();
  const auto written = store::write_and_wait(**opened, [&](store::Session& session) {
    // The one beside it is looked at only where the store has keys already, and it opens them.
    const bool next = masters->size() > 1 && store::Vault::opens(session, masters->back());
    vault = store::Vault::open(session, next ? masters->back() : masters->front(), at);
    schools = store::acts::list_schools(session);
    return true;
  });
  if (!written) return std::unexpected(configuration.store_name() + ": " + written.error().sentence);
  if (!vault) return std::unexpected(configuration.store_name() + ": " + vault.error());
  for (const auto& school : schools) {
    if (!profiles->contains(school.profile)) {
      return std::unexpected("school " + school.code + " follows the profile " + school.profile + ", and " +
                             (configuration.profiles_directory / (school.profile + ".toml")).string() +
                             " is not there");
    }
  }
  auto office = std::make_unique<store::acts::Office>(
      store::acts::Office{std::move(*vault), std::move(*profiles), configuration.sending, std::move(*registers)});
  // Whatever meets a key that another process made reads the keys anew and is done once more.
  auto reload = [file = *key_file, &held = office->vault](store::Session& session) {
    const auto keys = master_keys(file);
    const auto reloaded = keys ? held.reload(session, *keys) : std::unexpected(keys.error());
    if (reloaded) {
      log::event(log::KeysReloaded{});
    } else {
      log::event(log::KeysNotReloaded{.error = reloaded.error()});
    }
    return reloaded.has_value();
  };
  return Ground{std::move(office), store::reload_on_unknown_key(std::move(*opened), std::move(reload))};
}

store::Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace sportello
