// A whole kiosk in this process, with a real service behind it and no window: pressed by the keys of its keypad,
// heard by what its voice said to the end. Shows nothing to whoever uses it so.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kiosk/app.h"
#include "kiosk/equipment.h"
#include "kiosk/register/register_client.h"
#include "tests/fakes/service_fixture.h"

namespace sportello::tests {

// What came to the ear, in order.
struct Heard {
  std::vector<speech::Told> phrases;        // a secret among them: ‹secret›
  std::vector<std::string> spelled;         // secrets, each as it was spelled, character by character
  [[nodiscard]] std::string words() const;  // the phrases, one blank between them
};

class KioskByEar {
 public:
  explicit KioskByEar(fakes::ServiceFixture& service);

  void plug_headset(bool in);
  void press(kiosk::KeypadKey key);
  void type(const std::string& text);  // on a real keyboard
  // Everything that came to the ear since the last time, until nobody speaks.
  Heard listen();

  [[nodiscard]] const widgets::Texts& texts() { return ui_->texts(); }
  // For whoever sees. A guardian who does not must not ask.
  [[nodiscard]] kiosk::App& app() { return *app_; }

 private:
  static visit::TimePoint now();
  void live();  // what the kiosk's loop does once
  kiosk::EventQueue events_;
  kiosk::LatestFrame latest_;
  kiosk::Equipment equipment_{events_};
  devices::SilentSound::Plug plug_ = std::make_shared<std::atomic<devices::Headset>>(devices::Headset::absent);
  devices::CardScan scan_;
  journal::NoRequests requests_;
  fakes::TempFolder folder_;
  std::unique_ptr<reg::RegisterClient> service_;
  std::unique_ptr<widgets::Ui> ui_;
  std::unique_ptr<kiosk::Stage> stage_;
  std::mutex mutex_;
  Heard heard_;  // under the mutex
  std::unique_ptr<kiosk::Voice> voice_;
  std::unique_ptr<kiosk::App> app_;
};

}  // namespace sportello::tests
