// A school with a kiosk whose key the test holds, and people of every kind that a request can be from.
#pragma once

#include "service/store/acts/requests.h"
#include "tests/fakes/left_request.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {

// Sixteen characters of which the last is made to fit.
inline std::string valid(std::string_view first_fifteen) {
  return std::string{first_fifteen} + identity::check_letter(first_fifteen).value();
}

struct RequestDesk : Desk {
  using Outcome = wire::RequestOutcome;
  struct Kiosk {
    acts::Device device;
    signing::SigningKey key;
    std::int64_t next = 1;
  };

  RequestDesk() : kiosk(make_kiosk()) {
    auto row = guardian_row(valid("NNABNC80A41H501"), "Bianchi", "Anna", "+393401112233", "PUPIL3");
    row.mail = "anna@example.org";
    import(row);
  }
  static std::string annas() { return valid("NNABNC80A41H501"); }
  static inline const std::string annas_mail = "anna@example.org";

  Kiosk make_kiosk() { return make_kiosk(school); }
  Kiosk make_kiosk(const acts::School& of) {
    auto key = signing::SigningKey::generate();
    auto made = add_device(of, key);
    return {std::move(made), std::move(key)};
  }
  secret::SealPublicKey sealing_key() { return office->vault.request_key(); }
  // Made now, under the kiosk's next number.
  wire::SealedRequest leave(Kiosk& at, std::string_view document, store::Time made_at = start) {
    return fakes::left_request({std::string{document}, made_at}, at.next++, at.device.id, at.key, sealing_key());
  }
  wire::SealedRequest leave(std::string_view document, store::Time made_at = start) {
    return leave(kiosk, document, made_at);
  }
  acts::Outcome<std::vector<acts::TakenRequest>> deliver(const Kiosk& from,
                                                         const std::vector<wire::SealedRequest>& requests,
                                                         store::Time now = start) {
    const auto looked = store::read_and_wait(
        *store, [&](store::Session& session) { return acts::look_into(session, *office, from.device, requests); });
    REQUIRE(looked);
    return act(
        [&](store::Session& session) { return acts::take_requests(session, *office, from.device, *looked, now); });
  }
  Outcome deliver(const wire::SealedRequest& request, store::Time now = start) {
    const auto taken = deliver(kiosk, {request}, now);
    REQUIRE(taken);
    REQUIRE(taken->size() == 1);
    CHECK(taken->front().answer.sequence == request.sequence);
    return taken->front().answer.outcome;
  }
  // Left and delivered at once.
  Outcome ask(std::string_view document, store::Time now = start) { return deliver(leave(document, now), now); }

  template <class... Values>
  std::int64_t sql(const std::string& text, const Values&... values) {
    return act([&](auto& session) { return session.exec(text, values...); });
  }
  // What reaches a gateway or the mail server.
  std::vector<acts::Claimed> sent(store::Time now = start) {
    auto messages = act([&](auto& session) { return acts::claim_messages(session, *office, 1000, now); });
    std::erase_if(messages, [](const auto& message) { return message.withheld; });
    return messages;
  }
  std::int64_t events(const std::string& name) { return count("audit WHERE event = '" + name + "'"); }

  Kiosk kiosk;
};

}  // namespace sportello::tests
