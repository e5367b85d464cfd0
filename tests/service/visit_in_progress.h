// A visit over real HTTPS whose code was right: what tests of acts begin with.
#pragma once

#include <string>

#include "tests/catch.h"
#include "tests/fakes/service_fixture.h"

namespace sportello::fakes {

struct InProgress {
  KioskClient kiosk;
  std::string visit;
  wire::Person person;

  Reply<wire::Credentials> act(wire::Act act, std::optional<std::string> password = {},
                               std::optional<std::string> current = {}, bool with_pin = true) {
    wire::CredentialsRequest wish;
    wish.action = act;
    wish.with_pin = with_pin;
    if (password) wish.password = secret::SecretText{std::string_view{*password}};
    if (current) wish.current_password = secret::SecretText{std::string_view{*current}};
    return kiosk.act(visit, person, std::move(wish));
  }
};

inline InProgress begin_visit(ServiceFixture& service, const std::string& document, const std::string& phone,
                              const std::string& language = "it") {
  auto kiosk = service.kiosk();
  std::size_t before = 0;
  for (const auto& sms : service.spooled()) before += sms.to == phone ? 1 : 0;
  const auto visit = kiosk.open(document, language);
  REQUIRE(visit);
  std::optional<SpooledSms> sms;
  // A confirming message of the visit before may still come in between.
  for (std::size_t i = before + 1; (!sms || sms->code().empty()) && i < before + 4; ++i)
    sms = service.sms_to(phone, i);
  REQUIRE(sms);
  auto person = kiosk.check(visit->visit, sms->code());
  REQUIRE(person);
  return {std::move(kiosk), visit->visit, std::move(*person)};
}

inline std::string text_of(const secret::SecretText& text) { return std::string{text.reveal()}; }

}  // namespace sportello::fakes
