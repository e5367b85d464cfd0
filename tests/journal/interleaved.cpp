// From the guardian's screen to the invitation, in a thousand random orders of what can go wrong on the way: kiosks
// that lose power, lines that break before or after the service has done what it was asked, a service that is killed,
// the same person twice. Whatever happened: one invitation each, and two journals without a gap.
#include <algorithm>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include "tests/journal/school_of_test.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool watched = true;
#else
constexpr bool watched = false;
#endif
// On PostgreSQL a fifth: the kiosk's half is the same. Likewise under a sanitizer, which looks for something else.
int interleavings() { return watched || std::getenv("SPORTELLO_TEST_POSTGRESQL") != nullptr ? 200 : 1000; }
constexpr int people_each = 3;  // of an interleaving, and of no other
constexpr int kiosks = 16;      // a kiosk may deliver five hundred a day

visit::Event press_on_screen(const visit::Visit& visit, visit::TimePoint now, const std::string& id) {
  const auto event = tap({"", visit, now}, id);
  REQUIRE(event);
  return *event;
}

class Interleaved {
 public:
  explicit Interleaved(unsigned seed) : random_(seed), school_(interleavings() * people_each) {
    for (int i = 0; i < kiosks; ++i) {
      kiosks_.push_back(std::make_unique<KioskOfTest>(school_.device(), disks_ / ("kiosk" + std::to_string(i))));
      kiosks_.back()->boot();
      kiosks_.back()->hear(school_.sealing_key);
    }
  }

  void run(int number) {
    std::array<KioskOfTest*, 2> both = {&kiosk(number), &kiosk(number + 1)};
    const bool by_ids = number % 50 == 0;
    for (auto* kiosk : both) kiosk->press_by(by_ids ? KioskOfTest::Press{press_on_screen} : KioskOfTest::Press{});
    std::set<int> left;
    // Surely some of these, and others where they are drawn.
    if (number % 40 == 1 || number % 40 == 2) {
      left.insert(leave(*both[0], number));
      number % 40 == 1 ? deliver_while_service_dies(*both[0]) : deliver_over_cut_line(*both[0]);
    }
    for (int steps = draw(4, 9); steps > 0; --steps) {
      auto& at = *both.at(draw(0, 3) == 0 ? 1 : 0);
      switch (draw(0, 6)) {
        case 0:
        case 1:
        case 2: left.insert(leave(at, number)); break;
        case 3: cut_power(at); break;
        case 4:
        case 5: deliver(at, [&](const auto& send, auto request) { return fated(send, std::move(request)); }); break;
        default:
          if (number % 40 == 1) deliver_while_service_dies(at);
          if (number % 40 == 2) deliver_over_cut_line(at);
          break;
      }
    }
    if (left.empty()) left.insert(leave(*both[0], number));
    for (auto* kiosk : both) settle(*kiosk);
    // Each that was kept is taken, under one number, however often it was sent.
    REQUIRE(school_.door->count("kiosk_request WHERE outcome = 'taken'") == kept);
    REQUIRE(school_.door->count("kiosk_request") == kept);
    expected_ += static_cast<std::int64_t>(left.size());
    people_.insert(left.begin(), left.end());
    if (school_.same_day()) {
      REQUIRE(school_.door->count("invitation") == expected_);
      REQUIRE(school_.door->count("outbox WHERE channel = 'mail'") == expected_);
    }
  }

  void check_all() {
    CHECK(fakes::eventually([&] { return school_.mails().size() >= people_.size(); }, 60s));
    const auto mails = school_.mails();
    CHECK(mails.size() == people_.size());
    for (const auto person : people_) {
      CAPTURE(person);
      const auto found = mails.find(SchoolOfTest::mail_of(person));
      REQUIRE(found != mails.end());
      if (school_.same_day()) CHECK(found->second == 1);
    }
    CHECK(school_.door->count("journal_head WHERE refused = 1") == 0);
    CHECK(school_.service.command({"audit", "verify"}).find("events hold") != std::string::npos);
    // What was drawn was worth drawing, far below what chance brings.
    CHECK(lost > interleavings() / 25);
    CHECK(unsent > interleavings() / 25);
    CHECK(cuts > interleavings() / 25);
    CHECK(restarts > 0);
    CHECK(school_.proxy.lost() > 0);
    CHECK(again > interleavings() / 25);
  }

  int lost = 0, unsent = 0, cuts = 0, restarts = 0, again = 0, requests = 0, kept = 0;

 private:
  using Result = std::expected<reg::Response, reg::LineError>;

  int draw(int least, int most) { return std::uniform_int_distribution<int>{least, most}(random_); }
  KioskOfTest& kiosk(int number) { return *kiosks_.at(static_cast<std::size_t>(number % kiosks)); }

  int leave(KioskOfTest& at, int number) {
    const int person = number * people_each + draw(0, people_each - 1);
    const auto outcome =
        at.leave(fakes::ServiceFixture::document_of(person), wire::wishes.at(static_cast<std::size_t>(draw(0, 1))));
    const bool one_is_there = outcome == visit::RequestOutcome::kept || outcome == visit::RequestOutcome::already;
    REQUIRE(one_is_there);
    ++requests;
    if (outcome == visit::RequestOutcome::kept) ++kept;
    if (outcome == visit::RequestOutcome::already || !left_.insert(person).second) ++again;
    return person;
  }

  void cut_power(KioskOfTest& at) {
    ++cuts;
    at.cut_power();
  }

  void deliver(KioskOfTest& at, const KioskOfTest::Fate& fate) {
    try {
      at.deliver(school_.line(), fate);
    } catch (const PowerCut&) {
      cut_power(at);
    }
  }

  // What stands between a kiosk and its service, this time.
  Result fated(const journal::Delivery::Send& send, reg::Request request) {
    const auto drawn = draw(0, 9);
    if (drawn == 0) throw PowerCut{};  // before it is sent
    if (drawn == 1) {
      ++unsent;
      return std::unexpected(reg::LineError{"cut before the service"});
    }
    auto response = send(std::move(request));
    if (drawn == 2) throw PowerCut{};  // between the answer and letting go
    if (drawn <= 4) {
      ++lost;
      return std::unexpected(reg::LineError{"cut after the service"});
    }
    return response;
  }

  void deliver_while_service_dies(KioskOfTest& at) {
    ++restarts;
    const auto moment = std::chrono::microseconds{draw(0, 20'000)};
    std::thread killer([&] {
      std::this_thread::sleep_for(moment);
      school_.service.kill();
    });
    deliver(at, {});
    killer.join();
    school_.start();
  }

  // The same on a real connection, cut by a real proxy.
  void deliver_over_cut_line(KioskOfTest& at) {
    school_.proxy.lose(1);
    deliver(at, {});
    school_.proxy.lose(0);
  }

  // The line is back, and stays.
  void settle(KioskOfTest& at) {
    for (int rounds = 0; rounds < 20; ++rounds) {
      const auto pause = at.deliver(school_.line());
      const auto waiting = at.book().waiting();
      if (!pause && waiting.requests == 0) return;
    }
    FAIL("something is never delivered");
  }

  // In memory, where there is such a folder: what a flush is worth is the subject of power_cut.cpp.
  static std::filesystem::path quick_folder() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
  }

  std::mt19937 random_;
  fakes::TempFolder disks_{quick_folder()};
  SchoolOfTest school_;
  std::vector<std::unique_ptr<KioskOfTest>> kiosks_;
  std::set<int> left_, people_;
  std::int64_t expected_ = 0;
};

}  // namespace

TEST_CASE("in a thousand random interleavings, each guardian who left a request has exactly one invitation") {
  const char* given = std::getenv("SPORTELLO_SEED");
  const auto seed = given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
  std::cout << "SPORTELLO_SEED=" << seed << '\n';
  const auto began = std::chrono::steady_clock::now();
  Interleaved school{seed};
  for (int number = 0; number < interleavings(); ++number) {
    CAPTURE(seed, number);
    school.run(number);
  }
  school.check_all();
  std::cout << interleavings() << " interleavings, " << school.requests << " requests (" << school.again
            << " again), " << school.cuts << " power cuts, " << school.unsent << " calls and " << school.lost
            << " answers lost, " << school.restarts << " service kills, in "
            << std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began).count()
            << " s\n";
}
