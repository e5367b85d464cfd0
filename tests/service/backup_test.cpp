// backup, backup verify and restore by commands: a store comes back whole, what was on its way does not go twice, and
// without the master key nothing in a backup is of use.
#include <sys/stat.h>

#include "service/directory_lock.h"
#include "service/ground.h"
#include "service/store/sqlite/connection.h"
#include "tests/fakes/files.h"
#include "tests/service/command_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using fakes::read_file;
using fakes::write_file;

namespace {

// An office with everything that a backup must deal with.
struct BackupDesk : OfficeDesk {
  BackupDesk() {
    REQUIRE(run({"device", "enrol-code", "--school", std::string{school}}).code == 0);
    REQUIRE(run({"invite", "--school", std::string{school}, "--class", "*", "--without-credentials"}).code == 0);
    REQUIRE(count("outbox WHERE state = 'queued'") > 0);
    look([](store::Session& session) {
      const auto id = session.first("SELECT id FROM school")->text(0);
      session.exec(
          "INSERT INTO connector_event (id, school_id, kind, account_id, sequence, content, state, attempts, "
          "next_at, "
          "not_after, created_at, last_word) VALUES ('e', $1, 'k', 'a', 7, $2, 'queued', 0, 1, 2, 1, '')",
          id, secret::Bytes{1, 2, 3});
      session.exec("INSERT INTO connector_head (school_id, sequence, batch) VALUES ($1, 7, 2)", id);
      // More than one page of a table without a key of its own.
      for (int i = 0; i < 1203; ++i) {
        session.exec(
            "INSERT INTO outbox_try (outbox_id, school_id, attempt, gateway, outcome, receipt, tried_at) SELECT id, "
            "school_id, $1, 'g', 'o', '', $1 FROM outbox ORDER BY id LIMIT 2",
            i);
      }
      return true;
    });
  }
  // Another machine: an empty store of its own, the same registers, the key as given. `same_kind`: of store as this
  // desk's; else SQLite, where this one is on PostgreSQL.
  std::filesystem::path other(const std::filesystem::path& key, bool same_kind = false) {
    const auto place = folder / ("other" + std::to_string(++others_));
    std::filesystem::create_directory(place);
    write_file(
        place / "service.toml",
        "[service]\ncertificate = \"c\"\nprivate_key = \"k\"\ndata_directory = \"data\"\n"
        "master_key_file = \"" +
            key.string() + "\"\nprofiles_directory = \"" + (folder / "registers").string() + "\"\n" +
            (same_kind ? elsewhere.emplace_back(std::make_unique<fakes::TestStore>(place / "unused"))->toml() : ""));
    return place / "service.toml";
  }
  std::filesystem::path back_up() {
    const auto file = folder / ("backup" + std::to_string(++backups_));
    const auto result = run({"backup", "--to", file});
    CAPTURE(result.err);
    REQUIRE(result.code == 0);
    return file;
  }
  std::vector<std::unique_ptr<fakes::TestStore>> elsewhere;
  int others_ = 0, backups_ = 0;
};

template <class Act>
auto look_in(const std::filesystem::path& configuration, Act what) {
  const auto opened = open_store(load_configuration(configuration).value());
  REQUIRE(opened);
  return store::write_and_wait(**opened, std::move(what)).value();
}
std::int64_t count_in(const std::filesystem::path& configuration, const std::string& what) {
  return look_in(configuration,
                 [&](store::Session& session) { return session.first("SELECT COUNT(*) FROM " + what)->integer(0); });
}

}  // namespace

TEST_CASE("a backup is one private file with every row; it verifies, and the key that is no part of it opens it") {
  BackupDesk desk;
  const auto file = desk.back_up();
  struct stat status{};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  for (const auto* end : {".part", "-wal", "-shm", "-journal", ".part-wal"}) {
    CHECK_FALSE(std::filesystem::exists(file.string() + end));
  }
  const auto verified = desk.run({"backup", "verify", file});
  CHECK(verified.code == 0);
  CHECK(verified.out.contains("guardian: 2\n"));
  CHECK(verified.out.contains("outbox_try: " + std::to_string(desk.count("outbox_try")) + "\n"));
  CHECK(desk.count("outbox_try") >= 1203);
  CHECK(desk.run({"backup", "verify", file, "--master-key", desk.folder / "master-key"}).code == 0);
  REQUIRE(desk.run({"master-key", "create", desk.folder / "another"}).code == 0);
  const auto wrong = desk.run({"backup", "verify", file, "--master-key", desk.folder / "another"});
  CHECK(wrong.code == 1);
  CHECK(wrong.err.contains("does not open it"));

  const auto bytes = read_file(file);
  const auto hex = read_file(desk.folder / "master-key").substr(0, 64);
  CHECK_FALSE(bytes.contains(hex));
  CHECK_FALSE(bytes.contains(std::string{secret::as_text(*secret::from_hex(hex))}));
  for (const auto* person : {"DNGMNT85T71F205Y", "Antonietta", "3331234567", "maria@example.org"}) {
    CHECK_FALSE(bytes.contains(person));
  }
  const auto again = desk.run({"backup", "--to", file});
  CHECK(again.code == 1);
  CHECK(again.err.contains("never written over"));
  CHECK(read_file(file) == bytes);
  CHECK(desk.run({"backup"}).code == 2);
}

TEST_CASE("a restored store has every row, and what was on its way then neither goes again nor works again") {
  BackupDesk desk;
  desk.look([](store::Session& session) {
    session.exec("INSERT INTO process (id, seen_at) VALUES ('of then', 1)");
    return session.exec(
        "INSERT INTO device (id, school_id, public_key, state, enrolled_at, approved_at) SELECT 'kiosk', id, $1, "
        "'active', 1, 1 FROM school",
        secret::Bytes(32));
  });
  const auto file = desk.back_up();
  const bool same_kind = GENERATE(false, true);
  const auto target = desk.other(desk.folder / "master-key", same_kind);
  const auto restored = run_command(target, {"restore", "--from", file});
  CAPTURE(restored.err);
  REQUIRE(restored.code == 0);
  for (const auto* table :
       {"guardian", "pupil", "guardianship", "outbox", "outbox_try", "audit_personal", "data_key"}) {
    CAPTURE(table);
    CHECK(count_in(target, table) == desk.count(table));
  }
  CHECK(count_in(target, "audit") == desk.count("audit") + 1);
  CHECK(count_in(target, "audit WHERE event = 'store.restored'") == 1);
  CHECK(count_in(target, "outbox WHERE state IN ('queued', 'sending')") == 0);
  CHECK(count_in(target, "outbox WHERE state = 'overtaken' AND LENGTH(recipient) = 0") > 0);
  CHECK(count_in(target, "invitation WHERE cancelled_at IS NULL") == 0);
  CHECK(count_in(target, "enrol_code") == 0);
  CHECK(count_in(target, "connector_event WHERE state = 'overtaken' AND LENGTH(content) = 0") == 1);
  CHECK(count_in(target, "connector_head WHERE sequence = 1000007 AND batch = 1000002") == 1);
  CHECK(count_in(target, "process") == 0);
  CHECK(count_in(target, "device WHERE state = 'pending' AND approved_at IS NULL") == 1);
  CHECK(restored.out.contains("1 kiosk waits for approval anew"));
  CHECK(restored.out.contains("(the last act in the backup) is undone"));
  CHECK(restored.out.contains("guardian erase"));
  // It serves commands as the first one does, finds people by their index, and can be backed up in its turn.
  const auto found = run_command(target, {"guardian", "find", "--school", "RMIC817009"}, "DNGMNT85T71F205Y\n");
  CHECK(found.code == 0);
  CHECK(found.out.contains("Maria Antonietta"));
  CHECK(run_command(target, {"backup", "--to", desk.folder / "second"}).code == 0);
  CHECK(desk.run({"backup", "verify", desk.folder / "second", "--master-key", desk.folder / "master-key"}).code == 0);
  // From one kind of store to the other and back.
  const auto back = desk.other(desk.folder / "master-key", !same_kind);
  CHECK(run_command(back, {"restore", "--from", desk.folder / "second"}).code == 0);
  CHECK(count_in(back, "guardian") == desk.count("guardian"));
  CHECK(count_in(back, "outbox_try") == desk.count("outbox_try"));
  const auto twice = run_command(target, {"restore", "--from", file});
  CHECK(twice.code == 1);
  CHECK(twice.err.contains("not empty"));
}

TEST_CASE("a restore that cannot be whole changes nothing") {
  BackupDesk desk;
  const auto file = desk.back_up();
  REQUIRE(desk.run({"master-key", "create", desk.folder / "another"}).code == 0);
  const auto target = desk.other(desk.folder / "another");
  const auto refused = run_command(target, {"restore", "--from", file});
  CHECK(refused.code == 1);
  CHECK(refused.err.contains("does not open this backup"));
  CHECK(count_in(target, "school") == 0);
  CHECK(count_in(target, "data_key") == 0);
  CHECK(run_command(target, {"restore", "--from", desk.folder / "nothing"}).err.contains("no such backup"));
  write_file(desk.folder / "text", "not a store");
  CHECK(run_command(target, {"restore", "--from", desk.folder / "text"}).code == 1);
}

TEST_CASE("no store is restored into while somebody serves from it") {
  BackupDesk desk;
  const auto file = desk.back_up();
  const auto target = desk.other(desk.folder / "master-key", true);
  const auto restore = [&] { return run_command(target, {"restore", "--from", file}); };
  {
    std::filesystem::create_directory(target.parent_path() / "data");
    const auto served = DirectoryLock::take(target.parent_path() / "data");
    REQUIRE(served);
    const auto refused = restore();
    CHECK(refused.code == 1);
    CHECK(refused.err.contains("stop it first"));
  }
  if (desk.kept.is_postgresql()) {
    look_in(target, [](store::Session& session) {
      return session.exec("INSERT INTO process (id, seen_at) VALUES ('elsewhere', $1)", now());
    });
    const auto refused = restore();
    CHECK(refused.code == 1);
    CHECK(refused.err.contains("a process serves from this store"));
    look_in(target, [](store::Session& session) { return session.exec("UPDATE process SET seen_at = 1"); });
  }
  CHECK(count_in(target, "school") == 0);
  CHECK(restore().code == 0);
}

TEST_CASE("a store of a program that knew fewer keys is verified, restored and given another master key") {
  BackupDesk desk;
  const auto file = desk.back_up();
  constexpr std::string_view forget = "DELETE FROM data_key WHERE use IN ('link', 'audit', 'requests')";
  store::Connection{file, store::Connection::Access::write, 1s}.exec(forget);
  const auto verified = desk.run({"backup", "verify", file, "--master-key", desk.folder / "master-key"});
  CAPTURE(verified.err);
  CHECK(verified.code == 0);
  const auto target = desk.other(desk.folder / "master-key");
  const auto restored = run_command(target, {"restore", "--from", file});
  CAPTURE(restored.err);
  CHECK(restored.code == 0);
  CHECK(count_in(target, "data_key WHERE use IN ('link', 'audit', 'requests')") == 3);

  REQUIRE(desk.run({"master-key", "create", desk.folder / "new"}).code == 0);
  desk.look([&](store::Session& session) { return session.exec(forget); });
  const auto rotated = desk.run({"master-key", "rotate", "--new", desk.folder / "new"});
  CAPTURE(rotated.err);
  CHECK(rotated.code == 0);
  CHECK(desk.count("data_key WHERE use IN ('link', 'audit', 'requests')") == 3);
}

TEST_CASE("a damaged, tampered or newer backup is refused with a sentence") {
  BackupDesk desk;
  const auto file = desk.back_up();
  SECTION("cut short") {
    std::filesystem::resize_file(file, std::filesystem::file_size(file) * 2 / 3);
    CHECK(desk.run({"backup", "verify", file}).code == 1);
  }
  SECTION("an edited act") {
    store::Connection{file, store::Connection::Access::write, 1s}.exec(
        "UPDATE audit SET event = 'visit.ended' WHERE sequence = 2");
    const auto result = desk.run({"backup", "verify", file});
    CHECK(result.code == 1);
    CHECK(result.err.contains("RMIC817009: event 2 was edited"));
  }
  SECTION("a cut beginning") {
    store::Connection connection{file, store::Connection::Access::write, 1s};
    connection.exec("DELETE FROM audit_personal WHERE sequence <= 2");
    connection.exec("DELETE FROM audit WHERE sequence <= 2");
    const auto result = desk.run({"backup", "verify", file});
    CHECK(result.code == 1);
    CHECK(result.err.contains("event 1 is not there"));
  }
  SECTION("a personal part that is not the event's") {
    REQUIRE(desk.run({"guardian", "block", "--school", "RMIC817009"}, "DNGMNT85T71F205Y\n").code == 0);
    const auto later = desk.back_up();
    REQUIRE(store::Connection{later, store::Connection::Access::write, 1s}.exec("UPDATE audit_personal SET salt = $1",
                                                                                secret::Bytes(16)) > 0);
    CHECK(desk.run({"backup", "verify", later}).code == 0);  // sealed: who has no key cannot see it
    const auto result = desk.run({"backup", "verify", later, "--master-key", desk.folder / "master-key"});
    CHECK(result.code == 1);
    CHECK(result.err.contains("has a personal part that was altered"));
  }
  SECTION("a cut tail") {
    store::Connection{file, store::Connection::Access::write, 1s}.exec(
        "DELETE FROM audit WHERE sequence = (SELECT MAX(sequence) FROM audit)");
    CHECK(desk.run({"backup", "verify", file}).err.contains("the tail is cut"));
  }
  SECTION("a sealed field of somebody else") {
    store::Connection{file, store::Connection::Access::write, 1s}.exec(
        "UPDATE guardian SET document = (SELECT MAX(document) FROM guardian)");
    const auto result = desk.run({"backup", "verify", file, "--master-key", desk.folder / "master-key"});
    CHECK(result.code == 1);
    CHECK(result.err.contains("1 sealed fields do not open"));
  }
  SECTION("newer") {
    store::Connection{file, store::Connection::Access::write, 1s}.exec(
        "INSERT INTO schema_version (version) VALUES (99)");
    const auto result = desk.run({"backup", "verify", file});
    CHECK(result.code == 1);
    CHECK(result.err.contains("schema 99"));
    CHECK(run_command(desk.other(desk.folder / "master-key"), {"restore", "--from", file}).err.contains("schema 99"));
  }
}
