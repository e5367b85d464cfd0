// What the kiosk says of the screen that stands there: follows every frame, tells what is new, spells what is secret
// to who hears alone, falls silent at any touch. Decides nothing of a visit; keeps nothing of one after its end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "firmware-config/device_configuration.h"
#include "kiosk/devices/silent_sound.h"
#include "kiosk/equipment.h"
#include "kiosk/event_queue.h"
#include "kiosk/speech/narrator.h"
#include "kiosk/speech/speaker.h"
#include "kiosk/voice_secrets.h"
#include "kiosk/widgets/ui.h"

namespace sportello::kiosk {

class Voice {
 public:
  struct Parts {
    // Makes the device; called twice: to look for a headset, and, once somebody wants to hear, to speak. Empty: none.
    std::function<std::unique_ptr<devices::Sound>()> sound;
    std::function<bool()> card;  // whether there is one that could tell of a headset; empty: as if there were
    std::string device = "default";
    std::filesystem::path voices;  // the folder that holds espeak-ng-data; empty: Debian's
    // For tests, on the voice's thread: what became of each phrase, and each secret that was spelled to its end.
    std::function<void(const speech::Told&)> told;
    std::function<void(const secret::SecretText&)> spelled;
  };
  Voice(const widgets::Texts& texts, Equipment& equipment, EventQueue& events, Parts parts);
  Voice(const Voice&) = delete;
  Voice& operator=(const Voice&) = delete;
  ~Voice();

  // Begins to look whether a headset is plugged in. Opens no device, and makes no voice.
  void watch();

  // --- on the loop's thread -----------------------------------------------------------------------------------
  // After each frame. The first time somebody wants to hear makes the voice.
  void follow(const visit::Visit& visit, const widgets::Ui& ui, visit::TimePoint now);
  // All of the screen again, secrets too where they may be said.
  void repeat(const visit::Visit& visit, const widgets::Ui& ui, visit::TimePoint now);
  void hush();       // the guardian did something
  void end_visit();  // silence, and nothing is left of what was said
  [[nodiscard]] bool speaking() const;

 private:
  struct Seen {  // of the last frame: no secret, only how long one is
    speech::Scene scene;
    std::vector<std::string> shown = {};  // ids of secrets that stood in clear
    std::optional<std::size_t> typed = {};
    bool alone = false, sounds = true;
  };
  // Words, or what is spelled among them.
  using Piece = std::variant<speech::Utterance, ShownSecret>;
  using Pieces = std::vector<Piece>;

  bool start();
  void report();
  void seen(devices::Headset headset);
  void adjust(const visit::Comfort& comfort);
  [[nodiscard]] Seen look(const visit::Visit& visit, const widgets::Ui& ui, visit::TimePoint now) const;
  [[nodiscard]] Pieces all_of(const Seen& now, const visit::Visit& visit, visit::TimePoint at, bool first) const;
  [[nodiscard]] Pieces news_of(const Seen& now, const visit::Visit& visit, visit::TimePoint at) const;
  [[nodiscard]] speech::Hearing hearing(const Seen& now, const visit::Visit& visit) const;
  static Pieces parted(speech::Utterance words, const visit::Visit& visit, visit::TimePoint at);
  void say(Pieces pieces, bool alone, bool at_once);

  speech::Words words_;
  Equipment& equipment_;
  EventQueue& events_;
  Parts parts_;
  std::atomic<bool> sounds_;
  std::atomic<bool> headset_ = false;
  visit::Language language_ = visit::Language::it;
  bool dead_ = false;           // no voice can be made here
  bool acted_ = false;          // since something was said last
  std::optional<Seen> before_;  // while speech is on
  std::unique_ptr<speech::Speaker> speaker_;
  std::mutex mutex_;
  std::condition_variable_any stop_watching_;
  std::jthread watch_;
};

// As the configuration says; with `plug`, a rehearsal's: nothing sounds.
Voice::Parts voice_parts(const config::DeviceConfiguration& configuration, const devices::SilentSound::Plug& plug);
// The card whose sockets tell of a headset where nobody named it: "hw:CARD=Usb" of "plughw:CARD=Usb,DEV=0".
std::string control_of(std::string_view device);

}  // namespace sportello::kiosk
