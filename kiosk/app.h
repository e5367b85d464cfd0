// One kiosk: a visit, its ports, its stage. Events in, effects out, a frame when something changed.
// Knows no window and no script: both feed it.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/effects.h"
#include "kiosk/key_gate.h"
#include "kiosk/keypad.h"
#include "kiosk/latest_frame.h"
#include "kiosk/screens/draw.h"
#include "kiosk/stage.h"
#include "kiosk/visit/next.h"
#include "kiosk/voice.h"

namespace sportello::kiosk {

class App {
 public:
  App(visit::Visit visit, Ports ports, Stage& stage, LatestFrame& latest);

  // Without one, the kiosk is silent. It must outlive this.
  void speak_with(Voice& voice) { voice_ = &voice; }

  // Takes the step of an event and carries its effects out.
  void handle(const visit::Event& event, visit::TimePoint now);
  // Ticks if the visit's own time has come.
  void pass_time(visit::TimePoint now);
  // Draws one frame with this input; handles what the guardian did with it.
  void draw(const widgets::Input& input, visit::TimePoint now);
  // Keys. `repeated`: the keyboard says that the key is still held down.
  void press(KeypadKey key, visit::TimePoint now, bool repeated = false);
  void press(screens::NamedKey key, visit::TimePoint now, bool repeated = false);
  void type(const secret::SecretText& character, visit::TimePoint now, bool repeated = false);
  void step_focus(int step, visit::TimePoint now);  // Tab
  void activate(visit::TimePoint now);              // Space
  // Draws until nothing changes any more. Does nothing when nothing changed.
  void settle(visit::TimePoint now);
  void redraw() { changed_ = true; }
  [[nodiscard]] bool settled() const { return !changed_; }

  // How long nothing will happen by itself.
  [[nodiscard]] std::optional<visit::Duration> quiet_for(visit::TimePoint now) const;
  [[nodiscard]] const visit::Visit& visit() const { return visit_; }
  [[nodiscard]] widgets::Ui& ui() { return ports_.ui; }

  // A picture of the screen as it stands; what is secret is covered in it.
  std::expected<void, std::string> save_picture(const std::filesystem::path& file, visit::TimePoint now);
  // Writes the layout record here whenever it changes, whole files only.
  void follow_layout(std::filesystem::path file) { layout_file_ = std::move(file); }

 private:
  bool someone_pressed(int number, visit::TimePoint now, bool repeated);
  void press_ok(visit::TimePoint now);
  void write_layout();
  visit::Visit visit_;
  Ports ports_;
  Stage& stage_;
  LatestFrame& latest_;
  Voice* voice_ = nullptr;
  KeyGate gate_;
  widgets::Input pointer_;  // where the pointer is now
  bool changed_ = true;
  std::optional<visit::TimePoint> redraw_at_;
  std::filesystem::path layout_file_;
  std::string layout_written_;
};

}  // namespace sportello::kiosk
