#include "kiosk/voice.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "kiosk/devices/alsa_sound.h"
#include "kiosk/speech/limits.h"
#include "kiosk/speech/personal.h"
#include "service/shared/log/log.h"

namespace sportello::kiosk {

using devices::Headset;
using speech::Ears;
using speech::Utterance;

namespace {

// How often is looked for a headset where there is no card that could tell.
constexpr auto seldom = std::chrono::seconds{5};

void add(Utterance& to, Utterance more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// A passing notice stands in the place of the title or the school's name: these are no news when it goes.
void keep_header(const speech::Scene& before, speech::Scene& now) {
  const auto there = [&now](std::string_view id) {
    return std::ranges::find(now.entries, id, &widgets::Recorded::id) != now.entries.end();
  };
  if (before.screen != now.screen || !there("notice")) return;
  for (const auto& entry : before.entries) {
    const bool header = entry.id == "title" || entry.id.starts_with("header.");
    if (header && !there(entry.id)) now.entries.push_back(entry);
  }
}

}  // namespace

std::string control_of(std::string_view device) {
  const auto colon = device.find(':');
  if (colon == device.npos) return std::string{device == "default" ? "default" : ""};
  const auto kind = device.substr(0, colon);
  if (kind != "hw" && kind != "plughw" && kind != "sysdefault" && kind != "front") return {};
  const auto rest = device.substr(colon + 1);
  return "hw:" + std::string{rest.substr(0, rest.find(','))};
}

Voice::Parts voice_parts(const config::DeviceConfiguration& configuration, const devices::SilentSound::Plug& plug) {
  Voice::Parts parts;
  parts.device = configuration.sound_device;
  if (plug) {
    parts.sound = [plug] { return std::make_unique<devices::SilentSound>(plug); };
  } else if (configuration.sound_device != "none") {
    const auto jacks = configuration.sound_jacks.empty() ? control_of(parts.device) : configuration.sound_jacks;
    parts.sound = [jacks] { return std::make_unique<devices::AlsaSound>(jacks); };
    parts.card = [] {
      std::error_code none;
      return std::filesystem::exists("/dev/snd", none);
    };
  }
  return parts;
}

Voice::Voice(const widgets::Texts& texts, Equipment& equipment, EventQueue& events, Parts parts)
    : words_(texts),
      equipment_(equipment),
      events_(events),
      parts_(std::move(parts)),
      sounds_(parts_.sound != nullptr) {
  report();
}

Voice::~Voice() {
  if (watch_.joinable()) {
    watch_.request_stop();
    watch_.join();
  }
}

void Voice::report() { equipment_.sound_is(sounds_, headset_); }

void Voice::seen(Headset headset) {
  headset_ = headset == Headset::present;
  report();
}

void Voice::watch() {
  if (!parts_.sound || speaker_ || watch_.joinable()) return;
  watch_ = std::jthread([this](const std::stop_token& stop) {
    std::unique_ptr<devices::Sound> sound;
    while (!stop.stop_requested()) {
      // Where there is no card, not even the library that would ask it is woken.
      if (!sound && (!parts_.card || parts_.card())) sound = parts_.sound();
      const auto now = sound ? sound->headset() : Headset::unknown;
      seen(now);
      std::unique_lock lock{mutex_};
      const auto pause = now == Headset::unknown ? std::chrono::milliseconds{seldom} : speech::limits::headset_glance;
      stop_watching_.wait_for(lock, stop, pause, [] { return false; });
    }
  });
}

bool Voice::start() {
  if (speaker_) return true;
  if (dead_ || !parts_.sound) return false;
  auto synthesiser = speech::Synthesiser::start(parts_.voices);
  if (!synthesiser) {
    log::event(log::VoiceMissing{.why = synthesiser.error()});
    dead_ = true;
    sounds_ = false;
    report();
    return false;
  }
  if (watch_.joinable()) {  // from here on the speaker looks
    watch_.request_stop();
    watch_.join();
  }
  visit::VoicesAre voices;
  for (std::size_t i = 0; i < visit::languages.size(); ++i) {
    voices.voiceless.at(i) = !(*synthesiser)->has_voice(visit::languages.at(i));
  }
  if (std::ranges::find(voices.voiceless, true) != voices.voiceless.end()) events_.push(voices);
  speech::Speaker::Hooks hooks;
  hooks.told = [this](const speech::Told& told) {
    // Heard until now: who listens is there.
    if (told.ending == speech::Ending::heard) events_.push(visit::Speaking{});
    if (parts_.told) parts_.told(told);
  };
  hooks.spelled = parts_.spelled;
  hooks.headset = [this](Headset now) { seen(now); };
  hooks.trouble = [this](const std::optional<devices::SoundTrouble>& trouble) {
    if (trouble) {
      log::event(log::SoundLost{.why = std::string{devices::name_of(*trouble)}});
    } else {
      log::event(log::SoundBack{});
    }
    sounds_ = !trouble;
    report();
  };
  speaker_ = std::make_unique<speech::Speaker>(
      std::move(*synthesiser), parts_.sound(), parts_.device,
      [this](visit::Language language) { return words_.capital(language); }, std::move(hooks));
  seen(speaker_->headset());
  return true;
}

void Voice::adjust(const visit::Comfort& comfort) {
  speaker_->change_volume(comfort.volume - speaker_->volume());
  speaker_->change_rate(comfort.pace - speaker_->rate());
  speaker_->hear_everything_aloud(comfort.aloud);
}

bool Voice::speaking() const { return speaker_ && speaker_->speaking(); }

void Voice::hush() {
  acted_ = true;
  if (speaker_) speaker_->stop();
}

void Voice::end_visit() {
  before_.reset();
  if (speaker_) speaker_->end_visit();
}

speech::Hearing Voice::hearing(const Seen& now, const visit::Visit& visit) const {
  speech::Hearing hearing{.alone = now.alone, .personal = speech::personal_values(visit), .spelled = {}};
  if (now.alone) hearing.spelled = now.shown;
  return hearing;
}

Voice::Pieces Voice::all_of(const Seen& now, const visit::Visit& visit, visit::TimePoint at, bool first) const {
  Utterance words;
  const auto language = visit.comfort.language;
  if (!speaker_->has_voice(language)) {
    for (const auto other : {visit::Language::it, visit::Language::en}) {
      words.push_back({other, words_.no_voice(other), false, {}});
    }
  }
  add(words, whole(now.scene, words_, hearing(now, visit)));
  if (first) words.push_back({language, words_.keys_how(language), false, {}});
  return parted(std::move(words), visit, at);
}

Voice::Pieces Voice::news_of(const Seen& now, const visit::Visit& visit, visit::TimePoint at) const {
  Pieces pieces;
  Utterance words = changes(before_->scene, now.scene, words_, hearing(now, visit));
  const auto typed = typed_secret(visit);
  const bool same = before_->scene.screen == now.scene.screen;
  if (same && typed && before_->typed && *before_->typed != typed->text.size()) {
    const auto text = typed->text.reveal();
    if (now.alone && text.size() > *before_->typed) {
      pieces.emplace_back(ShownSecret{{}, secret::SecretText{text.substr(*before_->typed)}, typed->letters});
    }
    if (!typed->cells) {
      const auto language = visit.comfort.language;
      const auto characters =
          std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
      words.insert(words.begin(), {language, words_.characters(language, static_cast<int>(characters)), false, {}});
    }
  } else if (same) {
    // A PIN or a password that its button has just shown.
    for (const auto& shown : shown_secrets(visit, at)) {
      if (shown.id.ends_with(".cell.") || std::ranges::find(before_->shown, shown.id) != before_->shown.end())
        continue;
      if (now.alone) {
        words.push_back({visit.comfort.language, std::string{widgets::secret_label}, true, shown.id});
      } else {
        words.push_back({visit.comfort.language, words_.personal_covered(visit.comfort.language), false, {}});
      }
    }
  }
  for (auto& piece : parted(std::move(words), visit, at)) pieces.push_back(std::move(piece));
  return pieces;
}

// Words, parted where a secret is spelled among them.
Voice::Pieces Voice::parted(Utterance words, const visit::Visit& visit, visit::TimePoint at) {
  Pieces pieces;
  auto secrets = shown_secrets(visit, at);
  Utterance part;
  for (auto& phrase : words) {
    if (phrase.secret.empty()) {
      part.push_back(std::move(phrase));
      continue;
    }
    const auto found = std::ranges::find(secrets, phrase.secret, &ShownSecret::id);
    if (found == secrets.end()) continue;
    if (!part.empty()) pieces.emplace_back(std::exchange(part, {}));
    pieces.emplace_back(*found);
  }
  if (!part.empty()) pieces.emplace_back(std::move(part));
  return pieces;
}

void Voice::say(Pieces pieces, bool alone, bool at_once) {
  const auto ears = alone ? Ears::alone : Ears::any;
  for (auto& piece : pieces) {
    if (auto* words = std::get_if<Utterance>(&piece)) {
      at_once ? speaker_->say(std::move(*words), ears) : speaker_->then(std::move(*words), ears);
    } else {
      auto& secret = std::get<ShownSecret>(piece);
      static_cast<void>(speaker_->spell(std::move(secret.text), language_, secret.letters,
                                        at_once ? speech::When::now : speech::When::after));
    }
    at_once = false;
  }
}

void Voice::follow(const visit::Visit& visit, const widgets::Ui& ui, visit::TimePoint now) {
  if (!visit.comfort.speech) {
    if (before_) end_visit();
    return;
  }
  if (!start()) return;
  adjust(visit.comfort);
  language_ = visit.comfort.language;
  Seen seen = look(visit, ui, now);
  const auto other_screen = [&] {
    return before_->scene.screen != seen.scene.screen || before_->scene.language != seen.scene.language;
  };
  const bool anew =
      !before_ || other_screen() || (seen.alone && !before_->alone) || (seen.sounds && !before_->sounds);
  auto pieces = anew ? all_of(seen, visit, now, !before_) : news_of(seen, visit, now);
  // What comes by itself waits for what is being said; another screen does not.
  const bool at_once = anew || acted_;
  if (before_) keep_header(before_->scene, seen.scene);
  if (!pieces.empty()) acted_ = false;
  const bool alone = seen.alone;
  before_ = std::move(seen);
  say(std::move(pieces), alone, at_once);
}

void Voice::repeat(const visit::Visit& visit, const widgets::Ui& ui, visit::TimePoint now) {
  if (!visit.comfort.speech || !start()) return;
  adjust(visit.comfort);
  const auto seen = look(visit, ui, now);
  say(all_of(seen, visit, now, false), seen.alone, true);
}

Voice::Seen Voice::look(const visit::Visit& visit, const widgets::Ui& ui, visit::TimePoint now) const {
  Seen seen{.scene = speech::scene_of(ui.record(), ui.focused(), visit.comfort.language)};
  for (const auto& secret : shown_secrets(visit, now)) seen.shown.push_back(secret.id);
  if (const auto typed = typed_secret(visit)) seen.typed = typed->text.size();
  seen.alone = speaker_->alone();
  seen.sounds = sounds_;
  return seen;
}

}  // namespace sportello::kiosk
