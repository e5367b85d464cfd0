// A store of either kind: durable answers, savepoints, groups, refusals. And fields at rest.
#include "service/store/store.h"

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include "service/store/at_rest.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using namespace sportello::store;
using sportello::tests::Folder;
using sportello::tests::start;

namespace {

struct Kept {
  Folder folder;
  fakes::TestStore kept{folder / "store.sqlite"};
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return folder / name; }
};

std::unique_ptr<Store> open(const Kept& place, std::size_t queue = 4096) {
  auto opened = place.kept.open(queue);
  if (!opened) FAIL(opened.error());
  const auto bytes = in_dialect("BLOB", place.kept.dialect());
  write_and_wait(**opened, [&](Session& session) {
    return session.exec("CREATE TABLE IF NOT EXISTS thing (name TEXT PRIMARY KEY, number BIGINT, bytes " + bytes +
                        ")");
  });
  return std::move(*opened);
}

std::int64_t count(Store& store) {
  return read_and_wait(store,
                       [](Session& session) { return session.first("SELECT COUNT(*) FROM thing")->integer(0); })
      .value();
}

auto add(const std::string& name) {
  return [name](Session& session) { return session.exec("INSERT INTO thing (name) VALUES ($1)", name); };
}

// A writer that waits inside a command until it is let go, so that others gather behind it.
class Plug {
 public:
  explicit Plug(Store& store) {
    store.write(
        [this](Session&) {
          in_.count_down();
          out_.wait();
          return Verdict::commit;
        },
        [this](auto) { done_.count_down(); });
    in_.wait();
  }
  void pull() {
    out_.count_down();
    done_.wait();
  }

 private:
  std::latch in_{1}, out_{1}, done_{1};
};

}  // namespace

TEST_CASE("values of every kind come back as they went in") {
  const Kept folder;
  const auto store = open(folder);
  const secret::Bytes bytes{0, 1, 255};
  const auto wrote = write_and_wait(*store, [&](Session& session) {
    session.exec("INSERT INTO thing (name, number, bytes) VALUES ($1, $2, $3)", "perché", std::int64_t{1} << 60,
                 bytes);
    session.exec("INSERT INTO thing (name, number, bytes) VALUES ($3, $2, $1)", secret::Bytes{}, std::nullopt, "b");
    return session.exec("UPDATE thing SET number = $1 WHERE name = $2", -1, "none");
  });
  REQUIRE(wrote);
  CHECK(*wrote == 0);
  const auto rows = read_and_wait(
      *store, [](Session& session) { return session.query("SELECT name, number, bytes FROM thing ORDER BY name"); });
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK(rows->at(1).text(0) == "perché");
  CHECK(rows->at(1).integer(1) == std::int64_t{1} << 60);
  CHECK(rows->at(1).blob(2) == bytes);
  CHECK(rows->at(0).is_null(1));
  CHECK(rows->at(0).blob(2).empty());
  CHECK_FALSE(rows->at(0).is_null(2));
  CHECK_THROWS_AS(rows->at(0).integer(0), Failure);
  CHECK_THROWS_AS(rows->at(0).text(9), Failure);
}

TEST_CASE("a text with quotes and zero bytes is a value, never SQL") {
  const Kept folder;
  const auto store = open(folder);
  const std::string nasty{"'; DROP TABLE thing; --\0x", 25};
  const auto wrote = write_and_wait(*store, add(nasty));
  if (folder.kept.is_postgresql()) {  // it has no zero byte in texts: refused, and never cut short
    REQUIRE_FALSE(wrote);
    CHECK(wrote.error().sentence == "a text with a zero byte cannot be kept");
    REQUIRE(write_and_wait(*store, add(nasty.substr(0, 23))));
  }
  const auto row = read_and_wait(*store, [](Session& session) { return session.first("SELECT name FROM thing"); });
  CHECK((*row)->text(0) == (wrote ? nasty : nasty.substr(0, 23)));
}

TEST_CASE("what was answered is still there after opening again") {
  const Kept folder;
  {
    const auto store = open(folder);
    REQUIRE(write_and_wait(*store, add("a")));
  }
  CHECK(count(*open(folder)) == 1);
}

TEST_CASE("a command that fails in a group undoes only itself") {
  const Kept folder;
  const auto store = open(folder);
  Plug plug{*store};
  std::vector<std::future<std::expected<void, StoreError>>> answers;
  const auto send = [&](Command command) {
    auto promise = std::make_shared<std::promise<std::expected<void, StoreError>>>();
    answers.push_back(promise->get_future());
    store->write(std::move(command), [promise](auto result) { promise->set_value(std::move(result)); });
  };
  const auto insert = [](std::string name, Verdict verdict) {
    return [name, verdict](Session& session) {
      session.exec("INSERT INTO thing (name) VALUES ($1)", name);
      return verdict;
    };
  };
  send(insert("a", Verdict::commit));
  send(insert("a", Verdict::commit));     // breaks the primary key
  send(insert("b", Verdict::roll_back));  // undoes itself, and that is no error
  send([](Session&) -> Verdict { throw std::runtime_error("a mistake"); });
  send(insert("c", Verdict::commit));
  plug.pull();
  CHECK(answers[0].get());
  const auto second = answers[1].get();
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == StoreError::Kind::failed);
  CHECK(second.error().sentence.find("'a'") == std::string::npos);
  CHECK(answers[2].get());
  CHECK_FALSE(answers[3].get());
  CHECK(answers[4].get());
  CHECK(count(*store) == 2);
}

TEST_CASE("a full queue answers busy at once") {
  const Kept folder;
  const auto store = open(folder, 3);
  Plug plug{*store};
  std::atomic<int> busy = 0;
  std::atomic<int> fine = 0;
  for (int i = 0; i < 10; ++i) {
    store->write([](Session&) { return Verdict::commit; },
                 [&](const auto& result) {
                   if (result) ++fine;
                   if (!result && result.error().kind == StoreError::Kind::busy) ++busy;
                 });
  }
  CHECK(busy == 7);
  plug.pull();
  store->close();
  CHECK(fine == 3);
}

TEST_CASE("closing finishes what was accepted and refuses the rest") {
  const Kept folder;
  const auto store = open(folder);
  std::atomic<int> answered = 0;
  for (int i = 0; i < 500; ++i) {
    store->write(
        [i](Session& session) {
          session.exec("INSERT INTO thing (name) VALUES ($1)", std::to_string(i));
          return Verdict::commit;
        },
        [&](const auto& result) { answered += result ? 1 : 0; });
  }
  store->close();
  CHECK(answered == 500);
  const auto late = write_and_wait(*store, add("late"));
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == StoreError::Kind::closed);
  CHECK(count(*open(folder)) == 500);
}

TEST_CASE("many threads write and read; every answered write is seen by the next read") {
  const Kept folder;
  const auto store = open(folder);
  std::atomic<int> seen = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const auto name = std::to_string(t) + "/" + std::to_string(i);
        if (!write_and_wait(*store, add(name))) continue;
        const auto found = read_and_wait(*store, [&](Session& session) {
          return session.first("SELECT 1 FROM thing WHERE name = $1", name).has_value();
        });
        if (found && *found) ++seen;
      }
    });
  }
  threads.clear();
  CHECK(seen == 400);
}

TEST_CASE("a reader cannot write") {
  const Kept folder;
  const auto store = open(folder);
  CHECK_FALSE(read_and_wait(*store, add("a")));
  CHECK(count(*store) == 0);
}

TEST_CASE("two stores on one file, as serve and a command line, both write") {
  const Kept folder;
  const auto one = open(folder);
  const auto two = open(folder);
  std::jthread thread{[&] {
    for (int i = 0; i < 50; ++i) write_and_wait(*two, add("two" + std::to_string(i)));
  }};
  for (int i = 0; i < 50; ++i) REQUIRE(write_and_wait(*one, add("one" + std::to_string(i))));
  thread.join();
  CHECK(count(*one) == 100);
}

TEST_CASE("a store of a newer program is refused in one sentence") {
  const Kept folder;
  {
    const auto store = open(folder);
    REQUIRE(write_and_wait(*store, [](Session& session) {
      return session.exec("INSERT INTO schema_version (version) VALUES ($1)", 99);
    }));
  }
  const auto opened = folder.kept.open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().find("99") != std::string::npos);
}

TEST_CASE("a statement with a wrong number of values fails and says nothing of them") {
  const Kept folder;
  const auto store = open(folder);
  const auto fewer = write_and_wait(*store, [](Session& session) {
    return session.exec("INSERT INTO thing (name, number) VALUES ($1, $2)", "segretissimo");
  });
  REQUIRE_FALSE(fewer);
  CHECK(fewer.error().sentence.find("segretissimo") == std::string::npos);
  CHECK_FALSE(write_and_wait(
      *store, [](Session& session) { return session.exec("INSERT INTO thing (name) VALUES ($1)", "a", "b"); }));
}

namespace {

Vault open_vault(Store& store, const Kept& folder) {
  if (!std::filesystem::exists(folder / "key")) REQUIRE(MasterKey::create(folder / "key"));
  const auto master = MasterKey::load(folder / "key").value();
  std::optional<Vault> vault;
  REQUIRE(write_and_wait(store, [&](Session& session) {
    vault = Vault::open(session, master, start).value();
    return true;
  }));
  return std::move(*vault);
}

}  // namespace

TEST_CASE("a sealed field opens where it stands, and nowhere else") {
  secret::start_sodium();
  const Kept folder;
  const auto store = open(folder);
  const auto vault = open_vault(*store, folder);
  const Place place{"guardian", "phone", "school", "row"};
  const auto field = vault.seal(Seal::personal, place, "+393331234567");
  CHECK(std::string{secret::as_text(field)}.find("333123") == std::string::npos);
  CHECK(vault.seal(Seal::personal, place, "+393331234567") != field);
  REQUIRE(vault.open(Seal::personal, place, field));
  CHECK(vault.open(Seal::personal, place, field)->reveal() == "+393331234567");
  CHECK_FALSE(vault.open(Seal::pepper, place, field));
  CHECK_FALSE(vault.open(Seal::personal, {"pupil", "phone", "school", "row"}, field));
  CHECK_FALSE(vault.open(Seal::personal, {"guardian", "mail", "school", "row"}, field));
  CHECK_FALSE(vault.open(Seal::personal, {"guardian", "phone", "school2", "row"}, field));
  CHECK_FALSE(vault.open(Seal::personal, {"guardian", "phone", "school", "row2"}, field));
  CHECK_FALSE(vault.open(Seal::personal, {"guardian", "phones", "chool", "row"}, field));
  for (std::size_t at = 0; at < field.size(); ++at) {
    auto changed = field;
    changed[at] ^= 1;
    CHECK_FALSE(vault.open(Seal::personal, place, changed));
  }
  CHECK_FALSE(vault.open(Seal::personal, place, {}));
  CHECK_THROWS_AS(vault.reveal(Seal::personal, place, {}), Failure);
}

TEST_CASE("the keys of a store are made once and open with its master key alone") {
  secret::start_sodium();
  const Kept folder;
  const auto store = open(folder);
  const Place place{"t", "c", "s", "r"};
  const auto first = open_vault(*store, folder);
  const auto field = first.seal(Seal::pepper, place, "hash");
  const auto again = open_vault(*store, folder);
  CHECK(again.open(Seal::pepper, place, field));
  CHECK(again.index(IndexKind::phone, "s", "x") == first.index(IndexKind::phone, "s", "x"));
  CHECK(again.one_time_code(1, "v", desk::CodePurpose::visit, 1) ==
        first.one_time_code(1, "v", desk::CodePurpose::visit, 1));

  REQUIRE(MasterKey::create(folder / "other"));
  const auto other = MasterKey::load(folder / "other").value();
  std::string error;
  REQUIRE(write_and_wait(*store, [&](Session& session) {
    const auto vault = Vault::open(session, other, start);
    if (!vault) error = vault.error();
    return true;
  }));
  CHECK(error.find("master key") != std::string::npos);
}

TEST_CASE("a field of an older key still opens after a newer key came") {
  secret::start_sodium();
  const Kept folder;
  const auto store = open(folder);
  const Place place{"t", "c", "s", "r"};
  const auto before = open_vault(*store, folder);
  const auto old_field = before.seal(Seal::pepper, place, "hash");
  const auto master = MasterKey::load(folder / "key").value();
  REQUIRE(MasterKey::create(folder / "new"));
  const auto newer = MasterKey::load(folder / "new").value();
  REQUIRE(write_and_wait(*store, [&](Session& session) {
            return Vault::rotate(session, master, newer, start).has_value();
          }).value());
  std::filesystem::rename(folder / "new", folder / "key");
  const auto after = open_vault(*store, folder);
  REQUIRE(after.open(Seal::pepper, place, old_field));
  const auto new_field = after.seal(Seal::pepper, place, "hash");
  CHECK(after.open(Seal::pepper, place, new_field)->reveal() == "hash");
  CHECK_FALSE(before.open(Seal::pepper, place, new_field));  // it does not know that key yet
  auto relabelled = old_field;
  relabelled[3] = 2;  // the version stands before the field, and is bound to it
  CHECK_FALSE(after.open(Seal::pepper, place, relabelled));
}

TEST_CASE("an index is keyed by kind and school") {
  secret::start_sodium();
  const Kept folder;
  const auto store = open(folder);
  const auto vault = open_vault(*store, folder);
  const auto index = vault.index(IndexKind::phone, "s", "x");
  CHECK(index.size() == 32);
  CHECK(index == vault.index(IndexKind::phone, "s", "x"));
  CHECK(index != vault.index(IndexKind::mail, "s", "x"));
  CHECK(index != vault.index(IndexKind::phone, "t", "x"));
  CHECK(vault.index(IndexKind::mail, "s", " A.B@X.test\t") == vault.index(IndexKind::mail, "s", "a.b@x.test"));
  CHECK(vault.index(IndexKind::user_code, "s", "A") != vault.index(IndexKind::user_code, "s", "a"));
  const auto omocode = tests::document("RSSMRAULALMHRLMD");
  CHECK(vault.document_index("s", tests::document("RSSMRA80A01H501U")) == vault.document_index("s", omocode));
}

TEST_CASE("a master key is private, whole, and never overwritten") {
  secret::start_sodium();
  const Kept folder;
  const auto file = folder / "key";
  CHECK_FALSE(MasterKey::load(file));
  REQUIRE(MasterKey::create(file));
  CHECK_FALSE(MasterKey::create(file));
  CHECK(MasterKey::load(file));
  std::filesystem::permissions(file, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  CHECK_FALSE(MasterKey::load(file));
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::ofstream{file} << "abcd";
  const auto loaded = MasterKey::load(file);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().find("abcd") == std::string::npos);
}
