// Interleaved repetitions: what a machine does beside hits all sides of a ratio alike.
#include "tests/bench/service.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

#include "service/duty.h"
#include "tests/bench/bare_hash.h"
#include "tests/bench/ground.h"
#include "tests/drill/calls.h"
#include "tests/drill/load.h"
#include "tests/drill/visits.h"

namespace sportello::bench {
namespace {

using namespace std::chrono_literals;
using drill::shown;

constexpr std::array concurrencies = {1U, 8U, 32U};
constexpr unsigned bare_hashes = 40;        // half a second of a core
constexpr unsigned saturating_logins = 16;  // two hashes each: the pool's queue never empties
constexpr unsigned dripping_connections = 64;

double median(std::vector<double> all) {
  std::ranges::sort(all);
  return all.empty() ? 0 : all[all.size() / 2];
}

std::string spread(const std::vector<double>& all, int decimals) {
  const auto [least, most] = std::ranges::minmax(all);
  return shown(least, decimals) + "–" + shown(most, decimals);
}

struct Cost {
  std::vector<double> database_ms, ratio, visit_ms, hashes_ms, per_s, p50, p99;
  double hashes_per_visit = 0;
  std::map<std::string, std::vector<double>> by_thread;
};

// Of the server's processes: those that serve us live as long as the service does.
double database_ms(pid_t postmaster) {
  double ms = 0;
  if (postmaster == 0) return ms;
  const auto children = "/proc/" + std::to_string(postmaster) + "/task/" + std::to_string(postmaster) + "/children";
  std::ifstream list{children};
  for (pid_t child = 0; list >> child;) {
    if (const auto time = drill::processor_time(child)) ms += time->count();
  }
  return ms;
}

void measure_visits(Ground& ground, const ServiceWish& wish, ServiceResult& result) {
  std::map<unsigned, Cost> costs;
  for (unsigned repeat = 0; repeat < wish.repeats; ++repeat) {
    for (const auto at_once : concurrencies) {
      // As many hash at once as the service has threads that do, or as there are visits.
      const auto hashing = std::min(at_once, std::max(1U, std::thread::hardware_concurrency()));
      const auto bare_before = bare_hash_ms(hashing, bare_hashes / 2);
      drill::VisitsWish visits;
      visits.place = ground.device();
      visits.cards = ground.next_cards(wish.visits);
      visits.visits = wish.visits;
      visits.concurrency = at_once;
      visits.password = fakes::good_password;
      visits.pid = ground.pid();
      const auto database_before = database_ms(wish.postmaster);
      const auto run = drill::run_visits(visits, ground.codes());
      const auto database = database_ms(wish.postmaster) - database_before;
      const auto bare = (bare_before + bare_hash_ms(hashing, bare_hashes / 2)) / 2;
      result.failures += run.failed();
      for (const auto& [why, count] : run.failures) std::printf("  failed %zu times at %s\n", count, why.c_str());
      if (run.done == 0) throw std::runtime_error("no visit was done");
      auto& cost = costs[at_once];
      cost.hashes_per_visit = static_cast<double>(run.hashes) / static_cast<double>(run.done);
      cost.visit_ms.push_back(run.server_ms_per_visit);
      cost.hashes_ms.push_back(bare * cost.hashes_per_visit);
      cost.ratio.push_back(cost.visit_ms.back() / cost.hashes_ms.back());
      for (const auto& [name, ms] : run.ms_by_thread) cost.by_thread[name].push_back(ms);
      cost.database_ms.push_back(database / static_cast<double>(run.done));
      cost.per_s.push_back(static_cast<double>(run.done) / run.seconds);
      cost.p50.push_back(run.visits.quantile(0.5));
      cost.p99.push_back(run.visits.quantile(0.99));
    }
  }
  for (const auto& [at_once, cost] : costs) {
    result.per_s = median(cost.per_s);
    result.database_ms = median(cost.database_ms);
    std::printf(
        "  %2u at once: %s visits/s (%s), p50 %s ms, p99 %s ms; server CPU %s ms, bare hashes %s ms, ratio %s (%s)\n",
        at_once, shown(median(cost.per_s), 1).c_str(), spread(cost.per_s, 1).c_str(),
        shown(median(cost.p50), 1).c_str(), shown(median(cost.p99), 1).c_str(),
        shown(median(cost.visit_ms), 2).c_str(), shown(median(cost.hashes_ms), 2).c_str(),
        shown(median(cost.ratio), 2).c_str(), spread(cost.ratio, 2).c_str());
    std::printf("              by thread:");
    for (const auto& [name, ms] : cost.by_thread) std::printf(" %s %s", name.c_str(), shown(median(ms), 2).c_str());
    std::printf(" ms\n");
    if (median(cost.ratio) < result.cpu_ratio) continue;
    result.cpu_ratio = median(cost.ratio);
    result.visit_ms = median(cost.visit_ms);
    result.hashes_ms = median(cost.hashes_ms);
    result.hashes_per_visit = cost.hashes_per_visit;
  }
}

struct Phases {
  drill::CallsResult unloaded, saturated, dripping;
  std::vector<double> saturated_ratios, dripping_ratios;
  std::size_t logins = 0;
  double seconds = 0;
};

drill::CallsResult timed_calls(Ground& ground, drill::Desk& desk, std::size_t rounds, ServiceResult& result) {
  auto calls = drill::run_calls(desk, ground.codes(), ground.next_cards(rounds), 0, rounds);
  for (const auto& [why, count] : calls.failures) {
    std::printf("  failed %zu times at %s\n", count, why.c_str());
    result.failures += count;
  }
  return calls;
}

void print_calls(const char* name, const drill::CallsResult& calls) {
  std::printf("  %s: p99 of all %s ms;", name, shown(calls.all().quantile(0.99), 2).c_str());
  for (const auto& [call, times] : calls.calls) {
    std::printf(" %s %s/%s", call.c_str(), shown(times.quantile(0.5), 2).c_str(),
                shown(times.quantile(0.99), 2).c_str());
  }
  std::printf("  (p50/p99 ms)\n");
}

void measure_calls(Ground& ground, const ServiceWish& wish, ServiceResult& result) {
  auto client = drill::connect(ground.device());
  if (!client) throw std::runtime_error(client.error());
  drill::Desk desk{std::move(*client)};
  // The kiosk is another machine: what it waits for a core of its own is not the service's doing.
  begin_duty("kiosk", Duty::answers);
  timed_calls(ground, desk, 20, result);  // the first ones warm up
  Phases phases;
  for (unsigned repeat = 0; repeat < wish.repeats; ++repeat) {
    const auto unloaded = timed_calls(ground, desk, wish.rounds, result);
    drill::CallsResult saturated;
    {
      const auto logins = drill::Logins::begin(ground.login_page(), saturating_logins);
      if (!logins) throw std::runtime_error(logins.error());
      std::this_thread::sleep_for(300ms);  // until the queue stands
      const auto before = (*logins)->done();
      const auto begin = drill::Clock::now();
      saturated = timed_calls(ground, desk, wish.rounds, result);
      phases.seconds += std::chrono::duration<double>{drill::Clock::now() - begin}.count();
      phases.logins += (*logins)->done() - before;
      if ((*logins)->odd() > 0) std::printf("  %zu logins were not refused as they should\n", (*logins)->odd());
      result.failures += (*logins)->odd();
    }
    drill::CallsResult dripping;
    {
      const drill::Drippers drippers{drill::port_of(ground.device().url), dripping_connections};
      std::this_thread::sleep_for(1500ms);  // until all are connected and drip
      dripping = timed_calls(ground, desk, wish.rounds, result);
    }
    const auto p99 = [](const drill::CallsResult& calls) { return calls.all().quantile(0.99); };
    phases.saturated_ratios.push_back(p99(saturated) / p99(unloaded));
    phases.dripping_ratios.push_back(p99(dripping) / p99(unloaded));
    phases.unloaded.add(unloaded);
    phases.saturated.add(saturated);
    phases.dripping.add(dripping);
  }
  print_calls("unloaded ", phases.unloaded);
  print_calls("saturated", phases.saturated);
  print_calls("dripping ", phases.dripping);
  const auto whole = [](const drill::CallsResult& calls) { return calls.all().quantile(0.99); };
  result.saturated_ratio = whole(phases.saturated) / whole(phases.unloaded);
  result.dripping_ratio = whole(phases.dripping) / whole(phases.unloaded);
  std::printf("  while saturated: %s hashes/s; ratios of the repeats: saturated %s, dripping %s\n",
              shown(2.0 * static_cast<double>(phases.logins) / phases.seconds, 0).c_str(),
              spread(phases.saturated_ratios, 2).c_str(), spread(phases.dripping_ratios, 2).c_str());
}

}  // namespace

ServiceResult bench_service(const ServiceWish& wish) {
  const auto visits = wish.repeats * concurrencies.size() * wish.visits;
  const auto rounds = (3 * wish.repeats * wish.rounds) + 20;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet
  ::setenv("SPORTELLO_TEST_POSTGRESQL", wish.postgresql.c_str(), 1);  // where the fixture keeps its store
  Ground ground{wish.folder, visits + rounds};
  std::printf("%s (%s), %u cores, %u repeats\n", wish.name.c_str(), wish.folder.c_str(),
              std::thread::hardware_concurrency(), wish.repeats);
  ServiceResult result;
  measure_visits(ground, wish, result);
  measure_calls(ground, wish, result);
  return result;
}

}  // namespace sportello::bench
