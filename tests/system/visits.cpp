// A parent leaves the kiosk with working credentials: by mouse and keys in the real window, over the real service,
// with Kannel as the gateway, at two sizes. SPORTELLO_PICTURES=DIR keeps a photograph of every screen.
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/system/around_the_kiosk.h"
#include "tests/system/kiosk_in_window.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

const std::string first_password = "Vela-Rossa.1987";
const std::string second_password = "Monte_Verde!42";

void first_issue(KioskInWindow& kiosk, const fakes::Kannel& kannel, const std::string& phone,
                 const std::string& series) {
  auto& hands = kiosk.hands();
  Photographer photographer{hands, series + "/first-issue"};
  const auto before = hands.touches();
  photographer.take("welcome");
  hands.click("welcome.start");  // the card is at the camera already
  hands.expect("code-entry");
  photographer.take("code-entry");
  const auto code = wait_for_code(kannel, phone);
  REQUIRE(code.size() == 6);
  const std::string wrong = code == "000000" ? "000001" : "000000";
  hands.click_keys(wrong);
  hands.click("code.confirm");
  CHECK(fakes::eventually([&] { return hands.sees("code.message"); }));
  photographer.take("code-wrong");
  hands.click_keys(code);
  photographer.take("code-typed");
  hands.click("code.confirm");
  hands.expect("choose");
  photographer.take("choose");
  hands.click("act.issue");
  hands.expect("commitments");
  for (const auto* item : {"absences", "safekeeping", "child", "progress"}) {
    hands.click(std::string{"commitment."} + item);
  }
  photographer.take("commitments");
  hands.click("commitments.accept");
  hands.expect("choose-pin");
  photographer.take("choose-pin");
  hands.click("pin.yes");
  hands.expect("choose-password");
  hands.click_keys(first_password.substr(0, 6));
  photographer.take("password-half");
  hands.click_keys(first_password.substr(6));
  photographer.take("password-whole");
  hands.click("password.save");
  hands.expect("result");
  photographer.take("result");
  hands.click("result.show_pin");
  photographer.take("result-pin");
  CHECK(hands.label("result.user_code") == "‹secret›");
  hands.click("result.end");
  hands.expect("goodbye");
  // A slip at the code costs one touch more; a whole first issue is promised in twelve.
  CHECK(hands.touches() - before - 1 <= 12);
  photographer.take("goodbye");
  hands.click("goodbye.again");
  hands.expect("welcome");
}

void lost_password(KioskInWindow& kiosk, const fakes::Kannel& kannel, const fakes::Family& family,
                   const std::string& series) {
  auto& hands = kiosk.hands();
  Photographer photographer{hands, series + "/lost-password"};
  const auto old_code = code_in(kannel.received(), family.phone);
  hands.click("language.en");
  hands.click("welcome.start");
  hands.expect("scan");
  photographer.take("scan");
  hands.click("scan.type");
  hands.expect("typed-entry");
  photographer.take("typed-empty");
  const std::string wrong_end = family.document.back() == 'A' ? "B" : "A";
  hands.click_keys(family.document.substr(0, 10));
  photographer.take("typed-half");
  hands.click_keys(family.document.substr(10, 5) + wrong_end);
  CHECK(fakes::eventually([&] { return hands.sees("typed.mend.1"); }));
  photographer.take("typed-wrong");
  hands.press("BackSpace");
  hands.type(family.document.substr(15));
  hands.click("typed.check");
  hands.expect("code-entry");
  const auto code = wait_for_code(kannel, family.phone, old_code);
  REQUIRE(code.size() == 6);
  hands.type(code);  // this guardian finds the keys of a real keyboard
  hands.press("Return");
  hands.expect("choose");
  photographer.take("choose");
  hands.click("act.reset_password");
  hands.expect("choose-password");
  hands.type(second_password);
  photographer.take("password-whole");
  hands.press("Return");
  hands.expect("result");
  photographer.take("result");
  hands.click("result.end");
  hands.expect("goodbye");
  hands.click("goodbye.again");
  hands.expect("welcome");
}

void unknown_card(KioskInWindow& kiosk, const fakes::Kannel& kannel, const std::string& series) {
  auto& hands = kiosk.hands();
  Photographer photographer{hands, series + "/unknown-card"};
  const auto messages = kannel.received().size();
  hands.click("welcome.start");
  hands.expect("scan");
  hands.click("scan.type");
  hands.expect("typed-entry");
  hands.type(fakes::unknown_document);
  photographer.take("typed-whole");
  hands.click("typed.check");
  hands.expect("code-entry");  // the same words as for a person who is on file
  photographer.take("code-entry");
  hands.type("123456");
  hands.press("Return");
  CHECK(fakes::eventually([&] { return hands.sees("code.message"); }));
  hands.click("code.not_mine");
  hands.expect("office-needed");
  CHECK(hands.label("office.reference").size() >= 6);
  photographer.take("office-needed");
  hands.click("office.end");
  hands.expect("goodbye");
  photographer.take("goodbye");
  hands.click("goodbye.again");
  CHECK(kannel.received().size() == messages);  // nobody got a message
}

void minor_and_overlays(KioskInWindow& kiosk, const std::string& series) {
  auto& hands = kiosk.hands();
  Photographer photographer{hands, series + "/other"};
  hands.expect("welcome");
  for (const auto& [button, screen] :
       std::vector<std::pair<std::string, std::string>>{{"footer.help", "help"},
                                                        {"footer.language", "languages"},
                                                        {"footer.access", "comfort"},
                                                        {"welcome.privacy", "privacy"}}) {
    hands.click(button);
    hands.expect(screen);
    photographer.take(screen);
    hands.click("footer.back");
    hands.expect("welcome");
  }
  hands.click("welcome.start");
  hands.click("scan.type");
  hands.type("RSSMRA15A01H501G");
  hands.click("typed.check");
  hands.expect("minor-card");
  photographer.take("minor-card");
  hands.click("footer.exit");
  hands.expect("leave");
  photographer.take("leave");
  hands.click("leave.end");
  hands.expect("goodbye");
  hands.click("goodbye.again");
  hands.expect("welcome");
}

void whole_day_at(std::pair<int, int> size) {
  REQUIRE(fakes::Kannel::installed());
  const fakes::Kannel kannel;
  fakes::FixtureOptions options;
  options.as_program = true;
  options.start = false;
  options.gateways = "[[gateway]]\nkind = \"kannel\"\nurl = \"" + kannel.url() + "\"\nusername = \"" +
                     kannel.username() + "\"\npassword_file = \"kannel-password\"\nsender = \"Sportello\"\n";
  fakes::ServiceFixture service{options};
  fakes::write_file(service.folder() / "kannel-password", kannel.password());
  service.start();

  const auto series = std::to_string(size.first) + "x" + std::to_string(size.second);
  const auto& mario = fakes::families().at(0);
  const auto& maria = fakes::families().at(1);
  auto page = service.login_page();
  const fakes::TempFolder pictures;
  {
    KioskInWindow kiosk{service, {size, card_picture(pictures, mario.document)}};
    first_issue(kiosk, kannel, mario.phone, series);
    const auto user_code = user_code_of(service, mario.document);
    CHECK(fakes::log_in(page, user_code, first_password));
    CHECK_FALSE(fakes::log_in(page, user_code, second_password));
    CHECK(kiosk.stop());
  }
  // A guardian with credentials, and no camera.
  {
    auto client = service.kiosk();
    const auto opened = client.open(maria.document);
    REQUIRE(opened);
    const auto code = wait_for_code(kannel, maria.phone);
    const auto person = client.check(opened->visit, code);
    REQUIRE(person);
    REQUIRE(client.set_credentials(opened->visit, *person, wire::Act::issue, first_password));
    REQUIRE(client.end(opened->visit));
  }
  KioskInWindow kiosk{service, {size, {}}};
  lost_password(kiosk, kannel, maria, series);
  const auto user_code = user_code_of(service, maria.document);
  CHECK(fakes::log_in(page, user_code, second_password));
  CHECK_FALSE(fakes::log_in(page, user_code, first_password));
  unknown_card(kiosk, kannel, series);
  minor_and_overlays(kiosk, series);

  // The service goes away: the card that was shown is not shown twice, its guardian leaves a request instead. Then
  // the kiosk says that there is no line, and offers the same to the next.
  service.kill();
  kiosk.hands().click("welcome.start");
  kiosk.hands().click("scan.type");
  kiosk.hands().type(mario.document);
  kiosk.hands().click("typed.check");
  CHECK(fakes::eventually([&] { return kiosk.hands().screen() == "request-wish"; }, std::chrono::seconds{40}));
  Photographer{kiosk.hands(), series + "/out"}.take("request-wish");
  kiosk.hands().click("request.recovery");
  kiosk.hands().click("request.leave");
  kiosk.hands().expect("request-left");
  Photographer{kiosk.hands(), series + "/out"}.take("request-left");
  kiosk.hands().click("request.end");
  CHECK(fakes::eventually([&] { return kiosk.hands().screen() == "out-of-service"; }, std::chrono::seconds{40}));
  CHECK(kiosk.hands().sees("out.leave"));
  Photographer{kiosk.hands(), series + "/out"}.take("out-of-service");
  CHECK(kiosk.stop());

  // Nothing secret in anything that was written down.
  const auto code = code_in(kannel.received(), mario.phone);
  const std::vector<std::string> secrets = {mario.document, maria.document,  mario.phone.substr(3),
                                            first_password, second_password, user_code};
  for (const auto& folder : {service.folder(), kiosk.folder()}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
      const auto name = entry.path().filename();
      if (!entry.is_regular_file() || name == "families.csv") continue;  // the school's own spreadsheet
      const auto text = fakes::read_file(entry.path());
      for (const auto& secret : secrets) {
        INFO(entry.path().string());
        CHECK(text.find(secret) == std::string::npos);
      }
    }
  }
}

}  // namespace

TEST_CASE("a day at the kiosk, at 1280×800") { whole_day_at({1280, 800}); }
TEST_CASE("a day at the kiosk, at 1920×1080") { whole_day_at({1920, 1080}); }
