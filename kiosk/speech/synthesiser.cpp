#include "kiosk/speech/synthesiser.h"

#include <espeak-ng/espeak_ng.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "kiosk/speech/limits.h"
#include "kiosk/speech/stretch.h"

namespace sportello::speech {

namespace {

// espeak-ng hands sound to a plain function: where it goes stands here while something is said.
const Synthesiser::Sink* current_sink = nullptr;
bool stopped = false;
std::atomic<bool> in_use = false;

int take(short* samples, int count, espeak_EVENT* /*events*/) {
  if (samples == nullptr || count <= 0 || current_sink == nullptr) return stopped ? 1 : 0;
  if (!stopped) stopped = !(*current_sink)({samples, static_cast<std::size_t>(count)});
  return stopped ? 1 : 0;
}

// A word of each language in its own letters, and the voices to ask for, the best first. Names that espeak-ng itself
// resolves: it would also offer the voices of MBROLA, which are not in Debian's main archive.
struct Candidate {
  visit::Language language;
  std::string_view probe;
  std::array<std::string_view, 2> voices;
  std::string_view dictionary;
};
constexpr std::array<Candidate, visit::languages.size()> candidates = {{
    {visit::Language::it, "scuola", {"it", ""}, "it"},
    {visit::Language::en, "school", {"en-gb", "en"}, "en"},
    {visit::Language::ro, "școală", {"ro", ""}, "ro"},
    {visit::Language::sq, "shkollë", {"sq", ""}, "sq"},
    {visit::Language::ar, "مدرسة", {"ar", ""}, "ar"},
    // 1.51's "cmn" spells the pinyin of every syllable out in English (mended in 1.52); its second voice does not.
    {visit::Language::zh, "学校", {"cmn", "cmn-latn-pinyin"}, "cmn"},
    {visit::Language::uk, "школа", {"uk", ""}, "uk"},
    {visit::Language::fr, "école", {"fr-fr", "fr"}, "fr"},
    {visit::Language::es, "escuela", {"es", ""}, "es"},
    {visit::Language::ur, "اسکول", {"ur", ""}, "ur"},
    {visit::Language::bn, "স্কুল", {"bn", ""}, "bn"},
    {visit::Language::pa, "ਸਕੂਲ", {"pa", ""}, "pa"},
}};

std::size_t index_of(visit::Language language) {
  return static_cast<std::size_t>(std::ranges::find(visit::languages, language) - visit::languages.begin());
}

std::filesystem::path data_folder() {
  const char* folder = nullptr;
  espeak_Info(&folder);
  return folder == nullptr ? "" : folder;
}

std::string phonemes_now(std::string_view text) {
  const std::string copy{text};
  const void* rest = copy.c_str();
  std::string said;
  while (rest != nullptr) {
    const char* clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, 0);
    if (clause == nullptr) break;
    if (!said.empty()) said += ' ';
    said += clause;
  }
  return said;
}

// Once in a process: espeak-ng 1.51 waits for ever when it is ended a second time, so it never is.
bool library_started(const std::filesystem::path& data) {
  static std::optional<std::filesystem::path> started;
  if (started) return *started == data;
  espeak_ng_InitializePath(data.empty() ? nullptr : data.c_str());
  espeak_ng_ERROR_CONTEXT context = nullptr;
  const auto began = espeak_ng_Initialize(&context);
  espeak_ng_ClearErrorContext(&context);
  constexpr auto chunk = static_cast<int>(limits::chunk.count());
  if (began != ENS_OK || espeak_ng_InitializeOutput(ENOUTPUT_MODE_SYNCHRONOUS, chunk, nullptr) != ENS_OK)
    return false;
  espeak_SetSynthCallback(take);
  started = data;
  return true;
}

}  // namespace

std::expected<std::unique_ptr<Synthesiser>, std::string> Synthesiser::start(const std::filesystem::path& data) {
  if (in_use.exchange(true)) return std::unexpected("espeak-ng is in use already in this process");
  std::unique_ptr<Synthesiser> made{new Synthesiser};  // from here on its end gives espeak-ng free
  if (!library_started(data)) return std::unexpected("espeak-ng does not start: is espeak-ng-data installed?");
  made->sample_rate_ = espeak_ng_GetSampleRate();
  made->find_voices();
  return made;
}

Synthesiser::~Synthesiser() {
  if (sample_rate_ != 0) rinse();
  in_use = false;
}

// A voice is one that can be loaded, has its dictionary, and reads a word of its language without the English voice.
void Synthesiser::find_voices() {
  for (const auto& candidate : candidates) {
    if (!std::filesystem::exists(data_folder() / (std::string(candidate.dictionary) + "_dict"))) continue;
    for (const auto name : candidate.voices) {
      if (name.empty() || espeak_ng_SetVoiceByName(std::string(name).c_str()) != ENS_OK) continue;
      const auto said = phonemes_now(candidate.probe);
      if (said.empty() || said.find("(en") != std::string::npos) continue;
      voices_[index_of(candidate.language)] = name;
      break;
    }
  }
  chosen_.clear();
}

const std::optional<std::string>& Synthesiser::voice_of(visit::Language language) const {
  return voices_[index_of(language)];
}

bool Synthesiser::choose(visit::Language language) {
  const auto& voice = voice_of(language);
  if (!voice) return false;
  if (*voice == chosen_) return true;
  if (espeak_ng_SetVoiceByName(voice->c_str()) != ENS_OK) return false;
  chosen_ = *voice;
  return true;
}

void Synthesiser::set_pace(int words_per_minute) {
  espeak_ng_SetParameter(espeakRATE, std::max(words_per_minute, limits::slowest_synthesis), 0);
  espeak_ng_SetParameter(espeakVOLUME, limits::level, 0);
  espeak_ng_SetParameter(espeakPUNCTUATION, espeakPUNCT_NONE, 0);
  espeak_ng_SetParameter(espeakCAPITALS, 0, 0);
}

Said Synthesiser::run(const Sink& sink, const std::function<void()>& speak) {
  stopped = false;
  current_sink = &sink;
  speak();
  current_sink = nullptr;
  return stopped ? Said::stopped : Said::whole;
}

std::expected<Said, NoVoice> Synthesiser::words(visit::Language language, std::string_view text, int percent,
                                                const Sink& sink) {
  if (!choose(language)) return std::unexpected(NoVoice{language});
  const int pace = limits::words_per_minute * percent / 100;
  set_pace(pace);
  const std::string copy{text};
  const auto speak = [&copy] {
    espeak_ng_Synthesize(copy.c_str(), copy.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, nullptr);
  };
  if (pace >= limits::slowest_synthesis) return run(sink, speak);
  Stretch stretch{sample_rate_, static_cast<float>(limits::slowest_synthesis) / static_cast<float>(pace)};
  const auto stretched = run([&](std::span<const std::int16_t> sound) { return stretch.put(sound, sink); }, speak);
  if (stretched == Said::stopped) return Said::stopped;
  return stretch.finish(sink) ? Said::whole : Said::stopped;
}

std::expected<Said, NoVoice> Synthesiser::character(visit::Language language, char32_t character, int percent,
                                                    const Sink& sink) {
  if (!choose(language)) return std::unexpected(NoVoice{language});
  set_pace(limits::words_per_minute * percent / 100);
  return run(sink, [character] { espeak_ng_SpeakCharacter(static_cast<wchar_t>(character)); });
}

// espeak-ng reads some 800 bytes of a clause at a time (its N_TR_SOURCE) into buffers that it never clears: one
// clause that is longer goes through all of them before its first sound, and that sound is enough.
void Synthesiser::rinse() {
  if (!choose(visit::Language::en) && !choose(visit::Language::it)) return;
  std::string neutral;
  while (neutral.size() < 900) neutral += "one two three four five six seven eight nine ten ";
  const Sink none = [](std::span<const std::int16_t>) { return false; };
  run(none, [&neutral] {
    espeak_ng_Synthesize(neutral.c_str(), neutral.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr,
                         nullptr);
  });
}

std::string Synthesiser::phonemes(visit::Language language, std::string_view text) {
  return choose(language) ? phonemes_now(text) : "";
}

}  // namespace sportello::speech
