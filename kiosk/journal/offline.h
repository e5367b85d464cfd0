// The parts that let a kiosk without a line be of use, put together: book, keeper, postman. Ears of the service's
// client, a port for the loop.
#pragma once

#include <functional>
#include <memory>

#include "firmware-config/device_configuration.h"
#include "kiosk/journal/keeper.h"
#include "kiosk/journal/postman.h"
#include "kiosk/register/enrolment.h"
#include "kiosk/register/register_client.h"

namespace sportello::journal {

class Offline : public RequestPort {
 public:
  // Of an enrolled device: else the error is one sentence for a technician. `able` hears, from another thread,
  // whether a guardian can leave a request. Notes that the device has started, and at the end that it has stopped.
  static std::expected<std::unique_ptr<Offline>, std::string> start(const config::DeviceConfiguration& configuration,
                                                                    kiosk::EventQueue& events,
                                                                    std::function<void(bool)> able);
  ~Offline() override;
  static std::filesystem::path file_of(const config::DeviceConfiguration& configuration);

  void keep(visit::KeepRequest request) override { keeper_.keep(std::move(request)); }
  void note(Note note) override { keeper_.note(std::move(note)); }
  // For the service's client: outlives it.
  [[nodiscard]] reg::Listener listener();

 private:
  Offline(std::filesystem::path file, reg::DeviceIdentity identity, std::unique_ptr<reg::SignedClient> client,
          kiosk::EventQueue& events, std::function<void(bool)> able);
  Book book_;
  Keeper keeper_;
  Postman postman_;
};

}  // namespace sportello::journal
