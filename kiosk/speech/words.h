// The words that are only heard: what a control is, its state, what is not said aloud. From assets/texts, "speech.*".
#pragma once

#include <string>

#include "kiosk/visit/comfort.h"
#include "kiosk/widgets/texts.h"

namespace sportello::speech {

class Words {
 public:
  explicit Words(const widgets::Texts& texts) : texts_(texts) {}  // which must outlive it

  struct Role {
    std::string button, checkbox, choice;
  };
  [[nodiscard]] Role role(visit::Language language) const;
  [[nodiscard]] std::string ticked(visit::Language language, bool ticked) const;
  [[nodiscard]] std::string chosen(visit::Language language) const;
  [[nodiscard]] std::string unavailable(visit::Language language) const;
  [[nodiscard]] std::string available(visit::Language language) const;
  [[nodiscard]] std::string place(visit::Language language, int n, int of) const;  // "2 of 6"
  [[nodiscard]] std::string typed(visit::Language language, int n, int of) const;  // "2 of 6 typed"
  [[nodiscard]] std::string covered(visit::Language language) const;               // in the place of ‹secret›
  [[nodiscard]] std::string capital(visit::Language language) const;               // before a capital letter
  [[nodiscard]] std::string keys_covered(visit::Language language) const;
  [[nodiscard]] std::string personal_covered(visit::Language language) const;
  [[nodiscard]] std::string headset(visit::Language language, bool plugged) const;
  [[nodiscard]] std::string volume(visit::Language language, int n, int of) const;
  [[nodiscard]] std::string pace(visit::Language language, int percent) const;
  [[nodiscard]] std::string characters(visit::Language language, int n) const;  // of a line that is being typed
  [[nodiscard]] std::string keys_how(visit::Language language) const;           // what the keys do
  // That the guardian's language has no voice: shown in it, said in Italian and English.
  [[nodiscard]] std::string no_voice(visit::Language language) const;

 private:
  [[nodiscard]] std::string say(visit::Language language, widgets::TextKey key,
                                widgets::Arguments arguments = {}) const;
  const widgets::Texts& texts_;
};

}  // namespace sportello::speech
