// Complete visits by the keys of a keypad and by what is said, in four languages and once more for a lost password:
// the register then takes exactly what was heard and typed. And the same visit aloud, where others stand near.
#include "kiosk/speech/personal.h"
#include "tests/accessibility/blind_guardian.h"
#include "tests/accessibility/clause.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::widgets::literals;
using kiosk::KeypadKey;
using visit::Language;

namespace {

const std::string chosen_password = "Vela-Rossa.87";
const std::string new_password = "monte_verde42?A";

// A blind guardian's own telephone reads them the message.
std::string code_on_the_phone(const fakes::ServiceFixture& service, const fakes::Family& family,
                              std::size_t message = 1) {
  const auto sms = service.sms_to(family.phone, message);
  REQUIRE(sms);
  REQUIRE(sms->code().size() == 6);
  return sms->code();
}

// From the first word to the choice.
void come(BlindGuardian& guardian, const fakes::ServiceFixture& service, const fakes::Family& family,
          Language language, std::size_t message = 1) {
  guardian.put_on_headset();
  if (language != Language::it) guardian.choose_language();
  guardian.expect("welcome.title"_t);
  guardian.choose("welcome.start"_t);
  guardian.expect("scan.title"_t);
  guardian.choose("scan.type"_t);
  guardian.expect("typed.title"_t);
  guardian.type(family.document);
  guardian.choose("typed.check"_t);
  guardian.expect("code.title"_t);
  guardian.type(code_on_the_phone(service, family, message));
  guardian.choose("code.confirm"_t);
  guardian.expect("choose.title"_t, {{"name", family.given_name}});
}

void leave(BlindGuardian& guardian) {
  guardian.choose("result.end"_t);
  guardian.expect("goodbye.clean"_t);
  guardian.take_off_headset();
}

// Whether the register takes what was heard and typed.
bool first_issue(Language language) {
  fakes::ServiceFixture service;
  const auto& family = fakes::families().at(0);
  KioskByEar kiosk{service};
  BlindGuardian guardian{kiosk, language};
  come(guardian, service, family, language);
  guardian.choose("choose.issue"_t);
  guardian.expect("commitments.title"_t);
  guardian.tick_all();
  guardian.choose("commitments.accept"_t);
  guardian.expect("pin.title"_t);
  guardian.choose("pin.yes"_t);
  guardian.expect("password.title"_t);
  guardian.type(chosen_password);
  guardian.choose("password.save"_t);
  guardian.expect("result.issue"_t, {{"name", family.given_name}});
  const auto user_code = guardian.write_down();
  guardian.choose("result.show_pin"_t);
  const auto pin = guardian.write_down();
  leave(guardian);

  auto page = service.login_page();
  const bool in = fakes::log_in(page, user_code, chosen_password, pin).has_value();
  CHECK(in);
  CHECK_FALSE(fakes::log_in(page, user_code, chosen_password + "x", pin).has_value());
  return in;
}

void first_issue_in(Language language, std::string_view in_words) {
  const bool in = first_issue(language);
  clause("5.1.2.2", "first issues done by keys and speech alone, in " + std::string(in_words), in ? 1 : 0, "==", 1);
  clause("5.1.3.1", "logins that work with what was heard and typed, in " + std::string(in_words), in ? 1 : 0,
         "==", 1);
}

}  // namespace

TEST_CASE("a first issue by ear, in Italian", "[it]") { first_issue_in(Language::it, "Italian"); }
TEST_CASE("a first issue by ear, in English", "[en]") { first_issue_in(Language::en, "English"); }
TEST_CASE("a first issue by ear, in Arabic", "[ar]") { first_issue_in(Language::ar, "Arabic"); }
TEST_CASE("a first issue by ear, in Chinese", "[zh]") { first_issue_in(Language::zh, "Chinese"); }

TEST_CASE("a first issue by ear, in the eight other languages", "[others]") {
  int done = 0;
  for (const auto language : {Language::ro, Language::sq, Language::uk, Language::fr, Language::es, Language::ur,
                              Language::bn, Language::pa}) {
    INFO(visit::code_of(language));
    done += first_issue(language) ? 1 : 0;
  }
  clause("5.1.2.2", "first issues done by keys and speech alone, in the eight other languages", done, "==", 8);
}

TEST_CASE("a lost password made anew by ear, in French", "[fr]") {
  fakes::ServiceFixture service;
  const auto& family = fakes::families().at(1);
  std::string user_code;
  {
    auto client = service.kiosk();
    const auto opened = client.open(family.document);
    REQUIRE(opened);
    const auto person = client.check(opened->visit, code_on_the_phone(service, family));
    REQUIRE(person);
    wire::CredentialsRequest wish;
    wish.action = wire::Act::issue;
    wish.password = secret::SecretText{chosen_password};
    wish.with_pin = false;
    const auto made = client.act(opened->visit, *person, std::move(wish));
    REQUIRE(made);
    user_code = made->user_code.reveal();
    REQUIRE(client.end(opened->visit));
  }
  // The code, the confirmation, and now another code.
  std::size_t message = service.spooled().size() + 1;
  KioskByEar kiosk{service};
  BlindGuardian guardian{kiosk, Language::fr};
  come(guardian, service, family, Language::fr, message);
  guardian.choose("choose.reset_password"_t);
  guardian.expect("password.title"_t);
  guardian.type(new_password);
  guardian.choose("password.save"_t);
  guardian.expect("result.reset_password"_t, {{"name", family.given_name}});
  leave(guardian);

  auto page = service.login_page();
  const bool in = fakes::log_in(page, user_code, new_password).has_value();
  CHECK_FALSE(fakes::log_in(page, user_code, chosen_password).has_value());
  clause("5.1.2.2", "lost passwords made anew by keys and speech alone", in ? 1 : 0, "==", 1);
}
