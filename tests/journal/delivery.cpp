// How a kiosk delivers: oldest first, within the wire's bounds, letting go of nothing before the answer; and what it
// does about every answer that is no yes.
#include "kiosk/journal/delivery.h"

#include <algorithm>
#include <deque>

#include "tests/journal/kept.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;

namespace {

using Result = std::expected<reg::Response, reg::LineError>;

Result dead_line() { return std::unexpected(reg::LineError{"no answer"}); }
Result refusal(wire::Code code, std::optional<int> retry_after_s = std::nullopt) {
  wire::Problem problem;
  problem.code = code;
  problem.retry_after_s = retry_after_s;
  return reg::Response{409, wire::to_json(problem), "r"};
}

// A service that takes everything, unless a test has put other answers before.
struct Delivering : Disk {
  journal::Book kept = book();
  std::vector<std::pair<std::string, std::size_t>> calls;  // path, how many
  std::deque<std::function<Result(const reg::Request&)>> answers;
  std::vector<wire::SealedRequest> taken;
  std::vector<wire::JournalEntry> held;
  std::int64_t now = monday;
  bool go_on = true;
  journal::Delivery delivery{kept, key, [this](reg::Request request) { return answer(request); },
                             [this] { return now; }, [this] { return go_on; }};

  Delivering() { REQUIRE(kept.learn(service.public_key(), monday)); }
  void leave(int many) {
    for (int i = 0; i < many; ++i) REQUIRE(Disk::leave(kept) == journal::Shelved::kept);
  }
  void note(int many) {
    for (int i = 0; i < many; ++i) REQUIRE(kept.note({"visit.begun", ""}, monday));
  }
  Result next(const Result& result) {
    answers.emplace_back([result](const reg::Request&) { return result; });
    return result;
  }
  // To every request of the call.
  void next(wire::RequestOutcome outcome) {
    answers.emplace_back([outcome](const reg::Request& request) -> Result {
      const auto delivered = wire::parse<wire::RequestDelivery>(request.body);
      wire::RequestsAnswer answer;
      for (const auto& one : delivered->requests) answer.answers.push_back({one.sequence, outcome});
      return reg::Response{200, wire::to_json(answer), "r"};
    });
  }
  Result answer(const reg::Request& request) {
    const auto requests = wire::parse<wire::RequestDelivery>(request.body);
    const auto entries = wire::parse<wire::JournalDelivery>(request.body);
    calls.emplace_back(request.path,
                       request.path == "/v1/requests" ? requests->requests.size() : entries->entries.size());
    if (!answers.empty()) {
      auto given = answers.front();
      answers.pop_front();
      return given(request);
    }
    if (request.path == "/v1/journal") {
      for (const auto& entry : entries->entries) {
        if (entry.sequence != static_cast<std::int64_t>(held.size()) + 1) return refusal(wire::Code::journal_gap);
        held.push_back(entry);
      }
      return reg::Response{200,
                           wire::to_json(wire::JournalAnswer{
                               static_cast<std::int64_t>(held.size()),
                               held.empty() ? wire::journal_begin : wire::journal_hash(lobby, held.back())}),
                           "r"};
    }
    wire::RequestsAnswer answer;
    for (const auto& one : requests->requests) {
      taken.push_back(one);
      answer.answers.push_back({one.sequence, wire::RequestOutcome::taken});
    }
    return reg::Response{200, wire::to_json(answer), "r"};
  }
};

}  // namespace

TEST_CASE("requests before the journal, oldest first, in calls of the wire's bounds") {
  Delivering kiosk;
  kiosk.leave(20);
  kiosk.note(70);
  CHECK(kiosk.delivery.round() == std::nullopt);
  // Two more entries say what was delivered, one for each call, written with the letting go.
  const std::vector<std::pair<std::string, std::size_t>> expected = {
      {"/v1/requests", 16}, {"/v1/requests", 4}, {"/v1/journal", 64}, {"/v1/journal", 8}};
  CHECK(kiosk.calls == expected);
  CHECK(std::ranges::is_sorted(kiosk.taken, {}, &wire::SealedRequest::sequence));
  CHECK(kiosk.held.back().event == "request.delivered");
  CHECK(kiosk.held.back().data == "count=4");
  CHECK(chain_of(kiosk.held));
  CHECK(kiosk.kept.waiting().requests == 0);
  CHECK(kiosk.kept.waiting().entries == 0);
  kiosk.calls.clear();
  CHECK(kiosk.delivery.round() == std::nullopt);
  CHECK(kiosk.calls.empty());
}

TEST_CASE("a dead line lets go of nothing, and is tried less and less often, never at the same beat") {
  Delivering kiosk;
  kiosk.leave(2);
  std::set<std::int64_t> pauses;
  std::chrono::seconds longest{0};
  for (int i = 0; i < 12; ++i) {
    kiosk.next(dead_line());
    const auto pause = kiosk.delivery.round();
    REQUIRE(pause);
    CHECK(*pause >= journal::limits::first_pause / 2);
    CHECK(*pause <= journal::limits::longest_pause * 3 / 2);
    longest = std::max(longest, *pause);
    pauses.insert(pause->count());
  }
  CHECK(longest >= journal::limits::longest_pause / 2);
  CHECK(pauses.size() > 4);
  CHECK(kiosk.kept.waiting().requests == 2);
  CHECK(kiosk.delivery.round() == std::nullopt);
  kiosk.leave(1);
  kiosk.next(dead_line());
  CHECK(kiosk.delivery.round() <= journal::limits::first_pause * 3 / 2);  // it was well in between
}

TEST_CASE("a service that says when to come again is believed, up to a day") {
  Delivering kiosk;
  kiosk.leave(1);
  kiosk.next(refusal(wire::Code::sends_spent, 7200));
  CHECK(kiosk.delivery.round() == 7200s);
  kiosk.next(refusal(wire::Code::sends_spent, 600000));
  CHECK(kiosk.delivery.round() == 24h);
  CHECK(kiosk.kept.waiting().requests == 1);
}

TEST_CASE("an answer that is none, or speaks of nobody's number, lets go of nothing") {
  Delivering kiosk;
  kiosk.leave(1);
  for (const auto* body : {"", "{}", "<html>", R"({"answers":[]})"}) {
    CAPTURE(body);
    kiosk.next(reg::Response{200, body, ""});
    CHECK(kiosk.delivery.round());
  }
  kiosk.next(reg::Response{200, wire::to_json(wire::RequestsAnswer{{{99, wire::RequestOutcome::taken}}}), ""});
  CHECK(kiosk.delivery.round());
  CHECK(kiosk.kept.waiting().requests == 1);
}

TEST_CASE("what is too old, unreadable or not signed is let go of; it never becomes better") {
  for (const auto outcome :
       {wire::RequestOutcome::too_old, wire::RequestOutcome::unreadable, wire::RequestOutcome::not_signed}) {
    Delivering kiosk;
    kiosk.leave(2);
    kiosk.next(outcome);
    CHECK(kiosk.delivery.round() == std::nullopt);
    CHECK(kiosk.kept.waiting().requests == 0);
    CHECK(kiosk.held.at(0).event == "request.let_go");
  }
}

TEST_CASE("a disk that was put back: numbers that were taken are passed in ever larger steps") {
  Delivering kiosk;
  kiosk.leave(1);
  const auto box = kiosk.kept.oldest_requests(1).at(0).box;
  for (int i = 0; i < 5; ++i) kiosk.next(wire::RequestOutcome::number_taken);
  CHECK(kiosk.delivery.round() == std::nullopt);
  REQUIRE(kiosk.taken.size() == 1);
  CHECK(kiosk.taken[0].sequence == 1 + 1 + 2 + 4 + 8 + 16);
  CHECK(kiosk.taken[0].box == box);
  CHECK(wire::is_signed_rightly(kiosk.taken[0], lobby, kiosk.key.public_key()));
}

TEST_CASE("a gap: the kiosk asks what is held, and goes on from there") {
  Delivering kiosk;
  kiosk.note(6);
  CHECK(kiosk.delivery.round() == std::nullopt);
  kiosk.held.resize(2);  // the service was put back to an older state
  kiosk.note(1);
  kiosk.calls.clear();
  CHECK(kiosk.delivery.round() == std::nullopt);
  const std::vector<std::pair<std::string, std::size_t>> expected = {
      {"/v1/journal", 1}, {"/v1/journal", 0}, {"/v1/journal", 5}};
  CHECK(kiosk.calls == expected);
  CHECK(kiosk.held.size() == 7);
  CHECK(chain_of(kiosk.held));
}

TEST_CASE("a fork, or a gap that cannot be mended: the journal waits for the office, the requests do not") {
  for (const auto code : {wire::Code::journal_fork, wire::Code::journal_gap}) {
    Delivering kiosk;
    kiosk.note(3);
    kiosk.next(refusal(code));
    if (code == wire::Code::journal_gap) {
      kiosk.next(reg::Response{200, wire::to_json(wire::JournalAnswer{7, {}}), "r"});  // more than this disk knows
    }
    CHECK(kiosk.delivery.round() == std::nullopt);
    CHECK(kiosk.kept.waiting().entries == 3);
    kiosk.calls.clear();
    kiosk.leave(1);
    kiosk.now += 600;
    CHECK(kiosk.delivery.round() == std::nullopt);
    CHECK(kiosk.calls == std::vector<std::pair<std::string, std::size_t>>{{"/v1/requests", 1}});
    // The office lets it begin anew: within the hour it is all there.
    kiosk.now += 3600;
    CHECK(kiosk.delivery.round() == std::nullopt);
    CHECK(kiosk.kept.waiting().entries == 0);
  }
}

TEST_CASE("a guardian's question ends the round, and nothing is lost") {
  Delivering kiosk;
  kiosk.leave(3);
  kiosk.go_on = false;
  CHECK(kiosk.delivery.round());
  CHECK(kiosk.calls.empty());
  kiosk.go_on = true;
  CHECK(kiosk.delivery.round() == std::nullopt);
  CHECK(kiosk.taken.size() == 3);
}
