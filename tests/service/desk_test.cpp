// The desk's rules, with time and chance as arguments.
#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>

#include "service/desk/composed.h"
#include "service/desk/decoy.h"
#include "service/desk/names.h"
#include "service/desk/one_time_code.h"
#include "service/desk/opening.h"
#include "service/desk/password_policy.h"
#include "service/desk/profile.h"
#include "service/desk/reference.h"
#include "tests/catch.h"

using namespace sportello;
using namespace sportello::desk;

namespace {

constexpr Time start{std::chrono::seconds{1'790'000'000}};
const secret::Bytes key(32, 7);

// Any generator will do here: what is drawn must be right whatever it gives.
Random system_random() {
  return [engine = std::make_shared<std::mt19937>(std::random_device{}())](std::uint32_t below) {
    return static_cast<std::uint32_t>((*engine)() % below);
  };
}

Profile classeviva() {
  Profile profile;
  profile.id = "classeviva";
  profile.name = "ClasseViva";
  profile.user_code_pattern = "G#######@";
  profile.password = {10, 128, true, true, true, true};
  profile.pin = PinUse::optional;
  profile.pin_digits = 6;
  profile.commitments = {"2026-09", {"absences"}};
  return profile;
}

CodeState sent() { return send({}, 1, start).value(); }

}  // namespace

TEST_CASE("a code is six digits, bound to visit, issue and key") {
  std::set<std::string> codes;
  for (int issue = 1; issue <= 200; ++issue) {
    const auto code = derive_code(key, "visit-1", CodePurpose::visit, issue);
    CHECK(code.size() == 6);
    CHECK(std::ranges::all_of(code.reveal(), [](char c) { return c >= '0' && c <= '9'; }));
    CHECK(code == derive_code(key, "visit-1", CodePurpose::visit, issue));
    codes.insert(std::string{code.reveal()});
  }
  CHECK(codes.size() > 195);
  CHECK_FALSE(derive_code(key, "visit-1", CodePurpose::visit, 1) ==
              derive_code(key, "visit-2", CodePurpose::visit, 1));
  CHECK_FALSE(derive_code(key, "visit-1", CodePurpose::visit, 11) ==
              derive_code(key, "visit-11", CodePurpose::visit, 1));
  CHECK_FALSE(derive_code(key, "visit-1", CodePurpose::visit, 1) ==
              derive_code(secret::Bytes(32, 8), "visit-1", CodePurpose::visit, 1));
}

TEST_CASE("codes spread evenly over their first digit") {
  std::map<char, int> counts;
  for (int issue = 1; issue <= 20'000; ++issue)
    ++counts[derive_code(key, "v", CodePurpose::visit, issue).reveal()[0]];
  REQUIRE(counts.size() == 10);
  for (const auto& [digit, count] : counts) {
    CAPTURE(digit);
    CHECK(count > 1'800);  // 2,000 expected, deviation 42: five of them
    CHECK(count < 2'200);
  }
}

TEST_CASE("the first code lives five minutes with three tries") {
  const auto code = sent();
  CHECK(code.issue == 1);
  CHECK(shown(code, start) == wire::CodeState{300, 60, 2, 3});
  CHECK(shown(code, start + 61s) == wire::CodeState{239, 0, 2, 3});
  CHECK(shown(code, start + 400s) == wire::CodeState{0, 0, 2, 3});
}

TEST_CASE("a resend waits a minute and is the same code") {
  const auto code = sent();
  const auto soon = send(code, 1, start + 59s);
  REQUIRE_FALSE(soon);
  CHECK(soon.error() == SendRefusal{SendRefusal::Kind::too_soon, 1s});
  const auto again = send(code, 1, start + 60s);
  REQUIRE(again);
  CHECK(again->issue == 1);
  CHECK(again->expires_at == code.expires_at);
  CHECK(again->sends == 2);
}

TEST_CASE("with less than two minutes left a new code is made") {
  auto code = sent();
  code.tries = 1;
  CHECK(send(code, 2, start + 180s)->issue == 1);
  const auto fresh = send(code, 2, start + 181s);
  REQUIRE(fresh);
  CHECK(fresh->issue == 2);
  CHECK(fresh->key_version == 2);
  CHECK(fresh->tries == 0);
  CHECK(fresh->expires_at == start + 181s + code_life);
}

TEST_CASE("with its tries spent a new code is made") {
  auto code = sent();
  code.tries = tries_per_code;
  CHECK(send(code, 1, start + 60s)->issue == 2);
}

TEST_CASE("the fourth send of a visit is refused, however late") {
  auto code = sent();
  code = send(code, 1, start + 60s).value();
  code = send(code, 1, start + 120s).value();
  CHECK(shown(code, start + 120s).sends_left == 0);
  const auto fourth = send(code, 1, start + 1000s);
  REQUIRE_FALSE(fourth);
  CHECK(fourth.error().kind == SendRefusal::Kind::sends_spent);
}

TEST_CASE("tries are spent one by one and not after the end") {
  auto code = sent();
  for (int i = 0; i < tries_per_code; ++i) code = spend_try(code, start + 10s).value();
  CHECK(spend_try(code, start + 10s).error() == TryRefusal::tries_spent);
  CHECK(spend_try(sent(), start + 299s));
  CHECK(spend_try(sent(), start + 300s).error() == TryRefusal::expired);
  CHECK(spend_try({}, start).error() == TryRefusal::expired);
}

TEST_CASE("a decoy's hint is two digits, stable, and spread like real ones") {
  const secret::Bytes document(32, 1);
  CHECK(decoy_phone_hint(key, "s", document) == decoy_phone_hint(key, "s", document));
  std::set<std::string> hints;
  for (int i = 0; i < 2'000; ++i) {
    secret::Bytes one(32, 0);
    one[0] = static_cast<std::uint8_t>(i);
    one[1] = static_cast<std::uint8_t>(i >> 8);
    const auto hint = decoy_phone_hint(key, "s", one);
    REQUIRE(hint.size() == 2);
    hints.insert(hint);
  }
  CHECK(hints.size() == 100);
  CHECK(decoy_phone_index(key, "a", document) != decoy_phone_index(key, "b", document));
}

TEST_CASE("a message leaves only for an adult on file with a phone of an allowed country") {
  OpeningFacts facts;
  facts.on_file = true;
  facts.phone = "+393331234567";
  const SendingRules rules;
  CHECK_FALSE(withhold(facts, rules));
  SECTION("unknown") {
    facts = {};
    CHECK(withhold(facts, rules) == Withheld::unknown);
  }
  SECTION("no phone") {
    facts.phone.reset();
    CHECK(withhold(facts, rules) == Withheld::no_phone);
  }
  SECTION("blocked") {
    facts.blocked = true;
    CHECK(withhold(facts, rules) == Withheld::blocked);
  }
  SECTION("locked") {
    facts.locked = true;
    CHECK(withhold(facts, rules) == Withheld::locked);
  }
  SECTION("a pupil's own card") {
    facts.minor = true;
    CHECK(withhold(facts, rules) == Withheld::minor);
  }
  SECTION("a grown-up pupil, whatever else is on file") {
    facts.pupil = true;
    CHECK(withhold(facts, rules) == Withheld::pupil);
    facts.on_file = false;
    CHECK(withhold(facts, rules) == Withheld::pupil);
  }
  SECTION("country") {
    facts.phone = "+40721234567";
    CHECK(withhold(facts, rules) == Withheld::country);
    SendingRules wide;
    wide.countries = {"+39", "+40"};
    CHECK_FALSE(withhold(facts, wide));
  }
}

TEST_CASE("user codes follow their pattern") {
  const auto profile = classeviva();
  std::set<std::string> codes;
  for (int i = 0; i < 500; ++i) {
    const auto code = fill_user_code(profile.user_code_pattern, {}, system_random());
    REQUIRE(code.size() == 9);
    CHECK(code[0] == 'G');
    CHECK(std::ranges::all_of(code.substr(1, 7), [](char c) { return c >= '0' && c <= '9'; }));
    CHECK((code[8] >= 'A' && code[8] <= 'Z'));
    CHECK(code[8] != 'I');
    CHECK(code[8] != 'O');
    codes.insert(code);
  }
  CHECK(codes.size() == 500);
}

TEST_CASE("weak PINs are drawn again") {
  auto drawn = std::vector<std::uint32_t>{};
  const auto script = GENERATE(as<std::string>{}, "111111", "123456", "987654", "121212");
  for (const char c : script + "482913") drawn.push_back(static_cast<std::uint32_t>(c - '0'));
  std::size_t at = 0;
  const auto pin = make_pin(classeviva(), [&](std::uint32_t) { return drawn.at(at++); });
  CHECK(pin.reveal() == "482913");
  auto without = classeviva();
  without.pin = PinUse::none;
  CHECK(make_pin(without, system_random()).empty());
}

TEST_CASE("a profile that cannot work is named") {
  CHECK_FALSE(mistake_in(classeviva()));
  const std::vector<std::function<void(Profile&)>> mistakes = {
      [](Profile& p) { p.name.clear(); },
      [](Profile& p) { p.user_code_pattern = "G###"; },
      [](Profile& p) { p.user_code_pattern = std::string(40, '#'); },
      [](Profile& p) { p.password.min_length = 4; },
      [](Profile& p) { p.password.max_length = 20; },
      [](Profile& p) { p.pin_digits = 2; },
      [](Profile& p) { p.pin = PinUse::none; },
      [](Profile& p) { p.pupil_user_code_pattern = "S#"; },
      [](Profile& p) { p.guardian_mail_pattern = "fam"; },
      [](Profile& p) { p.pupil_mail_pattern = "{surname}@school"; },
      [](Profile& p) { p.change_at_first_login = true; },  // of a chosen password
      [](Profile& p) { p.pin_renewable = false; },         // and nothing replaces the set
      [](Profile& p) { p.access = {{"parent", "2027-01-15", wire::Access::both}}; },
      [](Profile& p) { p.access = {{"guardian", "2027-02-29", wire::Access::both}}; },
      [](Profile& p) { p.commitments.version.clear(); },
      [](Profile& p) { p.commitments.items.clear(); },
  };
  for (const auto& mistake : mistakes) {
    auto profile = classeviva();
    mistake(profile);
    CHECK(mistake_in(profile));
  }
}

TEST_CASE("common passwords are covered bare and thinly dressed") {
  const auto common = CommonPasswords::from_lines("Password\r\nelephant\nqwerty123\n\nabc\nzebra\npassword\n");
  CHECK(common.size() == 4);  // abc is too short to count
  for (const char* password :
       {"password", "PASSWORD", "Password1!", "1!Password", "2024zebra", "qwerty123", "Elephant!481"}) {
    CAPTURE(password);
    CHECK(common.covers(password));
  }
  for (const char* password : {"", "abc", "Elephant!48291", "passwordelephant", "Pass-word1", "1234567890"}) {
    CAPTURE(password);
    CHECK_FALSE(common.covers(password));
  }
  CHECK_FALSE(CommonPasswords{}.covers("password"));
}

TEST_CASE("a password must not hold what others know of the person") {
  const wire::PasswordPolicy policy{8, 128, false, false, false, false};
  PersonalWords personal;
  for (const char* word : {"D'Angelo", "Maria Antonietta", "DNGMNT85T71F205Y", "G1234567A", "RMIC817009", "Re"}) {
    personal.words.emplace_back(word);
  }
  const auto rules = [&](std::string_view password) { return broken_rules(policy, {}, personal, password); };
  for (const char* password : {"xxDANGELOxx", "d'angelo-2024", "MARIA-7-verde", "verde.antonietta",
                               "dngmnt85t71f205y", "xg1234567ax", "rmic817009!", "d-a-n-g-e-l-o"}) {
    CAPTURE(password);
    CHECK(rules(password) == std::vector{wire::PasswordRule::personal});
  }
  for (const char* password : {"cavallo-4812", "tre-re-verdi", "angolo-blu-7"}) {
    CAPTURE(password);
    CHECK(rules(password).empty());
  }
}

TEST_CASE("accents typed as two characters count as one, as they will be hashed") {
  const wire::PasswordPolicy policy{10, 64, false, false, false, false};
  const PersonalWords personal{{secret::SecretText{std::string_view{"Nicol\u00f2"}}}};
  CHECK(broken_rules(policy, {}, {}, "Perche\u0301-48") == std::vector{wire::PasswordRule::length});
  CHECK(broken_rules(policy, {}, personal, "Mare-Nicolo\u0300-48") == std::vector{wire::PasswordRule::personal});
  CHECK(composed("plain").reveal() == "plain");
  CHECK(composed("e\u0301").reveal() == "\u00e9");
  CHECK(composed("\ufb01").reveal() == "\ufb01");  // a ligature stays one: only the spelling changes, no letter
}

TEST_CASE("broken rules come in one order: composition, common, personal") {
  const auto listed = CommonPasswords::from_lines("rossi\n");
  PersonalWords words;
  words.words.emplace_back("Rossi");
  using enum wire::PasswordRule;
  CHECK(broken_rules(classeviva().password, listed, words, "rossi") ==
        std::vector{length, upper, digit, symbol, common, personal});
}

TEST_CASE("what is read aloud has no look-alikes") {
  for (int i = 0; i < 200; ++i) {
    const auto reference = make_reference(system_random());
    REQUIRE(reference.size() == 6);
    CHECK(reference[2] == '-');
    CHECK(reference.find_first_of("0O1IL5S8BZ") == std::string::npos);
    const auto code = make_enrol_code(system_random());
    CHECK(code.size() == 19);
    CHECK(tidy_enrol_code(code) == code);
    auto typed = code;
    std::ranges::replace(typed, '-', ' ');
    std::ranges::transform(typed, typed.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    CHECK(tidy_enrol_code(typed) == code);
  }
}
