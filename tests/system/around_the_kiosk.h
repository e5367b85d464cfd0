// What stands around a kiosk in a test: what its gateway delivered, what its service keeps, the card that is held to
// it, photographs of its screen.
#pragma once

#include <string>
#include <vector>

#include "tests/fakes/kannel.h"
#include "tests/fakes/service_fixture.h"
#include "tests/system/hands.h"

namespace sportello::tests {

// Six digits alone, in the newest message to this phone that has them.
std::string code_in(const std::vector<fakes::ReceivedSms>& messages, const std::string& phone);
std::string wait_for_code(const fakes::Kannel& kannel, const std::string& phone, const std::string& other_than = "");

// The user code is sealed at rest and shown to nobody but the guardian: the test opens the store with its key.
std::string user_code_of(const fakes::ServiceFixture& service, const std::string& document);

// With SPORTELLO_PICTURES=DIR: a photograph of every screen that is taken, numbered, in a folder per series.
class Photographer {
 public:
  Photographer(Hands& hands, std::string series) : hands_(hands), series_(std::move(series)) {}
  void take(const std::string& name);

 private:
  Hands& hands_;
  std::string series_;
  int count_ = 0;
};

std::string card_picture(const fakes::TempFolder& folder, const std::string& document);

}  // namespace sportello::tests
