// What a label becomes before it is said: invisible marks go, codes and telephone numbers are spelled, names are left
// out where others hear.
#include "kiosk/speech/spoken_text.h"

#include "tests/catch.h"
#include "tests/speech/spoken.h"

using namespace sportello;
using speech::cleaned;
using speech::flat;
using speech::phrases_of;
using speech::spelled;
using speech::without;
using visit::Language;

TEST_CASE("what is only for the eye goes") {
  CHECK(cleaned("registro\u200b@collesereno\u200b.example") == "registro@collesereno.example");
  CHECK(cleaned("10:30\u2060–\u206012:30") == "10:30–12:30");
  CHECK(cleaned("\u2068Mario\u2069 ،") == "Mario ،");
  CHECK(cleaned("Step 3 of 5 · Choice") == "Step 3 of 5, Choice");
  CHECK(cleaned("  two   spaces ") == "two spaces");
  CHECK(cleaned("06 5550 1236\nregistro@x.example\ndalle 8") == "06 5550 1236. registro@x.example. dalle 8");
  CHECK(cleaned("ਸਿਹਤ ਕਾਰਡ") == "ਸਿਹਤ ਕਾਰਡ");
  CHECK(cleaned("\xff\xfe ok \xc3") == "ok");
  CHECK(cleaned("").empty());
}

TEST_CASE("telephone numbers, codes and single characters are spelled; quantities, times and classes are not") {
  const auto said = [](std::string_view label, Language language = Language::en) {
    return flat(phrases_of(label, language));
  };
  CHECK(said("Or call: 06 5550 1234") == "Or call: [06 5550 1234]");
  CHECK(said("Call 06 5550 1234. It is free.") == "Call [06 5550 1234] It is free.");
  CHECK(said("+39 333 1234567") == "[+39 333 1234567]");
  CHECK(said("Say this code: K7-2M4P") == "Say this code: [K7-2M4P]");
  CHECK(said("Say this code: K7–4M2") == "Say this code: [K7–4M2]");
  CHECK(said("RMIC817009") == "[RMIC817009]");
  CHECK(said("It works for 72 hours") == "It works for 72 hours");
  CHECK(said("10 characters or more") == "10 characters or more");
  CHECK(said("From 10:30–12:30") == "From 10:30–12:30");
  CHECK(said("3A, primaria") == "3A, primaria");
  CHECK(said("It was 2026 then") == "It was 2026 then");
  CHECK(said("123456") == "[123456]");
  CHECK(said("g") == "[g]");
  CHECK(said("@") == "[@]");
  CHECK(said("…").find("[") == 0);  // one character
  CHECK(said("").empty());
  CHECK(said(" \u200b ").empty());
}

TEST_CASE("words in Latin letters among those of another script have a voice of their own") {
  const auto phrases = phrases_of("输入短信SMS里的6位数字，再按tessera sanitària 4（", Language::zh);
  REQUIRE(phrases.size() == 4);
  CHECK(phrases[0] == speech::Phrase{Language::zh, "输入短信", false});
  CHECK(phrases[1] == speech::Phrase{Language::en, "SMS", false});
  CHECK(phrases[2] == speech::Phrase{Language::zh, "里的6位数字，再按", false});
  CHECK(phrases[3] == speech::Phrase{Language::it, "tessera sanitària 4（", false});
  for (const auto language : {Language::ar, Language::ur, Language::uk, Language::bn, Language::pa}) {
    const auto two = phrases_of("код SPID", language);
    REQUIRE(two.size() == 2);
    CHECK(two[0].language == language);
    CHECK(two[1].language == Language::en);
  }
  CHECK(phrases_of("SMS arriva", Language::it).size() == 1);
}

TEST_CASE("a value is left out as a whole word only, and the sentence closes over it") {
  CHECK(without("Hello, Mario. What do you need?", {"Mario"}) == "Hello. What do you need?");
  CHECK(without("Done, Mario: you have it", {"Mario"}) == "Done: you have it");
  CHECK(without("Also Al", {"Al"}) == "Also");
  CHECK(without("It ends in 47", {"47"}) == "It ends in");
  CHECK(without("Room 147", {"47"}) == "Room 147");
  CHECK(without("Maria Antonietta e Maria", {"Maria Antonietta", "Maria"}) == "e");
  CHECK(without("a…@example.org", {"a…@example.org"}).empty());
  CHECK(without("\u2068Sofia\u2069 مرحبا", {"Sofia"}) == "مرحبا");
  CHECK(without("您好，Mario。请选择", {"Mario"}) == "您好，。请选择");
  CHECK(without("Nothing here", {}) == "Nothing here");
  CHECK(without("Nothing here", {""}) == "Nothing here");
}

TEST_CASE("characters: small and capital told apart, accents too, what is no letter as it is") {
  using speech::SpelledCharacter;
  const auto all = spelled("aA1 Éß!ب学");
  REQUIRE(all.size() == 8);
  CHECK(all[0] == SpelledCharacter{U'a', false});
  CHECK(all[1] == SpelledCharacter{U'a', true});
  CHECK(all[2] == SpelledCharacter{U'1', false});
  CHECK(all[3] == SpelledCharacter{U'é', true});
  CHECK(all[4] == SpelledCharacter{U'ß', false});
  CHECK(all[5] == SpelledCharacter{U'!', false});
  CHECK(all[7] == SpelledCharacter{U'学', false});
  CHECK(spelled("\xff\xc3").empty());
  CHECK(spelled("").empty());
}

TEST_CASE("the words that are only heard exist in every language, each its own") {
  const auto words = tests::spoken_words();
  for (const auto language : visit::languages) {
    INFO(visit::code_of(language));
    const auto role = words.role(language);
    for (const auto& text :
         {role.button, role.checkbox, role.choice, words.ticked(language, true), words.ticked(language, false),
          words.chosen(language), words.unavailable(language), words.available(language), words.covered(language),
          words.capital(language), words.keys_covered(language), words.personal_covered(language),
          words.headset(language, true), words.headset(language, false), words.no_voice(language)}) {
      CHECK_FALSE(text.empty());
      CHECK(text.find("⟦") == std::string::npos);
    }
    CHECK(words.ticked(language, true) != words.ticked(language, false));
    CHECK(words.headset(language, true) != words.headset(language, false));
    for (const auto& text :
         {words.place(language, 21, 34), words.typed(language, 21, 34), words.volume(language, 21, 34)}) {
      CHECK(text.find("21") != std::string::npos);
      CHECK(text.find("34") != std::string::npos);
    }
    CHECK(words.pace(language, 175).find("175") != std::string::npos);
  }
}
