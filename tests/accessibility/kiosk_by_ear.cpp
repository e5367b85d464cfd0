// Parts as main.cpp puts them together; a device that sounds at once.
#include "tests/accessibility/kiosk_by_ear.h"

#include <ctime>
#include <stdexcept>
#include <thread>

#include "kiosk/screens/previews.h"
#include "tests/fakes/certificate.h"

namespace sportello::tests {

using namespace std::chrono_literals;

std::string Heard::words() const {
  std::string all;
  for (const auto& phrase : phrases) {
    if (phrase.ending != speech::Ending::heard) continue;
    if (!all.empty()) all += ' ';
    all += phrase.text;
  }
  return all;
}

visit::TimePoint KioskByEar::now() {
  return visit::TimePoint{
      std::chrono::duration_cast<visit::Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

KioskByEar::KioskByEar(fakes::ServiceFixture& service) : scan_(nullptr, events_, latest_) {
  const auto identity = service.kiosk_identity();
  // The fixture's key is shared; the client wants one of its own: through the file a device keeps.
  if (!identity.key->save(folder_ / "device.key")) throw std::runtime_error("no key");
  auto key = signing::SigningKey::load(folder_ / "device.key");
  if (!key) throw std::runtime_error("no key");
  service_ = std::make_unique<reg::RegisterClient>(
      std::make_unique<reg::SignedClient>("https://" + service.where().authority(),
                                          std::vector{fakes::pin_of(service.where().certificate)}, std::move(*key),
                                          identity.key_id, [] { return std::time(nullptr); }),
      events_);
  auto ui = widgets::Ui::load(SPORTELLO_ASSETS, widgets::Surface::headless);
  if (!ui) throw std::runtime_error(ui.error());
  ui_ = std::move(*ui);
  ui_->premises = screens::preview_premises();
  stage_ = kiosk::headless_stage(1280, 800);
  kiosk::Voice::Parts parts;
  parts.sound = [this] { return std::make_unique<devices::SilentSound>(plug_); };
  parts.told = [this](const speech::Told& told) {
    const std::lock_guard lock{mutex_};
    heard_.phrases.push_back(told);
  };
  parts.spelled = [this](const secret::SecretText& secret) {
    const std::lock_guard lock{mutex_};
    heard_.spelled.emplace_back(secret.reveal());
  };
  voice_ = std::make_unique<kiosk::Voice>(ui_->texts(), equipment_, events_, std::move(parts));
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  app_ = std::make_unique<kiosk::App>(visit::fresh({}, today, now()), kiosk::Ports{*service_, scan_, *ui_, requests_},
                                      *stage_, latest_);
  app_->speak_with(*voice_);
  voice_->watch();
  live();
}

void KioskByEar::live() {
  for (const auto& event : events_.drain()) app_->handle(event, now());
  app_->pass_time(now());
  app_->settle(now());
}

void KioskByEar::plug_headset(bool in) { *plug_ = in ? devices::Headset::present : devices::Headset::absent; }

void KioskByEar::press(kiosk::KeypadKey key) {
  live();
  app_->press(key, now());
  live();
}

void KioskByEar::type(const std::string& text) {
  for (const char& c : text) {
    live();
    app_->type(secret::SecretText{std::string_view{&c, 1}}, now());
  }
  live();
}

Heard KioskByEar::listen() {
  // What is said of an event comes with the frame after it.
  for (int silent = 0; silent < 3;) {
    live();
    silent = voice_->speaking() ? 0 : silent + 1;
    std::this_thread::sleep_for(500us);
  }
  const std::lock_guard lock{mutex_};
  return std::exchange(heard_, {});
}

}  // namespace sportello::tests
