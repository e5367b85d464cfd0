// The kiosk's voice: says utterances on a thread of its own, stops at once, spells secrets only to who hears alone.
// Decides nothing of what is said; writes nothing of it anywhere.
//
// All functions return at once and may be called from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "kiosk/devices/sound.h"
#include "kiosk/speech/pcm.h"
#include "kiosk/speech/synthesiser.h"
#include "kiosk/speech/utterance.h"
#include "service/shared/secret/secret.h"

namespace sportello::speech {

enum class Ending {
  heard,        // to the end
  interrupted,  // by another utterance, by a stop, by the visit's end
  overheard,    // meant for who hears alone, and the headset was pulled: not one more word
  no_voice,     // the language has none: offer Italian or English
  no_sound,     // no device, or it died
};
std::string_view name_of(Ending ending);

// What became of one phrase. A secret's text is ‹secret›.
struct Told {
  visit::Language language = visit::Language::it;
  std::string text;
  Ending ending = Ending::heard;
  bool operator==(const Told&) const = default;
};

// For whom an utterance was composed: whoever stands near, or only who hears alone (narrator.h, Hearing).
enum class Ears { any, alone };

void wipe(Utterance& utterance);

// Whether letters differ by their size: in a password they do, in a codice fiscale not.
enum class Letters { told_apart, alike };

enum class When { now, after };  // ends what is being said, or waits for its end

struct NotAlone {};  // nobody wears a headset, and the guardian did not ask to hear secrets aloud

class Speaker {
 public:
  struct Hooks {  // called on the speaker's thread; none may call back but to say, stop or wake
    std::function<void(const Told&)> told;
    std::function<void(const secret::SecretText&)> spelled;  // to its end; for tests alone
    std::function<void(devices::Headset)> headset;           // it was plugged or pulled
    std::function<void(const std::optional<devices::SoundTrouble>&)>
        trouble;  // a device is lost; nothing: it is back
  };
  // `device` as of Sound::open. `capital`: the word before a capital letter, in a language.
  Speaker(std::unique_ptr<Synthesiser> synthesiser, std::unique_ptr<devices::Sound> sound, std::string device,
          std::function<std::string(visit::Language)> capital, Hooks hooks);
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  ~Speaker();

  [[nodiscard]] bool has_voice(visit::Language language) const { return synthesiser_->has_voice(language); }

  void say(Utterance utterance, Ears ears);   // ends what is being said
  void then(Utterance utterance, Ears ears);  // after it
  void stop();                                // silence within limits::silent_within
  // The last utterance again, from its beginning. False: there is none, it was secret, or others would hear it now.
  bool repeat();
  // Character by character. Never repeated by itself, never in the last utterance.
  std::expected<void, NotAlone> spell(secret::SecretText secret, visit::Language language, Letters letters,
                                      When when = When::now);

  [[nodiscard]] bool alone() const;  // who listens hears alone, or asked to hear everything aloud
  void hear_everything_aloud(bool chosen) { aloud_ = chosen; }
  [[nodiscard]] devices::Headset headset() const { return headset_; }
  // Also while a visit's end is still being wiped.
  [[nodiscard]] bool speaking() const { return speaking_; }

  // Steps of limits::gains and limits::rates. Volume is heard at once, pace from the next phrase on.
  int change_volume(int by);
  int change_rate(int by);
  [[nodiscard]] int volume() const { return volume_; }
  [[nodiscard]] int rate() const { return rate_; }

  // Silence; volume, pace and choices as they were before the first visit; the last utterance is wiped, the device
  // let go.
  void end_visit();

 private:
  struct Job {
    std::uint64_t turn = 0;
    Ears ears = Ears::any;
    Utterance words;
    secret::SecretText secret;  // or this
    visit::Language language = visit::Language::it;
    Letters letters = Letters::told_apart;
  };
  enum class Step { go_on, interrupted, overheard, no_voice, no_sound };

  void push(Job job, bool at_once);
  void run(const std::stop_token& stop);
  void perform(const Job& job, const std::stop_token& stop);
  Step say_phrase(const Job& job, const Phrase& phrase);
  Step spell_text(const Job& job, visit::Language language, std::string_view text, Letters letters);
  Step spell_secret(const Job& job);
  Step pause(const Job& job, std::chrono::milliseconds time);
  Step play(const Job& job, std::span<const std::int16_t> sound);
  Step wait_heard(const Job& job);
  Step outcome(const Job& job, const std::expected<Said, NoVoice>& said);
  bool ready();
  void look_for_headset(std::chrono::milliseconds not_before);
  void lose(devices::SoundTrouble trouble);
  void told(const Phrase& phrase, Step step) const;
  [[nodiscard]] bool interrupted(const Job& job) const { return turn_ != job.turn; }
  [[nodiscard]] bool overheard(const Job& job) const { return job.ears == Ears::alone && !alone(); }

  std::unique_ptr<Synthesiser> synthesiser_;
  std::unique_ptr<devices::Sound> sound_;
  std::string device_;
  std::function<std::string(visit::Language)> capital_;
  Hooks hooks_;

  std::atomic<std::uint64_t> turn_ = 0;  // of the utterance that may sound; another number: silence
  std::atomic<int> volume_, rate_;
  std::atomic<bool> aloud_ = false, speaking_ = false;
  std::atomic<devices::Headset> headset_ = devices::Headset::unknown;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> jobs_;
  Utterance last_;
  Ears last_ears_ = Ears::any;
  bool let_go_ = false;

  // Of the thread alone.
  PcmBuffer loud_;
  bool open_ = false;
  Step failed_ = Step::go_on;  // why the synthesiser was told to stop
  std::optional<devices::SoundTrouble> lost_;
  std::chrono::steady_clock::time_point tried_at_, looked_at_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sportello::speech
