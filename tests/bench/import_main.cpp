// sportello-bench-import: what an import of a million rows costs, beside `sqlite3 .import` of the same file into a
// table without an index, and what a visit waits meanwhile. Prints; judges only when asked to (--strict).
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "service/duty.h"
#include "service/shared/secret/bytes.h"
#include "tests/bench/rows.h"
#include "tests/drill/calls.h"
#include "tests/drill/measure.h"
#include "tests/fakes/service_fixture.h"

namespace {

using namespace sportello;
using drill::shown;
using Clock = std::chrono::steady_clock;

constexpr double most_times = 5;      // of what sqlite3 .import takes
constexpr long most_memory_mb = 200;  // resident, at its highest
constexpr const char* school = "RMIC817009";

struct Options {
  std::filesystem::path folder = "build/bench";
  std::int64_t rows = 1'000'000;
  unsigned repeats = 3;
  bool strict = false, visits = true;
};

struct Cost {
  double seconds = 0, cpu = 0;
  long memory_mb = 0;
};

pid_t begin(const std::vector<std::string>& words) {
  const auto pid = ::fork();
  if (pid != 0) return pid;
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDOUT_FILENO);
  std::vector<char*> raw;
  for (const auto& word : words) raw.push_back(const_cast<char*>(word.c_str()));
  raw.push_back(nullptr);
  ::execvp(raw[0], raw.data());
  std::perror(raw[0]);
  ::_exit(127);
}

Cost end(pid_t pid, Clock::time_point since, const std::string& what) {
  int status = 0;
  rusage used{};
  ::wait4(pid, &status, 0, &used);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(what + " failed");
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + (static_cast<double>(time.tv_usec) / 1e6);
  };
  return {std::chrono::duration<double>{Clock::now() - since}.count(),
          seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss / 1024};
}

Cost run(const std::vector<std::string>& words) {
  const auto since = Clock::now();
  return end(begin(words), since, words[0]);
}

double median(std::vector<double> all) {
  std::ranges::sort(all);
  return all[all.size() / 2];
}

std::string spread(const std::vector<double>& all) {
  const auto [least, most] = std::ranges::minmax(all);
  return shown(least, 2) + "–" + shown(most, 2);
}

struct Bench {
  Options options;
  std::filesystem::path program;
  std::filesystem::path rows = options.folder / "rows.csv";

  [[nodiscard]] std::vector<std::string> service(const std::filesystem::path& configuration,
                                                 std::vector<std::string> words) const {
    words.insert(words.begin(), {program.string(), "--config", configuration.string()});
    return words;
  }

  std::filesystem::path new_store() const {
    const auto folder = options.folder / "store";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto configuration = folder / "service.toml";
    std::ofstream{configuration} << "[service]\ncertificate = \"c\"\nprivate_key = \"k\"\ndata_directory = \"data\"\n"
                                    "master_key_file = \"master-key\"\nprofiles_directory = \""
                                 << SPORTELLO_SOURCE_FOLDER << "/assets/registers\"\n";
    run(service(configuration, {"master-key", "create", (folder / "master-key").string()}));
    run(service(configuration,
                {"school", "add", "--code", school, "--name", "Istituto Colle Sereno", "--profile", "classeviva"}));
    return configuration;
  }

  bool ratios() const {
    std::vector<double> plain, fresh, again, fresh_ratio, again_ratio, cpu_ratio;
    long memory = 0;
    for (unsigned i = 0; i < options.repeats; ++i) {
      const auto table = options.folder / "plain.sqlite";
      std::filesystem::remove(table);
      const auto base = run({"sqlite3", table.string(), ".separator ;", ".import '" + rows.string() + "' rows"});
      std::filesystem::remove(table);
      const auto configuration = new_store();
      const auto import = service(configuration, {"import", "--school", school, rows.string()});
      const auto first = run(import);
      const auto second = run(import);
      plain.push_back(base.seconds);
      fresh.push_back(first.seconds);
      again.push_back(second.seconds);
      fresh_ratio.push_back(first.seconds / base.seconds);
      again_ratio.push_back(second.seconds / base.seconds);
      cpu_ratio.push_back(first.cpu / base.cpu);
      memory = std::max({memory, first.memory_mb, second.memory_mb});
      std::printf("  sqlite3 .import %s s (CPU %s); fresh %s s (CPU %s, %ld MB); again %s s (CPU %s, %ld MB)\n",
                  shown(base.seconds, 2).c_str(), shown(base.cpu, 2).c_str(), shown(first.seconds, 2).c_str(),
                  shown(first.cpu, 2).c_str(), first.memory_mb, shown(second.seconds, 2).c_str(),
                  shown(second.cpu, 2).c_str(), second.memory_mb);
      std::fflush(stdout);
    }
    std::printf(
        "fresh import / sqlite3 .import: ratio %s (%s), of CPU time %s; again: ratio %s (%s); at most %ld MB\n",
        shown(median(fresh_ratio), 2).c_str(), spread(fresh_ratio).c_str(), shown(median(cpu_ratio), 2).c_str(),
        shown(median(again_ratio), 2).c_str(), spread(again_ratio).c_str(), memory);
    return median(fresh_ratio) <= most_times && median(again_ratio) <= most_times && memory <= most_memory_mb;
  }

  // The other school's families come in while this school's guardians stand at the kiosk.
  void visits() const {
    constexpr int families = 4000;
    ::setenv("TMPDIR", options.folder.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): no other thread runs yet
    fakes::FixtureOptions wish;
    wish.as_program = true;
    wish.extra_guardians = families;
    fakes::ServiceFixture fixture{std::move(wish)};
    const auto identity = fixture.kiosk_identity();
    const auto key = fixture.folder() / "bench-device.key";
    if (const auto saved = identity.key->save(key); !saved) throw std::runtime_error(saved.error());
    const auto where = fixture.where();
    auto client =
        drill::connect({"https://" + where.authority(), fakes::pin_of(where.certificate), key, identity.key_id});
    if (!client) throw std::runtime_error(client.error());
    drill::Desk desk{std::move(*client)};
    auto codes = drill::Codes::watch("spool:" + fixture.spool().string());
    if (!codes) throw std::runtime_error(codes.error());
    int next = 0;
    const auto calls = [&](std::size_t rounds) {
      std::vector<drill::Card> cards;
      for (std::size_t i = 0; i < rounds; ++i, ++next) {
        cards.push_back({fakes::ServiceFixture::document_of(next), fakes::ServiceFixture::phone_of(next)});
      }
      return drill::run_calls(desk, **codes, cards, 0, rounds);
    };
    calls(20);
    const auto quiet = calls(200);
    const auto since = Clock::now();
    const auto pid =
        begin(service(fixture.configuration_file(), {"import", "--school", fakes::other_school_code, rows.string()}));
    drill::CallsResult meanwhile;
    while (next + 20 < families) {
      siginfo_t ended{};
      ::waitid(P_PID, static_cast<id_t>(pid), &ended, WEXITED | WNOHANG | WNOWAIT);
      if (ended.si_pid != 0) break;
      meanwhile.add(calls(20));
    }
    const auto cost = end(pid, since, "the import beside visits");
    const auto told = [](const char* when, const drill::CallsResult& result) {
      std::size_t failures = 0;
      for (const auto& [why, count] : result.failures) failures += count;
      std::printf("  a visit's calls %s: p50 %s ms, p99 %s ms, longest %s ms; %zu failed\n", when,
                  shown(result.all().quantile(0.5), 1).c_str(), shown(result.all().quantile(0.99), 1).c_str(),
                  shown(result.all().quantile(1), 1).c_str(), failures);
    };
    told("alone", quiet);
    told("beside the import", meanwhile);
    std::printf("  the import beside visits: %s s\n", shown(cost.seconds, 1).c_str());
  }
};

int measure(const Options& options) {
  secret::start_sodium();
  std::filesystem::create_directories(options.folder);
  const Bench bench{options, SPORTELLO_SERVICE_PROGRAM};
  const auto written = bench::write_rows(bench.rows, options.rows);
  std::printf("%lld rows, %s MB, %u repeats\n", static_cast<long long>(written),
              shown(static_cast<double>(std::filesystem::file_size(bench.rows)) / 1e6, 0).c_str(), options.repeats);
  const bool kept = bench.ratios();
  if (options.visits) bench.visits();
  std::printf("%s\n", kept ? "every promise was kept" : "a promise was missed (5 times, 200 MB)");
  return kept || !options.strict ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"sportello-bench-import: measures an import beside sqlite3 .import."};
  Options options;
  cli.add_option("--folder", options.folder, "Where the file and the stores stand (default build/bench)");
  cli.add_option("--rows", options.rows, "Of the file (default 1000000)")->check(CLI::Range(100, 4'000'000));
  cli.add_option("--repeats", options.repeats, "Of everything, interleaved (default 3)")->check(CLI::Range(1, 20));
  cli.add_flag("!--no-visits", options.visits, "Leave out what a visit waits meanwhile");
  cli.add_flag("--strict", options.strict, "Fail when a promise is missed");
  CLI11_PARSE(cli, argc, argv);
  options.folder = std::filesystem::absolute(options.folder);
  try {
    return measure(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sportello-bench-import: %s\n", error.what());
    return 1;
  }
}
