// A kiosk with no window whose loudspeaker is the test's: its screens, its keys, what it said and what it spelled.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kiosk/app.h"
#include "kiosk/screens/previews.h"
#include "tests/catch.h"
#include "tests/speech/fake_sound.h"
#include "tests/speech/spoken.h"

namespace sportello::tests {

class TalkingKiosk {
 public:
  // `pace`: times as fast as a real device takes its sound. `voices`: the first kiosk of a process chooses them.
  explicit TalkingKiosk(screens::Preview at, double pace = 400, std::filesystem::path voices = {})
      : now(at.now), voices_(std::move(voices)), ui_(load()) {
    heard.pace = pace;
    voice_.emplace(ui_->texts(), equipment_, events_, parts());
    app_.emplace(std::move(at.visit), kiosk::Ports{service_, scan_, *ui_, requests_}, *stage_, latest_);
    app_->speak_with(*voice_);
    voice_->watch();
    settle();
  }

  Heard heard;
  visit::TimePoint now;

  kiosk::App& app() { return *app_; }
  [[nodiscard]] const visit::Visit& visit() const { return app_->visit(); }
  [[nodiscard]] const widgets::LayoutRecord& record() { return ui_->record(); }
  [[nodiscard]] std::string screen() const { return std::string{visit::name_of(app_->visit())}; }

  void settle() {
    do {
      for (const auto& event : events_.drain()) app_->handle(event, now);
      app_->settle(now);
    } while (!app_->settled());
  }
  void handle(const visit::Event& event) {
    app_->handle(event, now);
    settle();
  }
  void press(kiosk::KeypadKey key) {
    app_->press(key, now);
    settle();
  }
  void plug(devices::Headset headset) {
    heard.headset = headset;
    const bool in = headset == devices::Headset::present;
    REQUIRE(soon([&] {
      settle();
      return visit().equipment.headset == in;
    }));
  }
  // Until nothing more is said.
  void hear_out() {
    REQUIRE(soon(
        [&] {
          settle();
          return !voice_->speaking();
        },
        std::chrono::seconds{60}));
  }
  [[nodiscard]] bool talks() const { return voice_->speaking(); }

  // What was told since the last call, one phrase a line.
  std::string said() {
    hear_out();
    const std::lock_guard lock{mutex_};
    std::string text;
    for (const auto& told : std::exchange(told_, {})) text += told.text + "\n";
    return text;
  }
  std::vector<speech::Told> told() {
    const std::lock_guard lock{mutex_};
    return std::exchange(told_, {});
  }
  std::vector<std::string> spelled() {
    const std::lock_guard lock{mutex_};
    return std::exchange(spelled_, {});
  }

 private:
  class Nobody : public reg::RegisterPort {
   public:
    void ask(visit::Ask) override {}
    void forget(visit::VisitId) override {}
  };
  static std::unique_ptr<widgets::Ui> load() {
    auto made = widgets::Ui::load(SPORTELLO_ASSETS, widgets::Surface::headless);
    if (!made) throw std::runtime_error(made.error());
    (*made)->premises = screens::preview_premises();
    return std::move(*made);
  }
  kiosk::Voice::Parts parts() {
    kiosk::Voice::Parts parts;
    parts.voices = voices_;
    parts.sound = [this] { return std::make_unique<FakeSound>(heard); };
    parts.told = [this](const speech::Told& told) {
      const std::lock_guard lock{mutex_};
      told_.push_back(told);
    };
    parts.spelled = [this](const secret::SecretText& secret) {
      const std::lock_guard lock{mutex_};
      spelled_.emplace_back(secret.reveal());
    };
    return parts;
  }

  std::filesystem::path voices_;
  std::mutex mutex_;
  std::vector<speech::Told> told_;
  std::vector<std::string> spelled_;
  std::unique_ptr<widgets::Ui> ui_;
  Nobody service_;
  journal::NoRequests requests_;
  kiosk::EventQueue events_;
  kiosk::LatestFrame latest_;
  devices::CardScan scan_{nullptr, events_, latest_};
  std::unique_ptr<kiosk::Stage> stage_ = kiosk::headless_stage(1280, 800);
  kiosk::Equipment equipment_{events_};
  std::optional<kiosk::Voice> voice_;
  std::optional<kiosk::App> app_;
};

}  // namespace sportello::tests
