// Construction, and nothing else.
#include "kiosk/journal/offline.h"

namespace sportello::journal {

std::filesystem::path Offline::file_of(const config::DeviceConfiguration& configuration) {
  return configuration.device_directory / "journal.sqlite";
}

std::expected<std::unique_ptr<Offline>, std::string> Offline::start(const config::DeviceConfiguration& configuration,
                                                                    kiosk::EventQueue& events,
                                                                    std::function<void(bool)> able) {
  // One key for what is sealed, one for what is sent: two threads, and a key is never shared.
  auto identity = reg::load_identity(configuration);
  if (!identity) return std::unexpected(identity.error());
  auto sending = reg::load_identity(configuration);
  if (!sending) return std::unexpected(sending.error());
  auto client = std::make_unique<reg::SignedClient>(configuration.service_url, configuration.service_pins,
                                                    std::move(sending->key), sending->id);
  return std::unique_ptr<Offline>{
      new Offline{file_of(configuration), std::move(*identity), std::move(client), events, std::move(able)}};
}

Offline::Offline(std::filesystem::path file, reg::DeviceIdentity identity, std::unique_ptr<reg::SignedClient> client,
                 kiosk::EventQueue& events, std::function<void(bool)> able)
    : book_(std::move(file), identity.id),
      keeper_(book_, std::move(identity.key), events, std::move(able), reg::SignedClient::system_clock),
      postman_(book_, std::move(client), [this] { return keeper_.now(); }) {
  keeper_.note({"device.started", ""});
}

Offline::~Offline() { keeper_.note({"device.stopped", ""}); }

reg::Listener Offline::listener() {
  return {.heard =
              [this](const wire::DeviceAnswer& answer, std::int64_t now) {
                if (answer.sealing_key) keeper_.learn(*answer.sealing_key, now);
                postman_.heard();
              },
          .asking = [this](bool asking) { postman_.asking(asking); }};
}

}  // namespace sportello::journal
