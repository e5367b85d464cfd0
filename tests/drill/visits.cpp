// One thread and one connection per visit under way: a kiosk serves one guardian at a time too.
#include "tests/drill/visits.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "service/shared/identity/phone.h"

namespace sportello::drill {
namespace {

using namespace std::chrono_literals;
constexpr auto longest_wait_for_code = 20s;  // a message that takes longer is a failure, not a time

struct Share {
  VisitsResult result;
};

// What was acknowledged, at once: for whoever looks afterwards whether it is still there.
class Acknowledged {
 public:
  explicit Acknowledged(const std::string& file) {
    if (!file.empty()) out_.open(file, std::ios::app);
  }
  void note(const std::string& visit, const std::string& document, const secret::SecretText& user_code) {
    if (!out_.is_open()) return;
    const std::lock_guard lock{mutex_};
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    out_ << visit << ';' << document << ';' << user_code.reveal() << ';'
         << std::chrono::duration_cast<std::chrono::milliseconds>(now).count() << std::endl;
  }

 private:
  std::mutex mutex_;
  std::ofstream out_;
};

void fail(Share& share, const std::string& where, const std::string& why) {
  ++share.result.failures[where + ": " + why];
}

bool visit(Desk& desk, Codes& codes, const Card& card, const VisitsWish& wish, Share& share,
           Acknowledged& acknowledged) {
  auto& calls = share.result.calls;
  codes.forget(card.phone);
  const auto opened = timed(calls["1 open"], [&] { return desk.open(card.document, wish.language); });
  if (!opened) return fail(share, "open", opened.error().sentence), false;
  const auto code = timed(calls["2 code arrives"], [&] { return codes.wait_for(card.phone, longest_wait_for_code); });
  if (!code) return fail(share, "code", "none arrived"), false;
  const auto person = timed(calls["3 check"], [&] { return desk.check(*code); });
  if (!person) return fail(share, "check", person.error().sentence), false;
  wire::CredentialsRequest request;
  request.action = person->has_credentials ? wire::Act::reset_password : wire::Act::issue;
  if (person->password_chosen) request.password = secret::SecretText{std::string_view{wish.password}};
  request.commitments_version = person->commitments.version;
  const auto given = timed(calls["4 credentials"], [&] { return desk.set_credentials(request); });
  if (!given) return fail(share, "credentials", given.error().sentence), false;
  acknowledged.note(opened->visit, card.document, given->user_code);
  share.result.hashes += given->pin ? 2 : 1;
  const auto ended = timed(calls["5 end"], [&] { return desk.end(); });
  if (!ended) return fail(share, "end", ended.error().sentence), false;
  return true;
}

void add(VisitsResult& whole, const VisitsResult& part) {
  whole.done += part.done;
  whole.hashes += part.hashes;
  for (const auto& [why, count] : part.failures) whole.failures[why] += count;
  for (const auto& [name, times] : part.calls) whole.calls[name].add(times);
  whole.visits.add(part.visits);
}

}  // namespace

std::expected<std::vector<Card>, std::string> read_cards(const std::string& file) {
  std::ifstream in{file};
  if (!in.is_open()) return std::unexpected("cannot read " + file + ": name a file of lines document;phone");
  std::vector<Card> cards;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const auto semicolon = line.find(';');
    const auto phone = identity::Phone::parse(semicolon == std::string::npos ? "" : line.substr(semicolon + 1));
    if (!phone) {
      return std::unexpected(file + ", line " + std::to_string(number) + ": write it as document;phone");
    }
    cards.push_back({line.substr(0, semicolon), std::string{phone->text()}});
  }
  return cards;
}

std::size_t VisitsResult::failed() const {
  std::size_t all = 0;
  for (const auto& [why, count] : failures) all += count;
  return all;
}

VisitsResult run_visits(const VisitsWish& wish, Codes& codes) {
  std::vector<Share> shares(std::max(1U, wish.concurrency));
  std::atomic<std::size_t> next{0};
  const auto last = std::min(wish.visits, wish.cards.size());
  Acknowledged acknowledged{wish.acknowledged};
  const auto work = [&](Share& share) {
    auto client = connect(wish.place);
    if (!client) return fail(share, "connect", client.error());
    Desk desk{std::move(*client)};
    for (auto number = next++; number < last; number = next++) {
      const auto begin = Clock::now();
      if (!visit(desk, codes, wish.cards[number], wish, share, acknowledged)) {
        std::this_thread::sleep_for(std::chrono::seconds{wish.rest_s});
        continue;
      }
      share.result.visits.add(Clock::now() - begin);
      ++share.result.done;
    }
  };
  const auto server_before = processor_time(wish.pid);
  const auto threads_before = processor_time_by_thread(wish.pid);
  const auto own_before = processor_time(::getpid());
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> threads;
    threads.reserve(shares.size());
    for (auto& share : shares) threads.emplace_back([&work, &share] { work(share); });
  }
  VisitsResult whole;
  whole.seconds = std::chrono::duration<double>{Clock::now() - begin}.count();
  std::this_thread::sleep_for(300ms);  // the confirming messages of the last visits are the service's work too
  const auto server_after = processor_time(wish.pid);
  const auto own_after = processor_time(::getpid());
  for (const auto& share : shares) add(whole, share.result);
  const auto visits = static_cast<double>(std::max<std::size_t>(whole.done, 1));
  if (wish.pid != 0 && server_before && server_after) {
    whole.server_ms_per_visit = (*server_after - *server_before).count() / visits;
  }
  for (const auto& [name, after] : processor_time_by_thread(wish.pid)) {
    const auto before = threads_before.find(name);
    whole.ms_by_thread[name] = (before == threads_before.end() ? after : after - before->second).count() / visits;
  }
  if (own_before && own_after) whole.own_ms_per_visit = (*own_after - *own_before).count() / visits;
  return whole;
}

std::string in_words(const VisitsResult& result) {
  std::ostringstream out;
  out << "visits: " << result.done << " in " << shown(result.seconds, 1) << " s, "
      << shown(static_cast<double>(result.done) / std::max(result.seconds, 1e-9), 1) << " visits/s, failed "
      << result.failed() << "\n";
  const auto line = [&](const std::string& name, const Times& times) {
    out << "  " << name << ": p50 " << shown(times.quantile(0.5), 2) << " ms, p99 " << shown(times.quantile(0.99), 2)
        << " ms\n";
  };
  for (const auto& [name, times] : result.calls) line(name.substr(2), times);
  line("whole visit", result.visits);
  for (const auto& [why, count] : result.failures) out << "  failed " << count << " times at " << why << "\n";
  if (result.server_ms_per_visit > 0) {
    out << "server CPU per visit: " << shown(result.server_ms_per_visit, 2) << " ms, "
        << shown(static_cast<double>(result.hashes) / static_cast<double>(std::max<std::size_t>(result.done, 1)), 2)
        << " hashes each (the drill's own: " << shown(result.own_ms_per_visit, 2) << " ms)\n";
    for (const auto& [name, ms] : result.ms_by_thread) out << "  " << name << ": " << shown(ms, 2) << " ms\n";
  }
  return out.str();
}

std::string in_json(const VisitsResult& result) {
  boost::json::object calls;
  const auto times_of = [](const Times& times) {
    return boost::json::object{{"p50_ms", times.quantile(0.5)}, {"p99_ms", times.quantile(0.99)}};
  };
  for (const auto& [name, times] : result.calls) calls[name.substr(2)] = times_of(times);
  boost::json::object failures;
  for (const auto& [why, count] : result.failures) failures[why] = count;
  const boost::json::object whole{{"visits", result.done},
                                  {"failed", result.failed()},
                                  {"seconds", result.seconds},
                                  {"visits_per_s", static_cast<double>(result.done) / std::max(result.seconds, 1e-9)},
                                  {"visit", times_of(result.visits)},
                                  {"calls", calls},
                                  {"failures", failures},
                                  {"hashes", result.hashes},
                                  {"server_cpu_ms_per_visit", result.server_ms_per_visit},
                                  {"drill_cpu_ms_per_visit", result.own_ms_per_visit}};
  return boost::json::serialize(whole) + "\n";
}

}  // namespace sportello::drill
