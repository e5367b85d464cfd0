// The kiosk's client against a real service: a whole visit, a wrong clock, a line that loses answers, a stranger's
// key.
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/store_door.h"
#include "tests/kiosk/cutting_proxy.h"
#include "tests/kiosk/kiosk_client.h"

using namespace sportello;
using tests::Kiosk;
using namespace std::chrono_literals;

namespace {

const auto& mario = fakes::families().at(0);

visit::Identify identify() { return {secret::SecretText{mario.document}, visit::Language::it}; }

}  // namespace

TEST_CASE("a whole visit by the kiosk's own client") {
  fakes::ServiceFixture service;
  Kiosk kiosk{service, service.where().port};
  CHECK(std::holds_alternative<visit::Alive>(kiosk.ask(1, visit::ProbeLine{}).content));
  const auto opened = std::get<wire::VisitAnswer>(kiosk.ask(2, identify()).content);
  CHECK(opened.phone_hint == mario.phone.substr(mario.phone.size() - 2));
  const auto sms = service.sms_to(mario.phone);
  REQUIRE(sms);
  const auto answer = kiosk.ask(3, visit::CheckCode{opened.visit, secret::SecretText{sms->code()}});
  const auto person = std::get<std::shared_ptr<const wire::Person>>(answer.content);
  CHECK(person->given_name == "Mario");
  const auto made = std::get<wire::Credentials>(
      kiosk
          .ask(4, visit::MakeCredentials{opened.visit, person->grant, wire::Act::issue,
                                         secret::SecretText{fakes::good_password}, person->commitments.version})
          .content);
  CHECK(std::holds_alternative<visit::Ended>(kiosk.ask(5, visit::CloseVisit{opened.visit}).content));
  auto page = service.login_page();
  CHECK(fakes::log_in(page, std::string{made.user_code.reveal()}, fakes::good_password));
}

TEST_CASE("an answer lost on the line: asked again, answered the same, done once") {
  tests::CuttingProxy proxy;
  fakes::FixtureOptions options;
  options.start = false;
  fakes::ServiceFixture service{options};
  auto toml = fakes::read_file(service.configuration_file());
  toml.insert(toml.find('\n') + 1, "authorities = [\"127.0.0.1:" + std::to_string(proxy.port()) + "\"]\n");
  fakes::write_file(service.configuration_file(), toml);
  service.start();
  proxy.forward_to(service.where().port);
  Kiosk kiosk{service, proxy.port()};

  proxy.lose(1);
  const auto first = kiosk.ask(1, identify());
  if (const auto* problem = std::get_if<wire::Problem>(&first.content)) FAIL(problem->detail);
  const auto opened = std::get<wire::VisitAnswer>(first.content);
  CHECK(proxy.lost() == 1);
  const auto sms = service.sms_to(mario.phone);
  REQUIRE(sms);
  CHECK(service.spooled().size() == 1);

  const auto answer = kiosk.ask(2, visit::CheckCode{opened.visit, secret::SecretText{sms->code()}});
  const auto person = std::get<std::shared_ptr<const wire::Person>>(answer.content);
  const visit::MakeCredentials issue{opened.visit, person->grant, wire::Act::issue,
                                     secret::SecretText{fakes::good_password}, person->commitments.version};
  // So bad a line that the client gives up; the guardian touches again, and gets what was made the first time.
  proxy.lose(20);
  CHECK(std::holds_alternative<visit::NoLine>(kiosk.ask(3, issue).content));
  proxy.lose(0);
  const auto made = std::get<wire::Credentials>(kiosk.ask(3, issue).content);
  auto page = service.login_page();
  CHECK(fakes::log_in(page, std::string{made.user_code.reveal()}, fakes::good_password));
}

TEST_CASE("a clock that is ten minutes off is set by the service's own time") {
  fakes::ServiceFixture service;
  Kiosk kiosk{service, service.where().port, std::nullopt, -600};
  CHECK(std::holds_alternative<visit::Alive>(kiosk.ask(1, visit::ProbeLine{}).content));
}

TEST_CASE("a service with another key is no service") {
  fakes::ServiceFixture service;
  Kiosk kiosk{service, service.where().port, "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  CHECK(std::holds_alternative<visit::NoLine>(kiosk.ask(1, visit::ProbeLine{}).content));
  CHECK(service.spooled().empty());
}

TEST_CASE("a service that is gone: no line, told within the guardian's patience") {
  fakes::ServiceFixture service;
  Kiosk kiosk{service, service.where().port};
  service.stop();
  const auto start = std::chrono::steady_clock::now();
  CHECK(std::holds_alternative<visit::NoLine>(kiosk.ask(1, visit::ProbeLine{}).content));
  CHECK(std::chrono::steady_clock::now() - start < 20s);
}

TEST_CASE("a kiosk bears witness of the audit: a chain that goes back is told by both ends") {
  fakes::ServiceFixture service;
  Kiosk kiosk{service, service.where().port};
  auto beat = [&, number = 0]() mutable { return kiosk.ask(++number, visit::ProbeLine{}); };
  REQUIRE(std::holds_alternative<visit::Alive>(beat().content));
  const auto first = kiosk.witnessed();
  REQUIRE(first.head);
  CHECK(first.head->head.school == fakes::school_code);
  REQUIRE(std::holds_alternative<visit::Alive>(beat().content));
  fakes::StoreDoor door{service};
  const auto device = service.kiosk_identity().key_id;
  CHECK(door.count("audit_witness WHERE agreed = 1") == 1);
  CHECK(service.command({"audit", "verify"}).find("events hold") != std::string::npos);

  door.act([&](store::Session& session) {
    const std::string last = std::to_string(first.head->head.sequence - 1);
    const std::string here = " school_id = (SELECT id FROM school WHERE code = '" + fakes::school_code + "')";
    session.exec("DELETE FROM audit WHERE sequence > " + last + " AND" + here);
    return session.exec(
        "UPDATE audit_head SET sequence = " + last +
        ", hash = (SELECT a.hash FROM audit a WHERE a.school_id = audit_head.school_id AND a.sequence "
        "= " +
        last + ") WHERE" + here);
  });
  for (int i = 0; i < 3; ++i) CHECK(std::holds_alternative<visit::Alive>(beat().content));
  CHECK(kiosk.witnessed().refused == "went_back");
  CHECK(kiosk.witnessed().head == first.head);
  CHECK(door.count("audit WHERE event = 'witness.disagreed'") == 1);
  CHECK(door.count("audit_witness WHERE agreed = 0") == 1);
  try {
    service.command({"audit", "verify"});
    FAIL("the verification holds");
  } catch (const std::runtime_error& error) {
    CHECK(std::string{error.what()}.find("kiosk " + device + " saw event ") != std::string::npos);
  }
}
