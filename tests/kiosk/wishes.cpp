// Every question of the kiosk's client against a real service: acts on credentials, mail, link, report; in every
// language of the screens.
#include "tests/catch.h"
#include "tests/kiosk/kiosk_client.h"

using namespace sportello;
using tests::Kiosk;
using wire::Act;
using wire::Code;

namespace {

const auto& mario = fakes::families().at(0);
const auto& maria = fakes::families().at(1);
const std::string other_password = "Monte_Verde!42";

secret::SecretText secret_of(const std::string& text) { return secret::SecretText{std::string_view{text}}; }

// One guardian at the kiosk, from the card to whatever they ask.
class AtKiosk {
 public:
  AtKiosk(fakes::ServiceFixture& service, const fakes::Family& family, visit::Language language = visit::Language::it)
      : kiosk_{service, service.where().port} {
    std::size_t before = 0;
    for (const auto& sms : service.spooled()) before += sms.to == family.phone ? 1 : 0;
    opened_ = get<wire::VisitAnswer>(visit::Identify{secret_of(family.document), language});
    std::string code;
    // A notice of the visit before may still come in between.
    for (std::size_t i = before + 1; code.empty() && i < before + 4; ++i) {
      const auto sms = service.sms_to(family.phone, i);
      REQUIRE(sms);
      sms_ = sms->text;
      code = sms->code();
    }
    person = get<std::shared_ptr<const wire::Person>>(visit::CheckCode{opened_.visit, secret_of(code)});
  }

  template <class Content>
  Content get(visit::Question question) {
    const auto answer = kiosk_.ask(++requests_, std::move(question));
    if (const auto* problem = std::get_if<wire::Problem>(&answer.content)) {
      FAIL(wire::name_of(problem->code) << ": " << problem->detail);
    }
    REQUIRE(std::holds_alternative<Content>(answer.content));
    return std::get<Content>(answer.content);
  }
  wire::Problem refusal(visit::Question question) {
    const auto answer = kiosk_.ask(++requests_, std::move(question));
    REQUIRE(std::holds_alternative<wire::Problem>(answer.content));
    return std::get<wire::Problem>(answer.content);
  }

  [[nodiscard]] visit::MakeCredentials act(Act what) const {
    visit::MakeCredentials question;
    question.visit = opened_.visit;
    question.grant = person->grant;
    question.act = what;
    if (what == Act::issue || what == Act::reset_password) {
      question.commitments_version = person->commitments.version;
    }
    return question;
  }
  [[nodiscard]] visit::MakeCredentials issue(bool with_pin) const {
    auto question = act(Act::issue);
    question.password = secret_of(fakes::good_password);
    question.with_pin = with_pin;
    return question;
  }
  [[nodiscard]] visit::MakeCredentials change(const std::string& current, const std::string& password) const {
    auto question = act(Act::change_password);
    question.current_password = secret_of(current);
    question.password = secret_of(password);
    return question;
  }
  [[nodiscard]] const std::string& visit() const { return opened_.visit; }
  [[nodiscard]] const std::string& sms() const { return sms_; }

  std::shared_ptr<const wire::Person> person;

 private:
  Kiosk kiosk_;
  visit::RequestId requests_ = 0;
  wire::VisitAnswer opened_;
  std::string sms_;
};

std::string text_of(const secret::SecretText& text) { return std::string{text.reveal()}; }

}  // namespace

TEST_CASE("a first issue with and without the PIN; a PIN is made anew, and taken away") {
  fakes::ServiceFixture service;
  auto page = service.login_page();
  AtKiosk without{service, maria};
  CHECK(without.person->pin == wire::PinOffer::optional);
  const auto bare = without.get<wire::Credentials>(without.issue(false));
  CHECK_FALSE(bare.pin);
  CHECK(fakes::log_in(page, text_of(bare.user_code), fakes::good_password));

  AtKiosk first{service, mario};
  const auto issued = first.get<wire::Credentials>(first.issue(true));
  REQUIRE(issued.pin);
  AtKiosk later{service, mario};
  CHECK(later.person->has_pin);
  const auto renewed = later.get<wire::Credentials>(later.act(Act::renew_pin));
  REQUIRE(renewed.pin);
  CHECK(renewed.user_code == issued.user_code);
  const auto login = fakes::log_in(page, text_of(issued.user_code), fakes::good_password, text_of(*renewed.pin));
  REQUIRE(login);
  CHECK(login->pin_checked);
  CHECK_FALSE(later.get<wire::Credentials>(later.act(Act::remove_pin)).pin);
  CHECK_FALSE(AtKiosk{service, mario}.person->has_pin);
}

TEST_CASE("a password is changed by the right one of now, and by no other") {
  fakes::ServiceFixture service;
  auto page = service.login_page();
  AtKiosk first{service, mario};
  const auto issued = first.get<wire::Credentials>(first.issue(false));
  AtKiosk guardian{service, mario};
  const auto wrong = guardian.refusal(guardian.change("Non-Questa.1", other_password));
  CHECK(wrong.code == Code::current_password_wrong);
  CHECK(wrong.tries_left == 9);
  CHECK(fakes::log_in(page, text_of(issued.user_code), fakes::good_password));
  guardian.get<wire::Credentials>(guardian.change(fakes::good_password, other_password));
  CHECK(fakes::log_in(page, text_of(issued.user_code), other_password));
  CHECK_FALSE(fakes::log_in(page, text_of(issued.user_code), fakes::good_password));
  // What was asked for and the answer's form are the visit's to know: the user code is there either way.
  const auto shown = guardian.get<wire::Credentials>(guardian.act(Act::recover_user_code));
  CHECK(shown.user_code == issued.user_code);
  CHECK_FALSE(shown.password);
}

TEST_CASE("a mail address with its code, and the link that goes there") {
  fakes::ServiceFixture service;
  AtKiosk guardian{service, mario};
  const std::string address = "mario@casa.example";
  const auto& grant = guardian.person->grant;
  CHECK(guardian.refusal(visit::AssociateMail{guardian.visit(), grant, secret_of("mario")}).code ==
        Code::bad_request);
  const auto asked =
      guardian.get<wire::MailAnswer>(visit::AssociateMail{guardian.visit(), grant, secret_of(address)});
  CHECK(asked.mail_hint == "m…@casa.example");
  CHECK(asked.code.sends_left == 2);
  const auto soon = guardian.refusal(visit::AssociateMail{guardian.visit(), grant, secret_of(address)});
  CHECK(soon.code == Code::resend_too_soon);
  CHECK(soon.retry_after_s.value_or(0) > 0);
  const auto mail = service.mail_to(address);
  REQUIRE(mail);
  const auto code = mail->code();
  const auto wrong =
      guardian.refusal(visit::CheckMail{guardian.visit(), grant, secret_of(code == "000000" ? "000001" : "000000")});
  CHECK(wrong.code == Code::code_wrong);
  CHECK(wrong.tries_left == 2);
  const auto confirmed =
      guardian.get<wire::MailConfirmed>(visit::CheckMail{guardian.visit(), grant, secret_of(code)});
  CHECK(confirmed.mail_hint == "m…@casa.example");
  const auto invited = guardian.get<wire::InvitationAnswer>(visit::SendInvitation{guardian.visit(), grant});
  CHECK(invited.mail_hint == "m…@casa.example");
  CHECK(invited.hours == 72);
  const auto link = service.invitation_link_to(address);
  REQUIRE(link);
  CHECK(link->starts_with(fakes::public_url + "/invitation/"));
}

TEST_CASE("a link where no mail is on file, and a report") {
  fakes::FixtureOptions options;
  options.extra_guardians = 1;
  fakes::ServiceFixture service{options};
  AtKiosk guardian{service, {fakes::ServiceFixture::document_of(0), fakes::ServiceFixture::phone_of(0), "", ""}};
  const auto& grant = guardian.person->grant;
  CHECK(guardian.person->mail_hint.empty());
  CHECK(guardian.refusal(visit::SendInvitation{guardian.visit(), grant}).code == Code::mail_missing);
  const auto told = guardian.get<wire::ReportAnswer>(
      visit::SendReport{guardian.visit(), grant, {wire::WrongData::phone, wire::WrongData::class_name}});
  CHECK(told.reference.size() == 6);
  const auto office = service.command({"reports", "list", "--school", fakes::school_code});
  CHECK(office.contains(told.reference));
}

TEST_CASE("a report in which nothing is wrong is none") {
  fakes::ServiceFixture service;
  AtKiosk guardian{service, mario};
  CHECK(guardian.refusal(visit::SendReport{guardian.visit(), guardian.person->grant, {}}).code == Code::bad_request);
}

// What stands in the code's SMS, in letters that GSM-7 does not change where it can write the language.
std::string_view said_in(visit::Language language) {
  switch (language) {
    case visit::Language::it: return "Non dirlo a nessuno";
    case visit::Language::en: return "Tell it to nobody";
    case visit::Language::ro: return "codul pentru datele de acces";
    case visit::Language::sq: return "Mos ia thoni askujt";
    case visit::Language::ar: return "رمز الدخول";
    case visit::Language::zh: return "不要告诉任何人";
    case visit::Language::uk: return "Не кажіть нікому";
    case visit::Language::fr: return "le code pour vos identifiants";
    case visit::Language::es: return "No se lo digas a nadie";
    case visit::Language::ur: return "لاگ ان کا کوڈ";
    case visit::Language::bn: return "কাউকে বলবেন না";
    case visit::Language::pa: return "ਲੌਗਇਨ ਕੋਡ";
  }
  return "?";
}

TEST_CASE("every language of the screens is that of the messages") {
  fakes::FixtureOptions options;
  options.extra_guardians = 12;
  fakes::ServiceFixture service{options};
  for (std::size_t i = 0; i < visit::languages.size(); ++i) {
    const auto language = visit::languages.at(i);
    CAPTURE(visit::code_of(language));
    const auto number = static_cast<int>(i);
    AtKiosk guardian{service,
                     {fakes::ServiceFixture::document_of(number), fakes::ServiceFixture::phone_of(number), "", ""},
                     language};
    CHECK(guardian.sms().contains(said_in(language)));
    const std::string address = "g" + std::to_string(i) + "@casa.example";
    guardian.get<wire::MailAnswer>(
        visit::AssociateMail{guardian.visit(), guardian.person->grant, secret_of(address)});
    const auto mail = service.mail_to(address);
    REQUIRE(mail);
    CHECK(mail->language == visit::code_of(language));
    guardian.get<visit::Ended>(visit::CloseVisit{guardian.visit()});
  }
}
