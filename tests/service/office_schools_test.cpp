// What a school is told by `school set` and `school access`, and what stands then.
#include "service/store/acts/schools.h"

#include "tests/service/command_fixture.h"

using namespace sportello;
using tests::OfficeDesk;
namespace acts = store::acts;

namespace {

acts::SchoolSettings settings_of(OfficeDesk& desk) {
  return desk.look([](store::Session& session) {
    return acts::school_settings(session, acts::find_school(session, OfficeDesk::school)->id);
  });
}

std::vector<std::string> school(const std::string& command, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"school", command, "--school", std::string{OfficeDesk::school}});
  return more;
}

}  // namespace

TEST_CASE("a school's settings are what was set, and the rest stays") {
  OfficeDesk desk;
  CHECK(settings_of(desk).contact.name.empty());
  CHECK(settings_of(desk).second_set == acts::SecondSet::free);
  REQUIRE(desk.run(school("set", {"--contact-name", "Segreteria", "--contact-mail", "office@school.example",
                                  "--contact-phone", "06 1234567", "--contact-hours", "lun–ven 8–10"}))
              .code == 0);
  REQUIRE(desk.run(school("set", {"--login-url", "https://register.example/login", "--mail-domain", "school.example",
                                  "--second-set", "on_request", "--pupil-credentials", "by_mail"}))
              .code == 0);
  auto settings = settings_of(desk);
  CHECK(settings.contact.name == "Segreteria");
  CHECK(settings.contact.mail == "office@school.example");
  CHECK(settings.contact.phone == "06 1234567");
  CHECK(settings.contact.hours == "lun–ven 8–10");
  CHECK(settings.login_url == "https://register.example/login");
  CHECK(settings.mail_domain == "school.example");
  CHECK(settings.second_set == acts::SecondSet::on_request);
  CHECK(settings.pupil_credentials == wire::PupilCredentials::by_mail);
  REQUIRE(desk.run(school("set", {"--contact-phone", ""})).code == 0);
  CHECK(settings_of(desk).contact.phone.empty());
  CHECK(desk.count("audit WHERE event = 'school.changed'") == 3);
  const auto shown = desk.run(school("show")).out;
  CHECK(shown.find("contact_hours") != std::string::npos);
  CHECK(shown.find("lun–ven 8–10") != std::string::npos);
  CHECK(desk.run(school("show", {"--json"})).out.find(R"({"setting":"second_set","value":"on_request"})") !=
        std::string::npos);
  CHECK(desk.run(school("show", {"--csv"})).out.find("second_set;on_request\r\n") != std::string::npos);
}

TEST_CASE("a setting that would break a mail or a page is refused, and nothing is written") {
  OfficeDesk desk;
  const auto [option, value] = GENERATE(table<std::string, std::string>({
      {"--contact-mail", "a@b@c"},
      {"--contact-mail", "a b@school.example"},
      {"--contact-mail", "a@school.example\r\nBcc: x@example.org"},
      {"--contact-name", "two\nlines"},
      {"--contact-name", std::string(101, 'a')},
      {"--contact-hours", "\xFF"},
      {"--contact-phone", "call us"},
      {"--login-url", "javascript:alert(1)"},
      {"--login-url", "http://register.example"},
      {"--login-url", "https://register.example/\"onload"},
      {"--mail-domain", "School.example"},
      {"--mail-domain", "school"},
      {"--mail-domain", ".school.example"},
      {"--second-set", "maybe"},
      {"--pupil-credentials", "by_pigeon"},
  }));
  CAPTURE(option, value);
  const bool contact = option.starts_with("--contact");  // beside it, one that would be good
  const auto result = desk.run(school(
      "set", {option, value, contact ? "--mail-domain" : "--contact-phone", contact ? "school.example" : "06 1"}));
  CHECK(result.code == 1);
  CHECK(tests::one_line(result.err));
  CHECK(result.err.find(option) != std::string::npos);
  CHECK(settings_of(desk).contact.phone.empty());
  CHECK(settings_of(desk).mail_domain.empty());
  CHECK(desk.count("audit WHERE event = 'school.changed'") == 0);
}

TEST_CASE("access is ruled per role and day") {
  OfficeDesk desk;
  const auto rule = [&](const std::string& day, const std::string& access, const std::string& role = "guardian") {
    return desk.run(school("access", {"--role", role, "--from", day, "--access", access})).code;
  };
  CHECK(rule("2027-01-15", "digital_identity") == 0);
  CHECK(rule("2027-01-15", "both") == 0);  // the same day again: changed
  CHECK(rule("2027-09-01", "digital_identity") == 0);
  CHECK(rule("2027-09-01", "both", "pupil") == 0);
  const auto rules = settings_of(desk).access;
  REQUIRE(rules.size() == 3);
  CHECK(rules[0].from_day == "2027-01-15");
  CHECK(rules[0].access == wire::Access::both);
  CHECK(rules[2].role == "pupil");
  CHECK(rule("2027-02-29", "both") == 1);
  CHECK(rule("15/01/2027", "both") == 1);
  CHECK(rule("2027-01-1x", "both") == 1);
  CHECK(rule("2027-01-15", "sometimes") == 2);
  CHECK(rule("2027-01-15", "both", "teacher") == 2);
  CHECK(desk.run(school("access", {"--role", "pupil", "--from", "2027-09-01"})).code == 2);
  CHECK(desk.run(school("access", {"--role", "pupil", "--from", "2027-09-01", "--remove"})).code == 0);
  CHECK(desk.run(school("access", {"--role", "pupil", "--from", "2027-09-01", "--remove"})).code == 1);
  CHECK(settings_of(desk).access.size() == 2);
  CHECK(desk.count("audit WHERE event = 'access.changed'") == 5);
}

TEST_CASE("an unknown school and an empty change are told how to mend") {
  OfficeDesk desk;
  CHECK(desk.run(school("set")).code == 1);
  for (const auto& command : {"set", "show"}) {
    std::vector<std::string> words{"school", command, "--school", "MIIC80400A"};
    if (words[1] == "set") words.insert(words.end(), {"--contact-phone", "06 1"});
    const auto result = desk.run(words);
    CHECK(result.code == 1);
    CHECK(result.err.find("school list") != std::string::npos);
    CHECK(tests::one_line(result.err));
  }
  CHECK(desk.run({"school", "set", "--help"}).out.find("Example: ") != std::string::npos);
}
