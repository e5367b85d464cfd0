// Gateways that speak HTTP: the Italian REST dialect to the letter, and the one that is all configuration.
#include <boost/json.hpp>

#include "service/messaging/generic_http.h"
#include "service/messaging/italian_rest.h"
#include "tests/catch.h"
#include "tests/fakes/italian_gateway.h"
#include "tests/fakes/process.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace sportello::messaging;
using secret::SecretText;
using store::acts::Delivery;
using Kind = Refusal::Kind;
using namespace std::chrono_literals;

namespace {

Parcel sms(const std::string& id, const std::string& text = "IC Verdi: è 482913 \"€\"") {
  return {id, SecretText{"+393401111101"}, SecretText{text}, {}, ""};
}

ItalianRestOptions options_for(const ItalianGateway& fake, const std::string& password = ItalianGateway::password()) {
  return {"italian-rest", fake.url(), ItalianGateway::username(), SecretText{password}, "IC Verdi", "N", {}};
}

}  // namespace

TEST_CASE("the Italian dialect: one token for many messages, our id as the order's, renewed when it ends") {
  ItalianGateway fake;
  ItalianRestGateway gateway{options_for(fake)};
  const auto taken = gateway.send(sms("Aone"));
  REQUIRE(taken);
  CHECK(taken->receipt == "Aone");
  REQUIRE(gateway.send(sms("Atwo")));
  CHECK(fake.tokens_given() == 1);
  fake.end_tokens();
  REQUIRE(gateway.send(sms("Athree")));
  CHECK(fake.tokens_given() == 2);
  REQUIRE(fake.accepted().size() == 3);
  const auto first = fake.accepted().at(0);
  CHECK(first.order_id == "Aone");
  CHECK(first.to == "+393401111101");
  CHECK(first.sender == "IC Verdi");
  CHECK(first.text == "IC Verdi: è 482913 \"€\"");
  CHECK(fake.mistakes().empty());
  CHECK(gateway.was_taken("Aone") == Known::yes);
  CHECK(gateway.was_taken("Anone") == Known::no);
  fake.end_tokens();
  CHECK(gateway.was_taken("Aone") == Known::yes);
}

TEST_CASE("the Italian dialect: wrong password, KO, 200 to failures, no answer, an answer after the timeout's end") {
  ItalianGateway fake;
  CHECK(ItalianRestGateway{options_for(fake, "x")}.send(sms("Aone")).error().reason == "token_http_404");
  ItalianRestGateway gateway{options_for(fake)};
  REQUIRE(gateway.send(sms("Awarm")));
  fake.misbehave = [](bool& accept) {
    accept = false;
    return GatewayAnswer{201, R"({"result":"KO"})"};
  };
  CHECK(gateway.send(sms("Atwo")).error().reason == "result_not_ok");
  fake.misbehave = [](bool& accept) {
    accept = false;
    return GatewayAnswer{200, R"({"result":"OK"})"};
  };
  CHECK(gateway.send(sms("Athree")).error().reason == "http_200");
  fake.misbehave = [](bool& accept) {
    accept = false;
    return GatewayAnswer{201, R"({"result":"OK","order_id":"x","total_sent":0})"};
  };
  CHECK(gateway.send(sms("Afour")).error().reason == "none_sent");
  fake.misbehave = [](bool&) { return std::optional<GatewayAnswer>{}; };  // takes it, says nothing
  const auto silent = gateway.send(sms("Afive"));
  CHECK(silent.error().kind == Kind::unsure);
  CHECK(gateway.was_taken("Afive") == Known::yes);
  fake.misbehave = [](bool& accept) {
    accept = false;
    return GatewayAnswer{500, ""};
  };
  CHECK(gateway.send(sms("Asix")).error().kind == Kind::unsure);
  CHECK(gateway.was_taken("Asix") == Known::no);
  ItalianRestOptions nowhere = options_for(fake);
  nowhere.url = "http://127.0.0.1:" + std::to_string(free_port());
  CHECK(ItalianRestGateway{nowhere}.send(sms("Aseven")).error().kind == Kind::again);
}

TEST_CASE("the Italian dialect: every state is understood") {
  ItalianGateway fake;
  ItalianRestGateway gateway{options_for(fake)};
  REQUIRE(gateway.send(sms("Aone")));
  for (const auto* state : {"SCHEDULED", "WAITING", "SENT", "WAIT4DLVR"}) {
    fake.set_state(state);
    CHECK(gateway.told("Aone", "").value().delivery == Delivery::accepted);
  }
  fake.set_state("DLVRD");
  CHECK(gateway.told("Aone", "Aone").value().delivery == Delivery::delivered);
  for (const auto* state :
       {"ERROR", "TIMEOUT", "TOOM4NUM", "TOOM4USER", "UNKNPFX", "UNKNRCPT", "INVALIDDST", "BLACKLISTED", "KO"}) {
    fake.set_state(state);
    CAPTURE(state);
    CHECK(gateway.told("Aone", "").value().delivery == Delivery::bounced);
  }
  fake.set_state("NEW WORD");
  CHECK_FALSE(gateway.told("Aone", ""));
  CHECK_FALSE(gateway.told("Anone", ""));
}

TEST_CASE("the generic gateway: form or JSON, each authentication, success by status and by a field") {
  std::mutex mutex;
  std::vector<HttpRequest> seen;
  GatewayAnswer next{200, R"({"result":{"code":0},"id":"G-7"})"};
  const GatewayServer fake{[&](const HttpRequest& request) {
    const std::lock_guard lock{mutex};
    seen.push_back(request);
    return std::optional{next};
  }};
  GenericHttpOptions options;
  options.url = fake.url() + "/send";
  options.sender = "IC Verdi";
  options.body = {{"to", "{to}"}, {"msg", "{text}"}, {"ref", "{id}"}, {"from", "{sender}"}};
  options.id_field = "id";
  using Auth = GenericHttpOptions::Auth;
  options.secret = SecretText{"chi&ave"};

  SECTION("a form") {
    options.auth = Auth::body;
    options.auth_field = "key";
    CHECK(GenericHttpGateway{options}.send(sms("Aone", "è & 1")).value().receipt == "G-7");
    CHECK(seen.at(0).body == "from=IC%20Verdi&key=chi%26ave&msg=%C3%A8%20%26%201&ref=Aone&to=%2B393401111101");
  }
  SECTION("JSON") {
    options.encoding = GenericHttpOptions::Encoding::json;
    options.body = {{"message.text", "{text}"}, {"message.to[]", "{to}"}, {"ref", "{id}"}};
    options.auth = Auth::header;
    options.auth_field = "X-Api-Key";
    REQUIRE(GenericHttpGateway{options}.send(sms("Aone", "\"è\"")));
    CHECK(boost::json::parse(seen.at(0).body) ==
          boost::json::parse(R"({"message":{"text":"\"è\"","to":["+393401111101"]},"ref":"Aone"})"));
    CHECK(seen.at(0).headers.at("x-api-key") == "chi&ave");
  }
  SECTION("200 to a failure") {
    options.auth = Auth::basic;
    options.username = "u";
    options.success_field = "result.code";
    options.success_value = "0";
    GenericHttpGateway gateway{options};
    CHECK(gateway.send(sms("Aone")));
    CHECK(seen.at(0).headers.at("authorization").starts_with("Basic "));
    next = {200, R"({"result":{"code":17}})"};
    CHECK(gateway.send(sms("Atwo")).error().reason == "answer_not_ok");
    next = {200, "no JSON"};
    CHECK(gateway.send(sms("Atwo")).error().reason == "answer_not_ok");
    next = {403, ""};
    CHECK(gateway.send(sms("Atwo")).error().reason == "http_403");
    CHECK(gateway.was_taken("Aone") == Known::never);
  }
  SECTION("asked by its state URL") {
    options.state_url = fake.url() + "/state?id={id}";
    GenericHttpGateway gateway{options};
    CHECK(gateway.was_taken("A_-") == Known::yes);
    CHECK(seen.at(0).target == "/state?id=A_-");
    next = {404, ""};
    CHECK(gateway.was_taken("Aone") == Known::no);
    next = {503, ""};
    CHECK(gateway.was_taken("Aone") == Known::not_yet);
  }
}
