// Opens the store and its keys.
#include "service/ground.h"

#include <cstdlib>

#include "service/store/acts/schools.h"
#include "service/store/sqlite/sqlite_store.h"

namespace sportello {
namespace {

std::expected<std::filesystem::path, std::string> master_key_file(const Configuration& configuration) {
  if (!configuration.master_key_file.empty()) return configuration.master_key_file;
  if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY")) return std::filesystem::path{folder} / "master-key";
  return std::unexpected("no master key: set service.master_key_file, or give systemd the credential master-key");
}

}  // namespace

std::expected<Ground, std::string> open_ground(const Configuration& configuration) {
  const auto key_file = master_key_file(configuration);
  if (!key_file) return std::unexpected(key_file.error());
  const auto master = store::MasterKey::load(*key_file);
  if (!master) return std::unexpected(master.error());
  auto profiles = load_profiles(configuration.profiles_directory);
  if (!profiles) return std::unexpected(profiles.error());
  std::error_code error;
  if (std::filesystem::create_directories(configuration.data_directory, error)) {
    std::filesystem::permissions(configuration.data_directory, std::filesystem::perms::owner_all, error);
  }
  auto opened = store::open_sqlite({configuration.store_file()});
  if (!opened) return std::unexpected(opened.error());

  // A vault cannot be copied, so the store's thread leaves it in a slot of ours.
  std::expected<store::Vault, std::string> vault = std::unexpected("");
  std::vector<store::acts::School> schools;
  const auto at = now();
  const auto written = store::write_and_wait(**opened, [&](store::Session& session) {
    vault = store::Vault::open(session, *master, at);
    schools = store::acts::list_schools(session);
    return true;
  });
  if (!written) return std::unexpected(configuration.store_file().string() + ": " + written.error().sentence);
  if (!vault) return std::unexpected(configuration.store_file().string() + ": " + vault.error());
  for (const auto& school : schools) {
    if (!profiles->contains(school.profile)) {
      return std::unexpected("school " + school.code + " follows the profile " + school.profile + ", and " +
                             (configuration.profiles_directory / (school.profile + ".toml")).string() +
                             " is not there");
    }
  }
  return Ground{std::make_unique<store::acts::Office>(
                    store::acts::Office{std::move(*vault), std::move(*profiles), configuration.sending}),
                std::move(*opened)};
}

store::Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace sportello
