// What the kiosk asks of its voice. The thread that speaks is in speaking.cpp.
#include "kiosk/speech/speaker.h"

#include <sodium.h>

#include <algorithm>

#include "kiosk/speech/limits.h"

namespace sportello::speech {

namespace {

constexpr std::size_t longest_chunk = 2048;  // samples: espeak-ng hands on some 1,100 at a time

int step_of(std::atomic<int>& value, int by, std::size_t steps) {
  value = std::clamp(value + by, 0, static_cast<int>(steps) - 1);
  return value;
}

}  // namespace

void wipe(Utterance& utterance) {
  for (auto& phrase : utterance) sodium_memzero(phrase.text.data(), phrase.text.size());
  utterance.clear();
}

std::string_view name_of(Ending ending) {
  switch (ending) {
    case Ending::heard: return "heard";
    case Ending::interrupted: return "interrupted";
    case Ending::overheard: return "overheard";
    case Ending::no_voice: return "no voice";
    case Ending::no_sound: return "no sound";
  }
  return "";
}

Speaker::Speaker(std::unique_ptr<Synthesiser> synthesiser, std::unique_ptr<devices::Sound> sound, std::string device,
                 std::function<std::string(visit::Language)> capital, Hooks hooks)
    : synthesiser_(std::move(synthesiser)),
      sound_(std::move(sound)),
      device_(std::move(device)),
      capital_(std::move(capital)),
      hooks_(std::move(hooks)),
      volume_(limits::usual_volume),
      rate_(limits::usual_rate),
      headset_(sound_->headset()),
      loud_(longest_chunk),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Speaker::~Speaker() {
  ++turn_;
  thread_.request_stop();
  changed_.notify_all();
  thread_.join();
  wipe(last_);
  for (auto& job : jobs_) wipe(job.words);
}

void Speaker::push(Job job, bool at_once) {
  {
    const std::lock_guard lock{mutex_};
    if (at_once) {
      ++turn_;
      for (auto& old : jobs_) wipe(old.words);
      jobs_.clear();
    }
    job.turn = turn_;
    jobs_.push_back(std::move(job));
    speaking_ = true;
  }
  changed_.notify_all();
}

void Speaker::say(Utterance utterance, Ears ears) {
  if (utterance.empty()) return;
  {
    const std::lock_guard lock{mutex_};
    wipe(last_);
    last_ = utterance;
    last_ears_ = ears;
  }
  Job job;
  job.ears = ears;
  job.words = std::move(utterance);
  push(std::move(job), true);
}

void Speaker::then(Utterance utterance, Ears ears) {
  if (utterance.empty()) return;
  {
    const std::lock_guard lock{mutex_};
    last_.insert(last_.end(), utterance.begin(), utterance.end());
    if (ears == Ears::alone) last_ears_ = ears;
  }
  Job job;
  job.ears = ears;
  job.words = std::move(utterance);
  push(std::move(job), false);
}

void Speaker::stop() {
  {
    const std::lock_guard lock{mutex_};
    ++turn_;
    for (auto& job : jobs_) wipe(job.words);
    jobs_.clear();
  }
  changed_.notify_all();
}

bool Speaker::repeat() {
  Job job;
  {
    const std::lock_guard lock{mutex_};
    job.words = last_;
    job.ears = last_ears_;
  }
  if (job.words.empty() || overheard(job)) return false;
  push(std::move(job), true);
  return true;
}

std::expected<void, NotAlone> Speaker::spell(secret::SecretText secret, visit::Language language, Letters letters,
                                             When when) {
  if (!alone()) return std::unexpected(NotAlone{});
  if (when == When::now) {
    const std::lock_guard lock{mutex_};
    wipe(last_);
  }
  Job job;
  job.ears = Ears::alone;
  job.secret = std::move(secret);
  job.language = language;
  job.letters = letters;
  push(std::move(job), when == When::now);
  return {};
}

bool Speaker::alone() const { return headset_ == devices::Headset::present || aloud_; }

int Speaker::change_volume(int by) { return step_of(volume_, by, limits::gains.size()); }
int Speaker::change_rate(int by) { return step_of(rate_, by, limits::rates.size()); }

void Speaker::end_visit() {
  stop();
  aloud_ = false;
  volume_ = limits::usual_volume;
  rate_ = limits::usual_rate;
  {
    const std::lock_guard lock{mutex_};
    wipe(last_);
    let_go_ = true;
    speaking_ = true;  // until nothing is left
  }
  changed_.notify_all();
}

}  // namespace sportello::speech
