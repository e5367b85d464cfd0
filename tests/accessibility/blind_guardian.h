// A guardian who does not see: presses the keys of a keypad, and decides by what is heard and by nothing else. Knows
// the words of their language, as people do.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/speech/words.h"
#include "tests/accessibility/kiosk_by_ear.h"

namespace sportello::tests {

class BlindGuardian {
 public:
  BlindGuardian(KioskByEar& kiosk, visit::Language language);

  // Each throws std::runtime_error with what was heard last, when what is wanted does not come to the ear.
  void put_on_headset();  // and hears the kiosk begin to speak
  void choose_language();
  // Goes on with one arrow until the control with this text is heard, and presses OK.
  void choose(widgets::TextKey label);
  // Waits until these words are heard.
  void expect(widgets::TextKey words, widgets::Arguments arguments = {});
  void type(const std::string& text);  // on the keys of the screen, turning to their other faces where need be
  void tick_all();                     // every box that says it is not ticked
  // The next secret that is spelled, or was and was not asked for yet.
  std::string write_down();
  void take_off_headset();

  [[nodiscard]] int presses() const { return presses_; }

 private:
  [[nodiscard]] std::string spoken(widgets::TextKey key, widgets::Arguments arguments = {}) const;
  std::string press(kiosk::KeypadKey key);
  std::string press_next();
  void hear();
  bool find(const std::function<bool(const std::string&)>& wanted);
  void type_one(const std::string& character);
  [[noreturn]] void lost(const std::string& wanted) const;

  KioskByEar& kiosk_;
  visit::Language language_;
  speech::Words words_;
  std::string last_;      // what was heard last
  std::string focus_;     // what the focus is on, as it was heard
  std::string gathered_;  // since something was waited for
  std::vector<std::string> spelled_;
  int presses_ = 0;
};

}  // namespace sportello::tests
