// CSV files for a register: whole or not there, each event in one file, each file once, wherever the program dies and
// whoever takes the files away meanwhile.
#include <sys/stat.h>

#include <fstream>
#include <set>
#include <sstream>

#include "service/connectors/csv_files.h"
#include "service/store/acts/erasing.h"
#include "tests/fakes/files.h"
#include "tests/service/connectors_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using connectors::CsvFiles;
using connectors::CsvOptions;
using Step = CsvOptions::Step;

namespace {

struct Died {};

struct Folderful {
  ConnectorDesk desk;
  Folder folder;
  store::Time now = start;

  explicit Folderful(bool marked = true) {
    std::filesystem::create_directory(folder / "out");
    if (marked) REQUIRE(connectors::CsvFolder::mark(folder / "out"));
  }
  CsvFiles files(std::function<void(Step)> after = {}) { return files_of("one", "out", std::move(after)); }
  CsvFiles files_of(const std::string& process, std::string_view into, std::function<void(Step)> after = {}) {
    return {desk.tools([this] { return now; }, process), {"files", folder / into, 0s, std::move(after)}};
  }
  // One that dies after the step.
  void die(Step step, const std::string& process = "one", std::string_view into = "out") {
    auto dying = files_of(process, into, [&](Step reached) {
      if (reached == step) throw Died{};
    });
    CHECK_THROWS_AS(dying.work(desk.customer()), Died);
  }
  std::vector<std::string> in_staging() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder / "out/.staging"}) {
      if (const auto name = entry.path().filename(); name != "lock" && name != "folder") names.push_back(name);
    }
    return names;
  }
  std::vector<std::filesystem::path> published() const {
    std::set<std::filesystem::path> all;
    for (const auto& entry : std::filesystem::directory_iterator{folder / "out"}) {
      if (entry.is_regular_file()) all.insert(entry.path());
    }
    return {all.begin(), all.end()};
  }
  // The second field of each line: ids.
  static std::vector<std::string> ids_in(const std::filesystem::path& file) {
    std::vector<std::string> ids;
    std::ifstream in{file};
    std::string line;
    REQUIRE(std::getline(in, line));
    REQUIRE(line.starts_with("sequence;id;school;event;account;at;"));
    while (std::getline(in, line)) {
      std::istringstream fields{line};
      std::string field;
      std::getline(fields, field, ';');
      std::getline(fields, field, ';');
      ids.push_back(field);
    }
    return ids;
  }
};

}  // namespace

TEST_CASE("a batch is one private file with its number, its events in order, its fields quoted") {
  Folderful out;
  for (int i = 0; i < 3; ++i) out.desk.add_account(i);
  auto files = out.files();
  CHECK(files.work(out.desk.customer()));
  CHECK_FALSE(files.work(out.desk.customer()));
  const auto published = out.published();
  REQUIRE(published.size() == 1);
  CHECK(published[0].filename() == "RMIC817009-00000001.csv");
  struct stat status{};
  REQUIRE(::stat(published[0].c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(Folderful::ids_in(published[0]).size() == 3);
  const auto text = fakes::read_file(published[0]);
  CHECK(text.contains(";\"Rossi; \"\"Bianchi\"\"\";Zoe;active;;;\n"));
  CHECK(text.find("G1000000A") < text.find("G1000001A"));
  CHECK(out.desk.count("connector_event WHERE state = 'delivered' AND LENGTH(content) = 0") == 3);
  out.desk.add_account(7);
  CHECK(files.work(out.desk.customer()));
  CHECK(out.published().size() == 2);
}

TEST_CASE("dead after any step, the next run gives each event once; also when the register has fetched the file") {
  for (const bool fetched : {false, true}) {
    for (const auto step : {Step::begun, Step::written, Step::synced, Step::staged_file, Step::staged,
                            Step::published, Step::synced_folder}) {
      CAPTURE(fetched, static_cast<int>(step));
      Folderful out;
      for (int i = 0; i < 5; ++i) out.desk.add_account(i);
      std::vector<std::string> seen;
      const auto fetch = [&] {
        for (const auto& file : out.published()) {
          for (const auto& id : Folderful::ids_in(file)) seen.push_back(id);
          std::filesystem::remove(file);
        }
      };
      out.die(step);
      for (const auto& file : out.published()) CHECK(Folderful::ids_in(file).size() == 5);  // never half
      if (fetched) fetch();
      out.desk.add_account(9);
      auto files = out.files();
      while (files.work(out.desk.customer())) {
      }
      CHECK(out.desk.count("connector_event WHERE state = 'delivered'") == 6);
      fetch();
      CHECK(seen.size() == 6);
      CHECK(std::set<std::string>{seen.begin(), seen.end()}.size() == 6);
      CHECK(out.in_staging().empty());
    }
  }
}

TEST_CASE("a file of that name is not written over; its events wait and the office reads why") {
  Folderful out;
  out.desk.add_account(1);
  fakes::write_file(out.folder / "out/RMIC817009-00000001.csv", "somebody else's");
  auto files = out.files();
  CHECK_FALSE(files.work(out.desk.customer()));
  CHECK(fakes::read_file(out.folder / "out/RMIC817009-00000001.csv") == "somebody else's");
  CHECK(out.desk.count("connector_event WHERE last_word = 'name_taken'") == 1);
  CHECK_FALSE(files.work(out.desk.customer()));  // rests
  std::filesystem::remove(out.folder / "out/RMIC817009-00000001.csv");
  out.now += 31s;
  CHECK(files.work(out.desk.customer()));
  CHECK(Folderful::ids_in(out.folder / "out/RMIC817009-00000001.csv").size() == 1);
}

TEST_CASE("two processes on one folder do not write one batch twice") {
  Folderful out;
  for (int i = 0; i < 40; ++i) out.desk.add_account(i);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      auto files = out.files_of("process " + std::to_string(i), "out");
      for (int round = 0; round < 20; ++round) files.work(out.desk.customer());
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> ids;
  std::size_t lines = 0;
  for (const auto& file : out.published()) {
    for (const auto& id : Folderful::ids_in(file)) {
      ids.insert(id);
      ++lines;
    }
  }
  CHECK(lines == 40);
  CHECK(ids.size() == 40);
}

TEST_CASE("a folder without its mark is not written to, nor made, and nothing counts as published there") {
  Folderful out{false};
  out.desk.add_account(1);
  const auto rest = [&] { out.now += 31s; };
  auto files = out.files();
  CHECK_FALSE(files.work(out.desk.customer()));
  CHECK(std::filesystem::is_empty(out.folder / "out"));
  CHECK_FALSE(connectors::CsvFolder::mark(out.folder / "nowhere"));
  REQUIRE(connectors::CsvFolder::mark(out.folder / "out") == true);
  CHECK(connectors::CsvFolder::mark(out.folder / "out") == false);  // it was
  rest();
  out.die(Step::staged);
  // The machine starts again before the folder is mounted: what stands in its place is empty.
  std::filesystem::rename(out.folder / "out", out.folder / "elsewhere");
  rest();
  CHECK_FALSE(files.work(out.desk.customer()));
  CHECK_FALSE(std::filesystem::exists(out.folder / "out"));
  std::filesystem::create_directory(out.folder / "out");
  rest();
  CHECK_FALSE(files.work(out.desk.customer()));
  CHECK(std::filesystem::is_empty(out.folder / "out"));
  CHECK(out.desk.count("connector_event WHERE state = 'staged' AND LENGTH(content) > 0") == 1);
  std::filesystem::remove(out.folder / "out");
  std::filesystem::rename(out.folder / "elsewhere", out.folder / "out");
  rest();
  CHECK(files.work(out.desk.customer()));
  CHECK(out.published().size() == 1);
  CHECK(out.desk.count("connector_event WHERE state = 'delivered'") == 1);
}

TEST_CASE("a live batch is not taken over, a dead one is; one that was staged is finished in its own folder alone") {
  for (const bool staged : {false, true}) {
    CAPTURE(staged);
    Folderful out;
    std::filesystem::create_directory(out.folder / "other");
    REQUIRE(connectors::CsvFolder::mark(out.folder / "other"));
    out.desk.add_account(1);
    out.die(staged ? Step::staged : Step::staged_file);
    out.desk.add_account(2);
    auto other = out.files_of("two", "other");
    CHECK_FALSE(other.work(out.desk.customer()));
    out.now += 61s;
    CHECK(other.work(out.desk.customer()) == !staged);
    CHECK(std::filesystem::exists(out.folder / "other/RMIC817009-00000001.csv") == !staged);
    if (!staged) {
      // The first wakes: its file of a batch that is another one's goes, and nothing is told twice.
      CHECK(other.work(out.desk.customer()));
      out.desk.add_account(3);
      auto files = out.files();
      CHECK(files.work(out.desk.customer()));
      REQUIRE(out.published().size() == 1);
      CHECK(Folderful::ids_in(out.published()[0]).size() == 1);
      CHECK(out.in_staging().empty());
      continue;
    }
    CHECK(out.desk.count("connector_event WHERE last_word = 'other_folder'") == 1);
    const auto retry = [&](bool lost) {
      return out.desk.act([&](store::Session& session) {
        return acts::retry_events(session, *out.desk.office, out.desk.school.id, "", out.now, lost).value();
      });
    };
    CHECK(retry(false) == 0);
    auto files = out.files();
    CHECK(files.work(out.desk.customer()));
    CHECK(out.published().size() == 1);
    out.die(Step::staged);
    out.now += 61s;
    CHECK_FALSE(other.work(out.desk.customer()));
    CHECK(retry(true) == 1);
    CHECK(other.work(out.desk.customer()));
    CHECK(out.desk.count("connector_event WHERE state = 'delivered'") == 2);
  }
}

TEST_CASE("of a person who is erased before a file has its name, nothing stands in it but the end") {
  for (const auto step : {Step::begun, Step::staged_file, Step::staged}) {
    CAPTURE(static_cast<int>(step));
    Folderful out;
    for (int i = 0; i < 3; ++i) out.desk.add_account(i);
    const auto erase = [&] {
      REQUIRE(acts::forget(*out.desk.store, *out.desk.office, {out.desk.school.id, {"guardian1"}, false}, out.now));
    };
    auto files = out.files([&, once = true](Step reached) mutable {
      if (!once || reached != step) return;
      once = false;
      erase();
      throw Died{};
    });
    CHECK_THROWS_AS(files.work(out.desk.customer()), Died);
    while (files.work(out.desk.customer())) {
    }
    std::string text;
    for (const auto& file : out.published()) text += fakes::read_file(file);
    CHECK(text.contains("credentials_closed;account1"));
    CHECK_FALSE(text.contains("credentials_issued;account1"));
    CHECK(text.contains("credentials_issued;account0"));
    CHECK(text.contains("credentials_issued;account2"));
    CHECK(out.desk.count("connector_event WHERE state <> 'delivered'") == 0);
    CHECK(out.in_staging().empty());
  }
  // Without a death: the batch that was written is not the batch that is noted.
  Folderful out;
  for (int i = 0; i < 2; ++i) out.desk.add_account(i);
  auto files = out.files([&, once = true](Step reached) mutable {
    if (!once || reached != Step::staged_file) return;
    once = false;
    REQUIRE(acts::forget(*out.desk.store, *out.desk.office, {out.desk.school.id, {"guardian1"}, false}, out.now));
  });
  CHECK_FALSE(files.work(out.desk.customer()));
  CHECK(out.published().empty());
  CHECK(out.desk.count("connector_event WHERE state = 'staged'") == 0);
  CHECK(files.work(out.desk.customer()));
  CHECK_FALSE(fakes::read_file(out.published().at(0)).contains("account1"));
}

TEST_CASE("an event that does not open fails by itself; what was staged goes on when the school tells by webhook") {
  Folderful out;
  for (int i = 0; i < 3; ++i) out.desk.add_account(i);
  out.desk.act([&](store::Session& session) {
    return session.exec("UPDATE connector_event SET content = $1 WHERE account_id = 'account1'",
                        secret::Bytes{0, 0, 0, 1, 9, 9});
  });
  out.die(Step::staged);
  CHECK(out.desk.count("connector_event WHERE state = 'failed' AND last_word = 'unreadable'") == 1);
  CHECK(out.desk.count("connector_event WHERE state = 'staged'") == 2);
  const auto claim = [&] {
    return out.desk.act([&](store::Session& session) {
      return acts::claim_event(session, *out.desk.office, out.desk.school.id, "two", out.now, out.now + 20s);
    });
  };
  CHECK_FALSE(claim());  // the batch is alive
  out.now += 61s;
  for (const auto* account : {"account0", "account2"}) {
    const auto event = claim();
    REQUIRE(event);
    CHECK(event->account == account);
  }
  CHECK_FALSE(claim());
}
