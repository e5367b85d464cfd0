// Enrolment, the thread's answers. Retries nothing: the client does.
#include "tests/kiosk/kiosk_client.h"

#include <ctime>
#include <thread>

#include "tests/catch.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/files.h"

namespace sportello::tests {

using namespace std::chrono_literals;

Kiosk::Kiosk(fakes::ServiceFixture& service, std::uint16_t port, std::optional<std::string> pin, int clock_error_s) {
  const auto identity = service.kiosk_identity();
  // The fixture's key is shared; the client wants one of its own: through the file a device keeps.
  REQUIRE(identity.key->save(folder_ / "device.key"));
  auto key = signing::SigningKey::load(folder_ / "device.key");
  REQUIRE(key);
  client_ = std::make_unique<reg::RegisterClient>(
      std::make_unique<reg::SignedClient>("https://127.0.0.1:" + std::to_string(port),
                                          std::vector{pin.value_or(fakes::pin_of(service.where().certificate))},
                                          std::move(*key), identity.key_id,
                                          [clock_error_s] { return std::time(nullptr) + clock_error_s; }),
      events_, reg::Witness::load(folder_ / "audit.head", identity.key_id));
}

visit::Answer Kiosk::ask(visit::RequestId request, visit::Question question) {
  client_->ask({1, request, std::move(question)});
  return wait(request);
}

visit::Answer Kiosk::wait(visit::RequestId request) {
  for (int i = 0; i < 6000; ++i) {
    for (auto& event : events_.drain()) {
      const auto& answer = std::get<visit::Answer>(event);
      if (answer.request == request) return answer;
    }
    std::this_thread::sleep_for(5ms);
  }
  FAIL("no answer came");
  return {};
}

wire::WitnessFile Kiosk::witnessed() {
  return wire::witness_of_text(fakes::read_file(folder_ / "audit.head")).value_or(wire::WitnessFile{});
}

}  // namespace sportello::tests
