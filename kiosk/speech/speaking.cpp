// The thread of the voice: takes an utterance, says it phrase by phrase, looks up every few milliseconds whether it
// still may.
#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/speech/limits.h"
#include "kiosk/speech/speaker.h"
#include "kiosk/speech/spoken_text.h"
#include "kiosk/widgets/layout_record.h"

namespace sportello::speech {

using Clock = std::chrono::steady_clock;
using devices::Headset;
using devices::SoundTrouble;

void Speaker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::optional<Job> job;
    bool let_go = false;
    {
      std::unique_lock lock{mutex_};
      if (jobs_.empty() && !let_go_) speaking_ = false;
      // A job that was pushed and taken back before it was seen leaves `speaking_` behind: it is looked at again.
      changed_.wait_for(lock, stop, limits::headset_glance,
                        [this] { return !jobs_.empty() || let_go_ || speaking_; });
      let_go = std::exchange(let_go_, false);
      if (!jobs_.empty()) {
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
    }
    if (let_go) {
      if (open_) sound_->close();
      open_ = false;
      synthesiser_->rinse();  // the next guardian finds no name of the last in it
      loud_.wipe();
    }
    look_for_headset(limits::headset_glance);
    if (lost_) ready();
    if (!job) continue;
    perform(*job, stop);
    wipe(job->words);
  }
  if (open_) sound_->close();
}

void Speaker::perform(const Job& job, const std::stop_token& stop) {
  if (interrupted(job) || stop.stop_requested()) return;
  auto step = Step::go_on;
  if (!job.secret.empty()) {
    step = spell_secret(job);
    if (step == Step::go_on) step = wait_heard(job);
    if (step == Step::go_on && hooks_.spelled) hooks_.spelled(job.secret);
    told({job.language, std::string(widgets::secret_label), true, {}}, step);
  } else {
    for (std::size_t i = 0; i < job.words.size(); ++i) {
      const auto& phrase = job.words[i];
      step = say_phrase(job, phrase);
      if (step == Step::go_on)
        step = i + 1 < job.words.size() ? pause(job, limits::between_phrases) : wait_heard(job);
      told(phrase, step);
      if (step == Step::no_voice) step = Step::go_on;  // the next phrase may be of another language
      if (step != Step::go_on) break;
    }
  }
  if (step != Step::go_on && open_) sound_->drop();
  if (!job.secret.empty()) {
    loud_.wipe();
    synthesiser_->rinse();
  }
}

Speaker::Step Speaker::say_phrase(const Job& job, const Phrase& phrase) {
  if (overheard(job)) return Step::overheard;
  if (!synthesiser_->has_voice(phrase.language)) return Step::no_voice;
  if (!ready()) return Step::no_sound;
  if (phrase.spelled) return spell_text(job, phrase.language, phrase.text, Letters::told_apart);
  failed_ = Step::go_on;
  const auto text = std::string_view(phrase.text).substr(0, limits::longest_text);
  return outcome(job,
                 synthesiser_->words(phrase.language, text, limits::rates[static_cast<std::size_t>(rate_.load())],
                                     [&](auto sound) { return play(job, sound) == Step::go_on; }));
}

Speaker::Step Speaker::outcome(const Job& job, const std::expected<Said, NoVoice>& said) {
  if (!said) return Step::no_voice;
  if (*said == Said::stopped) return failed_ == Step::go_on ? Step::interrupted : failed_;
  return interrupted(job) ? Step::interrupted : Step::go_on;
}

// One call of the synthesiser for each character: a secret never stands in its memory as a whole.
Speaker::Step Speaker::spell_text(const Job& job, visit::Language language, std::string_view text, Letters letters) {
  const int percent = limits::rates[static_cast<std::size_t>(rate_.load())];
  const auto slower = [percent](std::chrono::milliseconds time) { return time * 100 / percent; };
  const auto sink = [&](std::span<const std::int16_t> sound) { return play(job, sound) == Step::go_on; };
  std::size_t index = 0;
  for (std::size_t at = 0; at < text.size();) {
    auto end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    const auto one = spelled(text.substr(at, end - at));
    at = end;
    if (one.empty()) continue;
    const bool group_ends = index > 0 && index % limits::group == 0;
    if (index > 0) {
      const auto wait = pause(job, slower(group_ends ? limits::between_groups : limits::between_characters));
      if (wait != Step::go_on) return wait;
    }
    ++index;
    failed_ = Step::go_on;
    const auto character = one.front();
    if (character.capital && letters == Letters::told_apart) {
      const auto step = outcome(job, synthesiser_->words(language, capital_(language), percent, sink));
      if (step != Step::go_on) return step;
    }
    // espeak-ng's Mandarin reads Latin letters as pinyin; people say them in English.
    const bool latin = character.character < 0x80 && (character.character < '0' || character.character > '9');
    const auto voice = language == visit::Language::zh && latin && synthesiser_->has_voice(visit::Language::en)
                           ? visit::Language::en
                           : language;
    const auto step = outcome(job, synthesiser_->character(voice, character.character, percent, sink));
    if (step != Step::go_on) return step;
  }
  return Step::go_on;
}

Speaker::Step Speaker::spell_secret(const Job& job) {
  look_for_headset(std::chrono::milliseconds{0});
  if (overheard(job)) return Step::overheard;
  if (!synthesiser_->has_voice(job.language)) return Step::no_voice;
  if (!ready()) return Step::no_sound;
  return spell_text(job, job.language, job.secret.reveal(), job.letters);
}

Speaker::Step Speaker::pause(const Job& job, std::chrono::milliseconds time) {
  static constexpr std::array<std::int16_t, 256> silence{};
  auto left = static_cast<std::size_t>(synthesiser_->sample_rate() * time.count() / 1000);
  while (left > 0) {
    const auto now = std::min(left, silence.size());
    if (const auto step = play(job, std::span{silence}.first(now)); step != Step::go_on) return step;
    left -= now;
  }
  return Step::go_on;
}

// Hands sound on at the device's own pace, and knows within write()'s 20 ms that it must stop.
Speaker::Step Speaker::play(const Job& job, std::span<const std::int16_t> sound) {
  const auto fail = [this](Step step) { return failed_ = step; };
  auto moved_at = Clock::now();
  while (!sound.empty()) {
    const auto part = sound.first(std::min(sound.size(), loud_.all().size()));
    const auto loud = loud_.all().first(part.size());
    amplify(part, limits::gains[static_cast<std::size_t>(volume_.load())], loud);
    if (interrupted(job)) return fail(Step::interrupted);
    look_for_headset(limits::headset_look);
    if (overheard(job)) return fail(Step::overheard);
    const auto taken = sound_->write(loud);
    if (!taken) {
      lose(taken.error());
      return fail(Step::no_sound);
    }
    sound = sound.subspan(std::min(*taken, part.size()));
    if (*taken > 0) {
      moved_at = Clock::now();
    } else if (Clock::now() - moved_at > limits::stalled_after) {
      lose(SoundTrouble::stalled);
      return fail(Step::no_sound);
    }
  }
  return Step::go_on;
}

Speaker::Step Speaker::wait_heard(const Job& job) {
  if (!open_) return Step::no_sound;
  sound_->finish();
  const auto patience = Clock::now() + limits::stalled_after;
  for (;;) {
    if (interrupted(job)) return Step::interrupted;
    look_for_headset(limits::headset_look);
    if (overheard(job)) return Step::overheard;
    const auto left = sound_->latency();
    if (!left) {
      lose(left.error());
      return Step::no_sound;
    }
    if (*left <= std::chrono::milliseconds{0} || Clock::now() > patience) return Step::go_on;
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, std::min(*left, std::chrono::duration_cast<std::chrono::milliseconds>(limits::chunk)),
                      [&] { return interrupted(job); });
  }
}

bool Speaker::ready() {
  if (open_) return true;
  const auto now = Clock::now();
  if (lost_ && now - tried_at_ < limits::try_again) return false;
  tried_at_ = now;
  const auto opened = sound_->open(device_, {.rate = synthesiser_->sample_rate(), .channels = 1});
  if (!opened) {
    if (lost_ != opened.error()) {
      lost_ = opened.error();
      if (hooks_.trouble) hooks_.trouble(lost_);
    }
    return false;
  }
  open_ = true;
  if (lost_) {
    lost_.reset();
    if (hooks_.trouble) hooks_.trouble(std::nullopt);
  }
  return true;
}

void Speaker::lose(SoundTrouble trouble) {
  sound_->close();
  open_ = false;
  lost_ = trouble;
  tried_at_ = Clock::now();
  if (hooks_.trouble) hooks_.trouble(lost_);
}

void Speaker::look_for_headset(std::chrono::milliseconds not_before) {
  const auto now = Clock::now();
  if (now - looked_at_ < not_before) return;
  looked_at_ = now;
  const auto seen = sound_->headset();
  if (headset_.exchange(seen) != seen && hooks_.headset) hooks_.headset(seen);
}

void Speaker::told(const Phrase& phrase, Step step) const {
  if (!hooks_.told) return;
  const auto ending = [step] {
    switch (step) {
      case Step::go_on: return Ending::heard;
      case Step::interrupted: return Ending::interrupted;
      case Step::overheard: return Ending::overheard;
      case Step::no_voice: return Ending::no_voice;
      case Step::no_sound: return Ending::no_sound;
    }
    return Ending::no_sound;
  }();
  hooks_.told({phrase.language, phrase.text, ending});
}

}  // namespace sportello::speech
