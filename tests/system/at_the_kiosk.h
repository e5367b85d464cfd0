// A guardian who comes to a kiosk in its window, types their codice fiscale and the code of the SMS, and chooses.
#pragma once

#include "tests/system/kiosk_in_window.h"

namespace sportello::tests {

// Gives a guardian credentials beforehand, over the wire; the user code.
std::string give_credentials(fakes::ServiceFixture& service, const fakes::Family& family, bool with_pin = true);
// One of those that have neither mail nor credentials.
fakes::Family extra_guardian(int number);

class AtTheKiosk {
 public:
  AtTheKiosk(fakes::ServiceFixture& service, Hands& hands) : service_(service), hands_(hands) {}

  // From the welcome screen to the one behind the code.
  void come(const fakes::Family& family, const std::string& then = "choose");
  // A card of the choice, wherever its page is, and the screen it leads to.
  void choose(const std::string& id, const std::string& then);
  void accept_commitments();
  void end(const std::string& control);  // by this control, over goodbye, to welcome

 private:
  [[nodiscard]] std::size_t messages_to(const std::string& phone) const;
  fakes::ServiceFixture& service_;
  Hands& hands_;
};

}  // namespace sportello::tests
