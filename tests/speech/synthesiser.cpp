// The voices: which languages have one, that each sounds like its own and none else, how fast they speak, that they
// stop when told.
#include "kiosk/speech/synthesiser.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "kiosk/speech/limits.h"
#include "tests/accessibility/clause.h"
#include "tests/fakes/temp_folder.h"
#include "tests/speech/measure.h"
#include "tests/speech/spoken.h"

using namespace sportello;
using namespace sportello::tests;
using speech::Said;
using speech::Synthesiser;
using visit::Language;

namespace {

std::unique_ptr<Synthesiser> started() {
  auto made = Synthesiser::start();
  REQUIRE(made);
  return std::move(*made);
}

Pcm said(Synthesiser& voice, Language language, std::string_view text, int percent = 100) {
  Pcm sound;
  const auto outcome = voice.words(language, text, percent, [&](auto part) {
    sound.insert(sound.end(), part.begin(), part.end());
    return true;
  });
  REQUIRE(outcome);
  CHECK(*outcome == Said::whole);
  return sound;
}

Pcm named(Synthesiser& voice, Language language, char32_t character) {
  Pcm sound;
  REQUIRE(voice.character(language, character, 100, [&](auto part) {
    sound.insert(sound.end(), part.begin(), part.end());
    return true;
  }));
  return sound;
}

// A sentence of the screens in five languages.
const std::map<Language, std::string> sentences = {
    {Language::it, "Avvicina la tessera sanitaria. Sul telefono ti arriva un codice."},
    {Language::en, "Hold up your health card. A code comes to your phone."},
    {Language::ar, "أظهر البطاقة الصحية. يصلك رمز على الهاتف."},
    {Language::zh, "请出示您的健康卡。验证码会发到您的手机。"},
    {Language::ur, "اپنا ہیلتھ کارڈ دکھائیں۔ آپ کے فون پر کوڈ آئے گا۔"},
};

}  // namespace

TEST_CASE("every language has a voice, which reads its words without the English one") {
  const auto voice = started();
  int voices = 0;
  for (const auto language : visit::languages) voices += voice->has_voice(language) ? 1 : 0;
  clause("5.1.3.14", "languages with a voice, of twelve", voices, "==", visit::languages.size());
  for (const auto& [language, text] : sentences) {
    const auto phonemes = voice->phonemes(language, text);
    INFO(visit::code_of(language) << ": " << phonemes);
    CHECK_FALSE(phonemes.empty());
    CHECK(phonemes.find("(en") == std::string::npos);
  }
}

TEST_CASE("each language is heard as its own: nearest to what espeak-ng's own program says in it") {
  const fakes::TempFolder folder;
  const auto voice = started();
  std::map<Language, Pcm> reference;
  for (const auto& [language, text] : sentences) {
    reference[language] = spoken_by_espeak(*voice->voice_of(language), text, folder.path());
  }
  double clearest = 1000;
  for (const auto& [language, text] : sentences) {
    const auto ours = said(*voice, language, text);
    const double own = unlikeness(ours, reference[language]);
    for (const auto& [other, sound] : reference) {
      if (other == language) continue;
      INFO(visit::code_of(language) << " " << own << " against " << visit::code_of(other) << " "
                                    << unlikeness(ours, sound));
      CHECK(unlikeness(ours, sound) > 2 * own);
      clearest = std::min(clearest, unlikeness(ours, sound) / own);
    }
  }
  clause("5.1.3.14", "how much nearer speech is to its own language than to any other, times", clearest, ">=", 2);
}

TEST_CASE("the same words sound otherwise in another voice") {
  const fakes::TempFolder folder;
  const auto voice = started();
  const std::string words = "Il codice arriva per messaggio sul telefono";
  const auto italian = spoken_by_espeak("it", words, folder.path());
  const auto ours = said(*voice, Language::it, words);
  const auto foreign = said(*voice, Language::en, words);
  CHECK(unlikeness(foreign, italian) > 2 * unlikeness(ours, italian));
}

TEST_CASE("seven paces, from half to twice the usual") {
  const auto voice = started();
  for (const auto& [language, text] : sentences) {
    const double usual = seconds(trimmed(said(*voice, language, text)));
    double before = 1e9;
    for (const int percent : speech::limits::rates) {
      const double now = seconds(trimmed(said(*voice, language, text, percent)));
      INFO(visit::code_of(language) << " at " << percent << " %: " << now << " s; usual " << usual << " s");
      CHECK(now < before);
      CHECK(now == Approx(usual * 100 / percent).epsilon(0.15));
      before = now;
    }
  }
}

TEST_CASE("the usual pace is 120 to 125 words a minute, of the kiosk's English texts with their pauses") {
  const auto voice = started();
  std::string prose;
  for (const auto& [key, text] : spoken_texts().all(Language::en)) {
    if (key.starts_with("privacy.") && key.ends_with("_how") && text.find('{') == std::string::npos)
      prose += text + " ";
  }
  const auto words = std::count(prose.begin(), prose.end(), ' ');
  REQUIRE(words > 80);
  const double pace = static_cast<double>(words) / (seconds(trimmed(said(*voice, Language::en, prose))) / 60);
  INFO(words << " words, " << pace << " a minute");
  clause("VVSG", "usual pace, words a minute, at least", pace, ">=", 120);
  clause("VVSG", "usual pace, words a minute, at most", pace, "<=", 125);
}

TEST_CASE("a listener that has enough stops the voice within one chunk") {
  const auto voice = started();
  int parts = 0;
  std::size_t longest = 0;
  const auto outcome = voice->words(Language::it, sentences.at(Language::it), 100, [&](auto part) {
    longest = std::max(longest, part.size());
    return ++parts < 3;
  });
  REQUIRE(outcome);
  CHECK(*outcome == Said::stopped);
  CHECK(parts == 3);
  CHECK(static_cast<double>(longest) / espeak_rate < 0.06);
  // And it speaks again.
  CHECK(seconds(trimmed(said(*voice, Language::it, "ciao"))) > 0.2);
}

TEST_CASE("characters are named, digits in the language, each otherwise") {
  const fakes::TempFolder folder;
  const auto voice = started();
  for (const auto language : {Language::it, Language::en, Language::ar, Language::zh, Language::ur}) {
    INFO(visit::code_of(language));
    for (const char32_t digit : std::u32string_view{U"0123456789"}) {
      const auto sound = trimmed(named(*voice, language, digit));
      CHECK(seconds(sound) > 0.1);
      CHECK(seconds(sound) < 1.2);
    }
    CHECK(unlikeness(named(*voice, language, U'5'), named(*voice, language, U'8')) >
          1.3 * unlikeness(named(*voice, language, U'5'), named(*voice, language, U'5')));
  }
  // In Italian five is "cinque", not "five".
  const auto cinque = spoken_by_espeak("it", "cinque", folder.path());
  CHECK(unlikeness(named(*voice, Language::it, U'5'), cinque) <
        unlikeness(named(*voice, Language::en, U'5'), cinque) / 1.5);
  for (const char32_t sign : std::u32string_view{U"!?-_.@&+#$%*=/:;,()"}) {
    INFO(static_cast<char>(sign));
    CHECK(seconds(trimmed(named(*voice, Language::it, sign))) > 0.1);
    CHECK(seconds(trimmed(named(*voice, Language::ur, sign))) > 0.1);
  }
}

TEST_CASE("there is one at a time, and one after the other") {
  for (int i = 0; i < 3; ++i) {
    const auto first = started();
    const auto second = Synthesiser::start();
    REQUIRE(!second);
    CHECK(second.error().find("in use") != std::string::npos);
    CHECK(seconds(trimmed(said(*first, Language::it, "ciao"))) > 0.2);
  }
}
