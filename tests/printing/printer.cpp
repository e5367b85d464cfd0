// The printer's thread: nobody waits for it, every slip has one end, what is owed is asked for again.
#include "kiosk/printing/printer.h"

#include <deque>
#include <future>
#include <vector>

#include "tests/catch.h"
#include "tests/fakes/process.h"
#include "tests/printing/sample.h"

using namespace sportello;
using namespace sportello::printing;
using namespace sportello::tests;
using fakes::eventually;

namespace {

// A press that does as it is told, and says what was asked of it.
struct Script {
  std::atomic<Condition> condition = Condition::ready;
  std::atomic<bool> hold = false;  // print() does not return until it is let go, or stopped
  std::atomic<bool> owes = false;
  std::atomic<int> looks = 0, prints = 0;
  std::atomic<End> end = End::printed;
};

class ScriptedPress : public Press {
 public:
  explicit ScriptedPress(Script& script) : script_(script) {}
  Condition look(const std::stop_token& /*stop*/) override {
    if (++script_.looks > 2) script_.owes = false;
    return script_.condition;
  }
  Outcome print(const Slip& /*slip*/, const Tell& tell, const std::stop_token& stop) override {
    ++script_.prints;
    tell(Phase::sending);
    while (script_.hold && !stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    if (stop.stop_requested()) return {End::cancelled};
    return {script_.end, script_.condition};
  }
  [[nodiscard]] bool owes() const override { return script_.owes; }

 private:
  Script& script_;
};

class Heard {
 public:
  Printer::Tell ear() {
    return [this](const Printer::News& news) {
      const std::lock_guard lock{mutex_};
      news_.push_back(news);
    };
  }
  std::vector<Outcome> ends_of(Printer::Ticket ticket) {
    const std::lock_guard lock{mutex_};
    std::vector<Outcome> ends;
    for (const auto& news : news_) {
      if (news.ticket == ticket && news.outcome) ends.push_back(*news.outcome);
    }
    return ends;
  }
  bool any(const std::function<bool(const Printer::News&)>& like) {
    const std::lock_guard lock{mutex_};
    return std::ranges::any_of(news_, like);
  }
  bool last_of_is_end(Printer::Ticket ticket) {
    const std::lock_guard lock{mutex_};
    for (auto at = news_.rbegin(); at != news_.rend(); ++at) {
      if (at->ticket == ticket) return at->outcome.has_value();
    }
    return false;
  }

 private:
  std::mutex mutex_;
  std::vector<Printer::News> news_;
};

Printer::Make making(Script& script) {
  return [&script] { return std::make_unique<ScriptedPress>(script); };
}

}  // namespace

TEST_CASE("a slip is printed, and its end is told once, last") {
  Script script;
  Heard heard;
  Printer printer{making(script), heard.ear(), short_limits()};
  const auto ticket = printer.print(sample_slip());
  REQUIRE(ticket);
  REQUIRE(eventually([&] { return heard.ends_of(*ticket).size() == 1; }));
  CHECK(heard.ends_of(*ticket).front() == Outcome{End::printed});
  CHECK(heard.any([&](const auto& news) { return news.ticket == *ticket && news.phase == Phase::sending; }));
  CHECK(heard.last_of_is_end(*ticket));
  CHECK(printer.condition() == Condition::ready);
}

TEST_CASE("asking never waits, and a second slip is refused until the first has ended") {
  Script script;
  script.hold = true;
  Heard heard;
  Printer printer{making(script), heard.ear(), short_limits()};
  const auto first = printer.print(sample_slip());
  REQUIRE(first);
  REQUIRE(eventually([&] { return script.prints == 1; }));
  CHECK_FALSE(printer.print(sample_slip()));
  CHECK(heard.ends_of(*first).empty());  // print() and the refusal came back meanwhile
  script.hold = false;
  REQUIRE(eventually([&] { return heard.ends_of(*first).size() == 1; }));
  const auto second = printer.print(sample_slip());
  REQUIRE(second);
  CHECK(*second > *first);
  CHECK(eventually([&] { return heard.ends_of(*second).size() == 1; }));
}

TEST_CASE("a slip is cancelled by its own ticket, and by no other") {
  Script script;
  script.hold = true;
  Heard heard;
  Printer printer{making(script), heard.ear(), short_limits()};
  const auto ticket = printer.print(sample_slip());
  REQUIRE(ticket);
  printer.cancel(*ticket + 1);
  printer.cancel(0);
  REQUIRE(eventually([&] { return script.prints == 1; }));
  CHECK(heard.ends_of(*ticket).empty());
  printer.cancel(*ticket);
  REQUIRE(eventually([&] { return heard.ends_of(*ticket).size() == 1; }));
  CHECK(heard.ends_of(*ticket).front() == Outcome{End::cancelled});
  printer.cancel(*ticket);  // long ended: nothing
  script.hold = false;
  const auto next = printer.print(sample_slip());
  REQUIRE(next);
  REQUIRE(eventually([&] { return heard.ends_of(*next).size() == 1; }));
  CHECK(heard.ends_of(*next).front() == Outcome{End::printed});
}

TEST_CASE("a misfortune is what the printer is like from then on, until a look says otherwise") {
  Script script;
  script.end = End::unsure;
  script.condition = Condition::jam;
  Heard heard;
  Printer printer{making(script), heard.ear(), short_limits()};
  const auto ticket = printer.print(sample_slip());
  REQUIRE(ticket);
  REQUIRE(eventually([&] { return heard.ends_of(*ticket).size() == 1; }));
  CHECK(printer.condition() == Condition::jam);
  script.condition = Condition::ready;
  printer.look();
  REQUIRE(eventually([&] { return printer.condition() == Condition::ready; }));
}

TEST_CASE("a look is told, and what is owed is asked for again without being told to") {
  Script script;
  script.condition = Condition::out_of_paper;
  script.owes = true;
  Heard heard;
  Printer printer{making(script), heard.ear(), short_limits()};
  REQUIRE(eventually([&] { return !script.owes; }));
  CHECK(script.looks >= 3);
  CHECK(heard.any([](const auto& news) { return news.ticket == 0 && news.condition == Condition::out_of_paper; }));
  // Nothing is owed any more: it sleeps.
  const int looks = script.looks;
  std::this_thread::sleep_for(3 * short_limits().owed);
  CHECK(script.looks <= looks + 1);
}

TEST_CASE("with no printer every slip ends at once, and the next one too") {
  Heard heard;
  Printer printer{[] { return nullptr; }, heard.ear(), short_limits()};
  for (int i = 0; i < 2; ++i) {
    const auto ticket = printer.print(sample_slip());
    REQUIRE(ticket);
    REQUIRE(eventually([&] { return heard.ends_of(*ticket).size() == 1; }));
    CHECK(heard.ends_of(*ticket).front() == Outcome{End::not_printed, Condition::offline});
  }
  printer.look();
  CHECK(eventually([&] { return printer.condition() == Condition::offline; }));
}

TEST_CASE("a kiosk that ends takes its slip back, and its end is told") {
  Script script;
  script.hold = true;
  Heard heard;
  std::optional<Printer::Ticket> ticket;
  {
    Printer printer{making(script), heard.ear(), short_limits()};
    ticket = printer.print(sample_slip());
  }
  REQUIRE(ticket);
  REQUIRE(heard.ends_of(*ticket).size() == 1);
  CHECK(heard.ends_of(*ticket).front() == Outcome{End::cancelled});
}

TEST_CASE("whatever is asked in whatever order, every ticket has exactly one end") {
  Script script;
  Heard heard;
  std::vector<Printer::Ticket> tickets;
  {
    Printer printer{making(script), heard.ear(), short_limits()};
    unsigned dice = 7;  // any sequence will do; this one is always the same
    for (int i = 0; i < 3000; ++i) {
      std::this_thread::sleep_for(std::chrono::microseconds{50});  // the printer's thread must have its turn
      dice = dice * 1103515245U + 12345U;
      switch (dice >> 16U & 7U) {
        case 0: script.hold = !script.hold; break;
        case 1: printer.look(); break;
        case 2:
        case 3:
          if (!tickets.empty()) printer.cancel(tickets.back());
          break;
        case 4: script.end = script.end == End::printed ? End::not_printed : End::printed; break;
        default:
          if (const auto ticket = printer.print(sample_slip())) tickets.push_back(*ticket);
      }
    }
  }
  REQUIRE(tickets.size() > 10);
  for (const auto ticket : tickets) CHECK(heard.ends_of(ticket).size() == 1);
}
