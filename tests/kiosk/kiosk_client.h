// The kiosk's own client with a service of the fixture behind it: asks, and waits for the answer.
#pragma once

#include "kiosk/register/register_client.h"
#include "tests/fakes/service_fixture.h"

namespace sportello::tests {

class Kiosk {
 public:
  Kiosk(fakes::ServiceFixture& service, std::uint16_t port, std::optional<std::string> pin = std::nullopt,
        int clock_error_s = 0);

  visit::Answer ask(visit::RequestId request, visit::Question question);
  visit::Answer wait(visit::RequestId request);
  // What its disk keeps of the audit.
  wire::WitnessFile witnessed();

 private:
  fakes::TempFolder folder_;
  kiosk::EventQueue events_;
  std::unique_ptr<reg::RegisterClient> client_;
};

}  // namespace sportello::tests
