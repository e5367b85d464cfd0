// Messages on the wire: what is written reads back the same, what is missing or wrong does not read.
#include "service/shared/wire/credentials.h"

#include "tests/catch.h"

using namespace sportello;
using namespace sportello::wire;

TEST_CASE("a visit's request and answer read back") {
  VisitRequest request{secret::SecretText{"RSSMRA80A01H501U"}, "it", {}};
  request.reply_key.fill(7);
  const auto read = parse<VisitRequest>(to_json(request));
  REQUIRE(read);
  CHECK(read->document.reveal() == "RSSMRA80A01H501U");
  CHECK(read->language == "it");
  CHECK(read->reply_key == request.reply_key);

  const VisitAnswer answer{"id-1", "K7-4M2", "67", {300, 60, 2, 3}};
  const auto back = parse<VisitAnswer>(to_json(answer));
  REQUIRE(back);
  CHECK(back->visit == "id-1");
  CHECK(back->phone_hint == "67");
  CHECK(back->code == answer.code);
}

TEST_CASE("a person reads back with everything") {
  Person person;
  person.grant = secret::SecretText{"grant"};
  person.given_name = "Maria Antonietta";
  person.pupils = {{"Zoë", "2ª B, media"}, {"Abdellatif", "1A"}};
  person.has_credentials = true;
  person.acts = {Act::reset_password, Act::issue};
  person.policy = {10, 128, true, true, true, true};
  person.commitments = {"2026-09", {"absences", "child"}};
  const auto read = parse<Person>(to_json(person));
  REQUIRE(read);
  CHECK(read->grant == person.grant);
  CHECK(read->given_name == person.given_name);
  CHECK(read->pupils == person.pupils);
  CHECK(read->has_credentials);
  CHECK(read->acts == person.acts);
  CHECK(read->policy == person.policy);
  CHECK(read->commitments == person.commitments);
}

TEST_CASE("credentials, with and without a PIN, read back") {
  Credentials credentials{secret::SecretText{"G1234567A"}, secret::SecretText{"482913"}, "67"};
  auto read = parse<Credentials>(to_json(credentials));
  REQUIRE(read);
  REQUIRE(read->pin);
  CHECK(read->pin->reveal() == "482913");
  CHECK(read->confirmation_hint == "67");
  credentials.pin.reset();
  credentials.confirmation_hint.clear();
  read = parse<Credentials>(to_json(credentials));
  REQUIRE(read);
  CHECK_FALSE(read->pin);

  const auto request = parse<CredentialsRequest>(
      to_json(CredentialsRequest{Act::reset_password, secret::SecretText{"Cavallo-4812"}, "2026-09"}));
  REQUIRE(request);
  CHECK(request->action == Act::reset_password);
  CHECK(request->password->reveal() == "Cavallo-4812");
}

TEST_CASE("enrolment, login, sealed answers and codes read back") {
  EnrolRequest enrol{"ABCD-EFGH", {}};
  enrol.key.fill(3);
  const auto enrol_read = parse<EnrolRequest>(to_json(enrol));
  REQUIRE(enrol_read);
  CHECK(enrol_read->key == enrol.key);
  CHECK(parse<EnrolAnswer>(to_json(EnrolAnswer{"d", "Istituto", {}}))->school_name == "Istituto");
  CHECK(parse<EnrolAnswer>(to_json(EnrolAnswer{"d", "Istituto", enrol.key}))->audit_key == enrol.key);
  CHECK(parse<DeviceAnswer>(to_json(DeviceAnswer{"Istituto", {}, true}))->school_name == "Istituto");
  const SignedHead head{{"RMIC817009", 7, 1'790'000'000, {}}, enrol.key, {}};
  const auto answer = parse<DeviceAnswer>(to_json(DeviceAnswer{"Istituto", head, false}));
  CHECK(answer->head == head);
  CHECK_FALSE(answer->agreed);
  CHECK_FALSE(answer->sealing_key);
  CHECK(parse<DeviceAnswer>(to_json(DeviceAnswer{"Istituto", head, true, enrol.key}))->sealing_key == enrol.key);
  CHECK_FALSE(parse<DeviceAnswer>(R"({"school_name":"Istituto","sealing_key":"AAAA"})"));
  CHECK(parse<HeartbeatRequest>(to_json(HeartbeatRequest{head, "went_back"}))->seen == head);
  CHECK_FALSE(parse<HeartbeatRequest>("{}")->seen);
  CHECK_FALSE(parse<HeartbeatRequest>(R"({"seen":"sportello-head-1 RMIC817009 x"})"));
  const auto login =
      parse<LoginRequest>(to_json(LoginRequest{"G1", secret::SecretText{"p"}, secret::SecretText{"1"}}));
  REQUIRE(login);
  CHECK(login->pin->reveal() == "1");
  CHECK(parse<LoginAnswer>(to_json(LoginAnswer{true, false}))->change_due);
  CHECK(parse<SealedAnswer>(to_json(SealedAnswer{{1, 2, 3}}))->box == secret::Bytes{1, 2, 3});
  CHECK(parse<CodeCheckRequest>(to_json(CodeCheckRequest{secret::SecretText{"012345"}}))->code.reveal() == "012345");
  CHECK(parse<CodeState>(to_json(CodeState{1, 2, 3, 4})) == CodeState{1, 2, 3, 4});
}

TEST_CASE("garbage of many kinds does not read") {
  for (const char* body : {"", "{}", "[]", "nonsense", R"({"document":1})", R"({"document":"x","language":"it"})",
                           R"({"document":"x","language":"it","reply_key":"AAAA"})",
                           R"({"document":"x","language":"it","reply_key":"????"})"}) {
    CAPTURE(body);
    CHECK_FALSE(parse<VisitRequest>(body));
    CHECK_FALSE(parse<Person>(body));
    CHECK_FALSE(parse<CredentialsRequest>(body));
  }
  CHECK_FALSE(parse<CredentialsRequest>(R"({"action":"steal","password":"x","commitments_version":"1"})"));
  CHECK_FALSE(parse_empty("{}"));  // no error
  CHECK(parse_empty(R"({"a":1})"));
  CHECK(parse_empty(""));
}

TEST_CASE("the composition rules name what is missing, in their order") {
  const PasswordPolicy policy{10, 64, true, true, true, true};
  using enum PasswordRule;
  CHECK(unmet_rules(policy, "Cavallo-4812").empty());
  CHECK(unmet_rules(policy, "") == std::vector{length, lower, upper, digit, symbol});
  CHECK(unmet_rules(policy, "cavallo-4812") == std::vector{upper});
  CHECK(unmet_rules(policy, "CAVALLO-4812") == std::vector{lower});
  CHECK(unmet_rules(policy, "Cavallo-blue") == std::vector{digit});
  CHECK(unmet_rules(policy, "Cavallo54812") == std::vector{symbol});
  CHECK(unmet_rules(policy, "Cava-4812") == std::vector{length});
  CHECK(unmet_rules(policy, "Cava-4812" + std::string(60, 'x')) == std::vector{too_long});
  CHECK(unmet_rules(policy, "Perché-481").empty());  // ten characters, eleven bytes
  CHECK(unmet_rules(policy, "Perché-48") == std::vector{length});
  CHECK(unmet_rules(PasswordPolicy{8, 64, false, false, false, false}, "        ").empty());
}
