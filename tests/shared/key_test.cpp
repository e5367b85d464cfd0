// Device keys on disk, and their eight words.
#include "service/shared/signing/key.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "service/shared/signing/fingerprint.h"
#include "tests/catch.h"

using namespace sportello;
using namespace sportello::signing;

namespace {

struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sportello-key-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a key is saved for its owner alone, loaded again, and never overwritten") {
  secret::start_sodium();
  const Folder folder;
  const auto file = folder.path / "device.key";
  const auto key = SigningKey::generate();
  REQUIRE(key.save(file));
  struct stat status{};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  const auto loaded = SigningKey::load(file);
  REQUIRE(loaded);
  CHECK(loaded->public_key() == key.public_key());
  CHECK(verifies(loaded->sign("ciao"), "ciao", key.public_key()));
  CHECK_FALSE(verifies(loaded->sign("ciao"), "Ciao", key.public_key()));
  CHECK_FALSE(SigningKey::generate().save(file));
  CHECK(SigningKey::load(file)->public_key() == key.public_key());
}

TEST_CASE("a file that is no key is refused in one sentence") {
  const Folder folder;
  const auto file = folder.path / "device.key";
  CHECK_FALSE(SigningKey::load(file));
  std::ofstream{file} << "not hex at all";
  const auto loaded = SigningKey::load(file);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().find('\n') == std::string::npos);
}

TEST_CASE("different keys have different words, the same key the same") {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto key = SigningKey::generate().public_key();
    const auto text = fingerprint_text(key);
    CHECK(text == fingerprint_text(key));
    std::istringstream words{text};
    std::string word;
    int count = 0;
    while (words >> word) ++count;
    CHECK(count == 8);
    seen.insert(text);
  }
  CHECK(seen.size() == 200);
}
