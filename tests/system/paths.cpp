// Every path that a guardian may take once their code is right, by mouse and keys in the real window, over the real
// service. Visits with the SMS gateway, the camera and the twelve touches stand in visits.cpp.
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/system/at_the_kiosk.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

const std::string new_password = "Monte_Verde!42";
const std::string address = "guardiano@casa.example";

wire::Person who(fakes::ServiceFixture& service, const fakes::Family& family) {
  auto client = service.kiosk();
  std::size_t before = 0;
  for (const auto& sms : service.spooled()) before += sms.to == family.phone ? 1 : 0;
  const auto opened = client.open(family.document);
  REQUIRE(opened);
  std::string code;
  for (std::size_t i = before + 1; code.empty(); ++i) {
    const auto sms = service.sms_to(family.phone, i);
    REQUIRE(sms);
    code = sms->code();
  }
  auto person = client.check(opened->visit, code);
  REQUIRE(person);
  return std::move(*person);
}

void nothing_written_down(const std::filesystem::path& folder, const std::vector<std::string>& secrets) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file()) continue;
    const auto text = fakes::read_file(entry.path());
    for (const auto& secret : secrets) {
      INFO(entry.path().string());
      CHECK(text.find(secret) == std::string::npos);
    }
  }
}

fakes::FixtureOptions with_extra_guardians() {
  fakes::FixtureOptions options;
  options.extra_guardians = 2;
  return options;
}

}  // namespace

TEST_CASE("a first issue without a PIN, then the user code, a PIN, and none again") {
  fakes::ServiceFixture service{with_extra_guardians()};
  KioskInWindow kiosk{service, {}};
  auto& hands = kiosk.hands();
  AtTheKiosk guardian{service, hands};
  const auto& mario = fakes::families().at(0);
  guardian.come(mario);
  guardian.choose("act.issue", "commitments");
  guardian.accept_commitments();
  hands.expect("choose-pin");
  hands.click("pin.no");
  hands.expect("choose-password");
  hands.type(new_password);
  hands.click("password.save");
  hands.expect("result");
  CHECK_FALSE(hands.sees("result.show_pin"));
  guardian.end("result.end");

  guardian.come(mario);
  guardian.choose("act.recover_user_code", "confirm-act");
  hands.click("confirm.do");
  hands.expect("result");
  CHECK(hands.label("result.user_code") == "‹secret›");
  guardian.end("result.end");

  guardian.come(mario);
  guardian.choose("act.renew_pin", "confirm-act");
  hands.click("footer.back");
  guardian.choose("act.renew_pin", "confirm-act");
  hands.click("confirm.do");
  hands.expect("result");
  hands.click("result.show_pin");
  CHECK(fakes::eventually([&] { return hands.label("result.show_pin") == "Nascondi il PIN"; }));
  guardian.end("result.end");

  guardian.come(mario);
  guardian.choose("act.remove_pin", "confirm-act");
  hands.click("confirm.do");
  hands.expect("result");
  guardian.end("result.end");
  CHECK_FALSE(who(service, mario).has_pin);
  nothing_written_down(kiosk.folder(), {mario.document, mario.phone.substr(3), new_password});
}

TEST_CASE("a password changed after a slip, and one forgotten on the way") {
  fakes::ServiceFixture service{with_extra_guardians()};
  auto page = service.login_page();
  const auto& maria = fakes::families().at(1);
  const auto& thi = fakes::families().at(2);
  const auto marias_code = give_credentials(service, maria, false);
  const auto this_code = give_credentials(service, thi, false);
  KioskInWindow kiosk{service, {}};
  auto& hands = kiosk.hands();
  AtTheKiosk guardian{service, hands};
  guardian.come(maria);
  guardian.choose("act.change_password", "current-password");
  hands.type("Non-Questa.1");
  hands.click("current.next");
  hands.expect("choose-password");
  hands.type(new_password);
  hands.click("password.save");
  hands.expect("current-password");
  hands.type(fakes::good_password);
  hands.click("current.next");
  hands.expect("choose-password");
  hands.click("password.save");  // what was typed once is still there
  hands.expect("result");
  guardian.end("result.end");
  CHECK(fakes::log_in(page, marias_code, new_password));
  CHECK_FALSE(fakes::log_in(page, marias_code, fakes::good_password));

  guardian.come(thi);
  guardian.choose("act.change_password", "current-password");
  hands.click("current.forgotten");
  hands.expect("choose-password");
  hands.click_keys(new_password);
  hands.click("password.save");
  hands.expect("result");
  guardian.end("result.end");
  CHECK(fakes::log_in(page, this_code, new_password));
  nothing_written_down(kiosk.folder(), {maria.document, thi.document, new_password, fakes::good_password});
}

TEST_CASE("a mail with its code, the link to do it at home, what is on file, a report, and a person") {
  fakes::ServiceFixture service{with_extra_guardians()};
  KioskInWindow kiosk{service, {}};
  auto& hands = kiosk.hands();
  AtTheKiosk guardian{service, hands};
  const auto somebody = extra_guardian(0);
  guardian.come(somebody);
  guardian.choose("wish.invitation", "mail-entry");  // no mail is on file: that first
  hands.type(address);
  hands.click("mail.send");
  hands.expect("mail-code");
  const auto mail = service.mail_to(address);
  REQUIRE(mail);
  const auto code = mail->code();
  hands.click("mail.other");
  hands.expect("mail-entry");
  hands.click("mail.send");  // the same address: the same code, and no second mail
  hands.expect("mail-code");
  hands.click_keys(code == "000000" ? "000001" : "000000");
  hands.click("code.confirm");
  CHECK(fakes::eventually([&] { return hands.sees("code.message"); }));
  hands.click_keys(code);
  hands.click("code.confirm");
  hands.expect("send-link");
  hands.click("link.send");
  hands.expect("told");
  const auto link = service.invitation_link_to(address);
  REQUIRE(link);
  CHECK(link->starts_with(fakes::public_url + "/invitation/"));

  hands.click("told.more");
  guardian.choose("wish.on_file", "on-file");
  hands.click("file.right");
  guardian.choose("wish.on_file", "on-file");
  hands.click("file.wrong");
  hands.expect("report");
  hands.click("report.phone");
  hands.click("report.class_name");
  hands.click("report.send");
  hands.expect("told");
  const auto reference = hands.label("told.reference");
  CHECK(reference.size() == 6);
  CHECK(service.command({"reports", "list", "--school", fakes::school_code}).contains(reference));
  hands.click("told.more");
  guardian.choose("wish.call", "office-needed");
  CHECK(hands.label("office.reference").size() == 6);
  guardian.end("office.end");
  CHECK(who(service, somebody).mail_hint == "g…@casa.example");

  const auto other = extra_guardian(1);
  guardian.come(other);
  guardian.choose("wish.mail", "mail-entry");
  hands.click_keys("a@");
  hands.type("b.example");
  hands.click("mail.send");
  hands.expect("mail-code");
  hands.type(service.mail_to("a@b.example")->code());
  hands.press("Return");
  hands.expect("told");
  guardian.end("told.end");
  nothing_written_down(kiosk.folder(), {somebody.document, address, *link, "a@b.example", code});
}
