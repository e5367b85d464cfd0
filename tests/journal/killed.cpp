// A kiosk's program, killed at any moment: while it keeps, while it sends, between the answer and letting go.
#include <csignal>
#include <random>
#include <thread>

#include "tests/journal/school_of_test.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;

namespace {

constexpr int kiosks = 12, people_each = 4, deaths = 5;

}  // namespace

TEST_CASE("killed again and again, a kiosk causes one invitation for each who left a request") {
  SchoolOfTest school{kiosks * people_each};
  std::mt19937 random{std::random_device{}()};
  int died = 0;
  // How long a life is that nobody cuts short: the first kiosk's, and a little more.
  std::chrono::microseconds life{0};
  for (int number = 0; number < kiosks; ++number) {
    const auto device = school.device();
    const auto folder = school.service.folder() / ("killed" + std::to_string(number));
    std::vector<std::string> command = {KILLED_PROGRAM,
                                        folder.string(),
                                        device.id,
                                        device.key_file.string(),
                                        secret::to_base64url(school.sealing_key),
                                        school.line().url,
                                        school.line().pin};
    for (int i = 0; i < people_each; ++i) {
      command.push_back(fakes::ServiceFixture::document_of(number * people_each + i));
    }
    const auto output = school.service.folder() / ("said" + std::to_string(number));
    for (int death = 0; number > 0 && death < deaths; ++death) {
      fakes::Process kiosk{command, output};
      std::this_thread::sleep_for(std::chrono::microseconds{random() % static_cast<unsigned>(life.count())});
      kiosk.signal(SIGKILL);
      died += kiosk.wait(10s) == 128 + SIGKILL ? 1 : 0;
    }
    const auto born = std::chrono::steady_clock::now();
    fakes::Process kiosk{command, output};
    const auto ended = kiosk.wait(60s);
    INFO(fakes::read_file(output));
    REQUIRE(ended == 0);
    const auto lived = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - born);
    if (number == 0) life = lived * 5 / 4;
  }
  CHECK(died > kiosks);
  if (school.same_day()) CHECK(school.door->count("invitation") == kiosks * people_each);
  CHECK(school.door->count("journal_head WHERE refused = 1") == 0);
  CHECK(fakes::eventually([&] { return school.mails().size() == kiosks * people_each; }, 30s));
  for (const auto& [mail, count] : school.mails()) {
    CAPTURE(mail);
    if (school.same_day()) CHECK(count == 1);
  }
  CHECK(school.door->count("kiosk_request") > kiosks * people_each);  // some died after a guardian had left one
  WARN("killed " << died << " times; " << school.door->count("kiosk_request") << " requests delivered");
}
