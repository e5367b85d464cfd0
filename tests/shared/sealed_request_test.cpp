// A request as it is sealed, signed and read: every box alike, and nothing but the right key, device and time opens
// it.
#include "service/shared/wire/sealed_request.h"

#include <boost/json.hpp>
#include <set>

#include "service/shared/signing/key.h"
#include "tests/catch.h"

using namespace sportello;
using namespace sportello::wire;

namespace {

struct Kiosk {
  Kiosk() { secret::start_sodium(); }
  secret::SealKeyPair service = secret::SealKeyPair::generate();
  signing::SigningKey key = signing::SigningKey::generate();
  static RequestContent content() {
    return {secret::SecretText{"RSSMRA80A01H501U"},
            Wish::recovery,
            "it",
            1'790'000'000,
            "AAECAwQFBgcICQoLDA0ODw",
            "device-1"};
  }
  std::optional<SealedRequest> seal(const RequestContent& content, std::int64_t sequence = 7) const {
    return seal_request(content, sequence, service.public_key(), key);
  }
};

}  // namespace

TEST_CASE("what was sealed is read by the service, and by nobody else") {
  const Kiosk kiosk;
  const auto request = kiosk.seal(Kiosk::content());
  REQUIRE(request);
  CHECK(request->sequence == 7);
  CHECK(request->made_at == 1'790'000'000);
  CHECK(request->key_id == sealing_key_id(kiosk.service.public_key()));
  CHECK(request->key_id.size() == 12);
  const auto clear = kiosk.service.open(request->box);
  REQUIRE(clear);
  const auto content = request_content(clear->reveal());
  REQUIRE(content);
  CHECK(content->document.reveal() == "RSSMRA80A01H501U");
  CHECK(content->wish == Wish::recovery);
  CHECK(content->language == "it");
  CHECK(content->made_at == 1'790'000'000);
  CHECK(content->id == "AAECAwQFBgcICQoLDA0ODw");
  CHECK(content->device == "device-1");
  CHECK_FALSE(secret::SealKeyPair::generate().open(request->box));
  CHECK_FALSE(to_json(RequestDelivery{{*request}}).contains("RSSMRA"));
}

TEST_CASE("a key that is kept elsewhere opens what was sealed to it") {
  const Kiosk kiosk;
  const auto bytes = secret::random_bytes(32);
  const auto pair = secret::SealKeyPair::from_secret(bytes);
  const auto again = secret::SealKeyPair::from_secret(bytes);
  CHECK(pair.public_key() == again.public_key());
  CHECK(again.open(secret::seal("clear", pair.public_key()))->reveal() == "clear");
}

TEST_CASE("every box has one size, and no two are alike") {
  const Kiosk kiosk;
  std::set<secret::Bytes> boxes;
  for (const auto wish : wishes) {
    for (const auto* document : {"12345678903", "RSSMRA80A01H501U"}) {
      for (const auto* language : {"it", "zh-Hant", "x_012345"}) {
        auto content = Kiosk::content();
        content.wish = wish;
        content.document = secret::SecretText{document};
        content.language = language;
        const auto request = kiosk.seal(content);
        REQUIRE(request);
        CHECK(request->box.size() == sealed_request_size);
        CHECK(boxes.insert(request->box).second);
        CHECK(request_content(kiosk.service.open(request->box)->reveal())->language == language);
      }
    }
  }
  CHECK(boxes.insert(kiosk.seal(Kiosk::content())->box).second);
}

TEST_CASE("what is out of bounds is not sealed") {
  const Kiosk kiosk;
  const auto refused = [&](auto change) {
    auto content = Kiosk::content();
    change(content);
    return !kiosk.seal(content);
  };
  CHECK(refused([](auto& content) { content.document = secret::SecretText{}; }));
  CHECK(refused([](auto& content) { content.document = secret::SecretText{"RSSMRA80A01H501UX"}; }));
  CHECK(refused([](auto& content) { content.language = ""; }));
  CHECK(refused([](auto& content) { content.language = "ninechars"; }));
  CHECK(refused([](auto& content) { content.made_at = -1; }));
  CHECK(refused([](auto& content) { content.made_at = latest_second + 1; }));
  CHECK(refused([](auto& content) { content.id = "short"; }));
  CHECK(refused([](auto& content) { content.device = ""; }));
  CHECK(refused([](auto& content) { content.device = std::string(65, 'd'); }));
  CHECK(refused([](auto& content) { content.device = std::string{"a\0b", 3}; }));
  CHECK(refused([](auto& content) { content.language = std::string{"i\0t", 3}; }));
  CHECK(refused([](auto& content) { content.document = secret::SecretText{"RSSMRA 80A01H501"}; }));
  CHECK_FALSE(refused([](auto& content) { content.device = std::string(64, 'd'); }));
  CHECK_FALSE(kiosk.seal(Kiosk::content(), 0));
  CHECK_FALSE(kiosk.seal(Kiosk::content(), highest_number + 1));
  CHECK(kiosk.seal(Kiosk::content(), highest_number));
}

TEST_CASE("the signature is of device, number, time, key and box") {
  const Kiosk kiosk;
  const auto request = *kiosk.seal(Kiosk::content());
  const auto right = [&](const SealedRequest& one, std::string_view device = "device-1") {
    return is_signed_rightly(one, device, kiosk.key.public_key());
  };
  CHECK(right(request));
  CHECK_FALSE(right(request, "device-2"));
  CHECK_FALSE(is_signed_rightly(request, "device-1", signing::SigningKey::generate().public_key()));
  for (int part = 0; part < 5; ++part) {
    auto changed = request;
    if (part == 0) ++changed.sequence;
    if (part == 1) ++changed.made_at;
    if (part == 2) changed.key_id.back() = changed.key_id.back() == 'A' ? 'B' : 'A';
    if (part == 3) changed.box.back() ^= 1;
    if (part == 4) changed.signature.back() ^= 1;
    CAPTURE(part);
    CHECK_FALSE(right(changed));
  }
  const auto numbered_anew = numbered(request, 9, "device-1", kiosk.key);
  CHECK(right(numbered_anew));
  CHECK(numbered_anew.box == request.box);
  CHECK(numbered_anew.signature != request.signature);
}

TEST_CASE("a delivery and its answer read back, and garbage does not") {
  const Kiosk kiosk;
  const RequestDelivery delivery{{*kiosk.seal(Kiosk::content(), 1), *kiosk.seal(Kiosk::content(), 2)}};
  CHECK(parse<RequestDelivery>(to_json(delivery))->requests == delivery.requests);
  RequestsAnswer answer;
  for (const auto outcome : request_outcomes) answer.answers.push_back({7, outcome});
  CHECK(parse<RequestsAnswer>(to_json(answer))->answers == answer.answers);
  RequestDelivery full;
  for (std::size_t i = 0; i < most_requests_at_once; ++i) full.requests.push_back(delivery.requests.front());
  CHECK(parse<RequestDelivery>(to_json(full)));
  CHECK(to_json(full).size() < std::size_t{64} * 1024);
  full.requests.push_back(delivery.requests.front());
  CHECK_FALSE(parse<RequestDelivery>(to_json(full)));
  for (const char* body :
       {"", "{}", R"({"requests":[]})", R"({"requests":[{}]})", R"({"requests":[7]})",
        R"({"requests":[{"sequence":1,"made_at":1,"key_id":"AAAAAAAAAAAA","box":"AAAA","signature":"AAAA"}]})"}) {
    CAPTURE(body);
    CHECK_FALSE(parse<RequestDelivery>(body));
  }
  CHECK_FALSE(parse<RequestsAnswer>(R"({"answers":[{"sequence":1,"outcome":"sent"}]})"));
}
