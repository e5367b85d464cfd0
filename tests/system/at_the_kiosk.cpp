// Mouse, keys, and the spool of the service.
#include "tests/system/at_the_kiosk.h"

#include "tests/catch.h"

namespace sportello::tests {
namespace {

// The code that comes after so many messages; a notice of the visit before may still come in between.
std::string next_code(const fakes::ServiceFixture& service, const std::string& phone, std::size_t after) {
  for (std::size_t i = after + 1; i < after + 4; ++i) {
    const auto sms = service.sms_to(phone, i);
    REQUIRE(sms);
    if (!sms->code().empty()) return sms->code();
  }
  FAIL("no code came");
  return {};
}

}  // namespace

fakes::Family extra_guardian(int number) {
  return {fakes::ServiceFixture::document_of(number), fakes::ServiceFixture::phone_of(number), "", ""};
}

std::string give_credentials(fakes::ServiceFixture& service, const fakes::Family& family, bool with_pin) {
  auto client = service.kiosk();
  const auto opened = client.open(family.document);
  REQUIRE(opened);
  const auto person = client.check(opened->visit, next_code(service, family.phone, 0));
  REQUIRE(person);
  wire::CredentialsRequest wish;
  wish.action = wire::Act::issue;
  wish.password = secret::SecretText{fakes::good_password};
  wish.with_pin = with_pin;
  const auto made = client.act(opened->visit, *person, std::move(wish));
  REQUIRE(made);
  REQUIRE(client.end(opened->visit));
  return std::string{made->user_code.reveal()};
}

std::size_t AtTheKiosk::messages_to(const std::string& phone) const {
  std::size_t count = 0;
  for (const auto& sms : service_.spooled()) count += sms.to == phone ? 1 : 0;
  return count;
}

void AtTheKiosk::come(const fakes::Family& family, const std::string& then) {
  const auto before = messages_to(family.phone);
  hands_.expect("welcome");
  hands_.click("welcome.start");
  hands_.expect("scan");
  hands_.click("scan.type");
  hands_.expect("typed-entry");
  hands_.type(family.document);
  hands_.click("typed.check");
  hands_.expect("code-entry");
  hands_.type(next_code(service_, family.phone, before));
  hands_.click("code.confirm");
  hands_.expect(then);
}

void AtTheKiosk::choose(const std::string& id, const std::string& then) {
  hands_.expect("choose");
  for (int page = 0; page < 3 && !hands_.sees(id) && hands_.sees("page.more"); ++page) {
    hands_.click("page.more");
    fakes::eventually([&] { return hands_.sees(id); }, std::chrono::seconds{1});
  }
  hands_.click(id);
  hands_.expect(then);
}

void AtTheKiosk::accept_commitments() {
  hands_.expect("commitments");
  for (const auto* item : {"absences", "safekeeping", "child", "progress"}) {
    hands_.click(std::string{"commitment."} + item);
  }
  hands_.click("commitments.accept");
}

void AtTheKiosk::end(const std::string& control) {
  hands_.click(control);
  hands_.expect("goodbye");
  hands_.click("goodbye.again");
  hands_.expect("welcome");
}

}  // namespace sportello::tests
