// What only the PostgreSQL store has: a line that breaks at the worst moment, another server's right to write, and a
// configuration that must lead to a server that can be trusted.
#include <latch>

#include "service/configuration.h"
#include "tests/catch.h"
#include "tests/fakes/database_line.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::store;
using namespace std::chrono_literals;
using fakes::DatabaseLine;
using Cut = DatabaseLine::Cut;

namespace {

std::string word_of(const std::string& words, std::string_view name) {
  const auto at = words.find(name) + name.size() + 1;
  return words.substr(at, words.find(' ', at) - at);
}

// A store that reaches its database by a line that breaks.
struct Reached {
  fakes::TempFolder folder;
  fakes::TestStore kept{folder / "unused"};
  DatabaseLine line{folder.path(), word_of(std::getenv("SPORTELLO_TEST_POSTGRESQL"), "host")};
  std::unique_ptr<Store> store;

  explicit Reached(std::chrono::milliseconds patience = 8s) {
    REQUIRE(kept.is_postgresql());
    auto words = kept.toml();
    PostgresqlOptions options;
    options.target = postgresql::Target::parse("host=" + folder.path().string() + " user=postgres dbname=" +
                                               word_of(words.substr(0, words.rfind('"')), "dbname"))
                         .value();
    options.patience = patience;
    auto opened = open_postgresql(options);
    if (!opened) FAIL(opened.error());
    store = std::move(*opened);
    REQUIRE(write_and_wait(*store, [](Session& session) {
      return session.exec("CREATE TABLE thing (name TEXT PRIMARY KEY, run BIGINT)");
    }));
  }
  // Counts how often it was carried out.
  auto add(const std::string& name) {
    return write_and_wait(*store, [this, name](Session& session) {
      return session.exec("INSERT INTO thing (name, run) VALUES ($1, $2)", name, ++runs);
    });
  }
  std::int64_t count() {
    return read_and_wait(*store, [](Session& s) { return s.first("SELECT COUNT(*) FROM thing")->integer(0); })
        .value();
  }
  std::int64_t runs = 0;
};

std::expected<Configuration, std::string> configured(const std::string& store) {
  return parse_configuration(
      "[service]\ncertificate = \"c\"\nprivate_key = \"k\"\ndata_directory = \"d\"\nprofiles_directory = \"p\"\n" +
          store,
      "/srv/service.toml");
}

}  // namespace

TEST_CASE("a commit that never reached the server is carried out again, and answered once") {
  Reached at;
  at.line.cut(Cut::before_commit);
  CHECK(at.add("a"));
  CHECK(at.line.broken() == 1);
  CHECK(at.runs == 2);
  CHECK(at.count() == 1);
}

TEST_CASE("a commit whose answer was lost is found, not carried out again") {
  Reached at;
  at.line.cut(Cut::after_commit);
  CHECK(at.add("a"));
  CHECK(at.line.broken() == 1);
  CHECK(at.runs == 1);
  CHECK(at.count() == 1);
  CHECK(at.add("b"));
  CHECK(at.count() == 2);
}

TEST_CASE("a whole group is found again, with what each of its commands was told") {
  Reached at;
  std::latch in{1}, out{1}, answered{4};
  at.store->write(
      [&](Session&) {
        in.count_down();
        out.wait();
        return Verdict::commit;
      },
      [&](auto) { answered.count_down(); });
  in.wait();
  std::atomic<int> fine = 0, failed = 0;
  for (const char* name : {"a", "a", "b"}) {
    at.store->write(
        [name](Session& session) {
          session.exec("INSERT INTO thing (name) VALUES ($1)", name);
          return Verdict::commit;
        },
        [&](const auto& result) {
          ++(result ? fine : failed);
          answered.count_down();
        });
  }
  out.count_down();  // the plug's own commit passes, then comes the group's
  std::this_thread::sleep_for(5ms);
  at.line.cut(Cut::after_commit);
  answered.wait();
  CHECK(fine == 2);
  CHECK(failed == 1);
  CHECK(at.count() == 2);
}

TEST_CASE("a server that is away for a moment costs a wait, one that stays away an honest answer") {
  Reached at{700ms};
  at.line.close();
  std::jthread mended{[&] {
    std::this_thread::sleep_for(300ms);
    at.line.open();
  }};
  CHECK(at.add("a"));
  mended.join();
  CHECK(at.count() == 1);
  at.line.close();
  const auto refused = at.add("b");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == StoreError::Kind::busy);
  const auto unread = read_and_wait(*at.store, [](Session& s) { return s.first("SELECT 1").has_value(); });
  REQUIRE_FALSE(unread);
  CHECK(unread.error().kind == StoreError::Kind::busy);
  at.line.open();
  CHECK(at.add("c"));
  CHECK(at.count() == 2);
  CHECK_FALSE(refused.error().perhaps_kept);  // no commit was asked for
}

TEST_CASE("whoever hears that a commit's answer was lost for good hears that it may have been kept") {
  Reached at{300ms};
  at.line.cut(Cut::after_commit_for_good);
  const auto lost = at.add("a");
  REQUIRE_FALSE(lost);
  CHECK(lost.error().perhaps_kept);
  CHECK(lost.error().sentence.contains("not known"));
  at.line.cut(Cut::never);
  at.line.open();
  CHECK(at.count() == 1);
  const auto twice = at.add("a");  // refused, and that is certain
  REQUIRE_FALSE(twice);
  CHECK_FALSE(twice.error().perhaps_kept);
}

TEST_CASE("closing while the server is away ends soon, and whoever waits is told") {
  Reached at;
  at.line.close();
  std::atomic<int> told = 0;
  for (int i = 0; i < 600; ++i) {
    at.store->write([](Session&) { return Verdict::commit; }, [&](const auto& result) { told += result ? 0 : 1; });
  }
  const auto begin = std::chrono::steady_clock::now();
  at.store->close();
  CHECK(std::chrono::steady_clock::now() - begin < 3s);
  CHECK(told == 600);
}

TEST_CASE("a conflict with somebody else's program is tried again, and not for ever") {
  Reached at;
  const auto clash = [&at](Session& session) {
    ++at.runs;
    if (at.runs < 3) session.exec("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$");
    return session.exec("INSERT INTO thing (name) VALUES ('a')");
  };
  CHECK(write_and_wait(*at.store, clash));
  CHECK(at.runs == 3);
  const auto never = write_and_wait(*at.store, [](Session& session) {
    return session.exec("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$");
  });
  REQUIRE_FALSE(never);
  CHECK(never.error().kind == StoreError::Kind::busy);
}

TEST_CASE("what fails says its SQLSTATE, and neither the value nor the server's words") {
  Reached at;
  REQUIRE(at.add("segretissimo"));
  const auto twice = at.add("segretissimo");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().sentence == "the database refused a statement (SQLSTATE 23505)");
  const auto odd = write_and_wait(*at.store, [](Session& session) {
    return session.exec("INSERT INTO thing (name) VALUES ($1)", std::string{"segreto\xFF"});
  });
  REQUIRE_FALSE(odd);
  CHECK_FALSE(odd.error().sentence.contains("segreto"));
}

TEST_CASE("every kind of number is read as one") {
  Reached at;
  const auto row = at.kept.session()->first(
      "SELECT 1::smallint, -2::int, 3::bigint, true, SUM(x), SUM(y), -12345678901::numeric, 20000::numeric, "
      "0::numeric "
      "FROM (VALUES (1::bigint, 1), (9000000000::bigint, 2)) AS v (x, y)");
  REQUIRE(row);
  const std::vector<std::int64_t> wanted{1, -2, 3, 1, 9000000001, 3, -12345678901, 20000, 0};
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(row->integer(i) == wanted[i]);
  CHECK_THROWS_AS(at.kept.session()->first("SELECT 1.5::numeric"), Failure);
  CHECK_THROWS_AS(at.kept.session()->first("SELECT 1e30::numeric"), Failure);
}

TEST_CASE("a server that may lose what it acknowledged is refused") {
  fakes::TempFolder folder;
  const fakes::TestStore kept{folder / "unused"};
  const auto session = kept.session();
  const auto name = session->first("SELECT current_database()")->text(0);
  const std::string setting = GENERATE("off", "local");
  session->script("ALTER DATABASE " + name + " SET synchronous_commit = " + setting);
  const auto opened = kept.open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().contains("synchronous_commit is " + setting));
}

TEST_CASE("a session keeps its values from the server's log and gives its turn back") {
  fakes::TempFolder folder;
  const fakes::TestStore kept{folder / "unused"};
  const auto session = kept.session();
  const auto of = [&](const char* name) {
    return session->first("SELECT setting FROM pg_settings WHERE name = $1", name)->text(0);
  };
  CHECK(of("log_parameter_max_length_on_error") == "0");
  CHECK(of("idle_in_transaction_session_timeout") == "30000");
  CHECK(of("statement_timeout") == "30000");
  CHECK(of("lock_timeout") == "10000");
}

TEST_CASE("a connection is judged before it is tried, and no refusal repeats a password") {
  const auto with = [](const std::string& connection) {
    return configured("[store]\nkind = \"postgresql\"\nconnection = \"" + connection + "\"\n");
  };
  const auto good = with("host=db1.example,db2.example dbname=sportello user=sportello sslmode=verify-full");
  REQUIRE(good);
  CHECK(good->store_name() == "the PostgreSQL database sportello at db1.example,db2.example");
  CHECK(with("host=/run/postgresql dbname=sportello"));
  CHECK(with("host=127.0.0.1 dbname=sportello"));
  for (const char* wrong :
       {"host=db.example dbname=x", "host=db.example dbname=x sslmode=require", "host=/run/x,db.example dbname=x",
        "hostaddr=192.0.2.1 host=/run dbname=x", "host=/run/postgresql", "service=x dbname=x",
        "dbname=x password=segreto", "postgresql://u:segreto@db.example/x?sslmode=verify-full",
        "dbname=x nonsense=segreto", "="}) {
    CAPTURE(wrong);
    const auto refused = with(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().contains("key store.connection"));
    CHECK_FALSE(refused.error().contains("segreto"));
    CHECK_FALSE(refused.error().contains('\n'));
  }
  CHECK_FALSE(configured("[store]\nkind = \"oracle\"\n"));
  CHECK_FALSE(configured("[store]\nkind = \"sqlite\"\nconnection = \"dbname=x\"\n"));
  CHECK_FALSE(configured("[store]\nkind = \"postgresql\"\n"));
}
