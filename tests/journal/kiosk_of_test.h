// A kiosk without a window: the visit's core, the real keeper and book on a disk of its own, and the real delivery
// over HTTPS, which a test can cut, kill and start again. Draws nothing unless it is asked to press a control by its
// id.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "kiosk/equipment.h"
#include "kiosk/journal/delivery.h"
#include "kiosk/journal/keeper.h"
#include "kiosk/visit/next.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::tests {

// Where the service is, as a kiosk is configured.
struct Line {
  std::string url;
  std::string pin;
};

// A device as it was enrolled: its key is read anew by every part that wants one of its own, as on a real disk.
struct Device {
  std::string id;
  std::filesystem::path key_file;
  [[nodiscard]] signing::SigningKey key() const;
};

// Thrown in the middle of a call: whatever is in memory is gone.
struct PowerCut {};

class KioskOfTest {
 public:
  KioskOfTest(Device device, std::filesystem::path folder);
  KioskOfTest(const KioskOfTest&) = delete;
  KioskOfTest& operator=(const KioskOfTest&) = delete;
  ~KioskOfTest();

  void boot();
  // As the disk is at this moment; nothing is shut down.
  void cut_power();
  // The key of a heartbeat's answer.
  void hear(const secret::SealPublicKey& key);

  // One event of the visit, and its effects. A guardian's press on `id` where a test presses by ids.
  void step(const visit::Event& event);
  // From the out-of-service screen to the disk's word, and away.
  visit::RequestOutcome leave(const std::string& document, wire::Wish wish);
  // What a screen does: turns an id into its event. Set by tests that draw.
  using Press = std::function<visit::Event(const visit::Visit&, visit::TimePoint, const std::string& id)>;
  void press_by(Press press) { press_ = std::move(press); }

  // A round of deliveries; `fate` stands in the way of every call.
  using Fate =
      std::function<std::expected<reg::Response, reg::LineError>(const journal::Delivery::Send&, reg::Request)>;
  std::optional<std::chrono::seconds> deliver(const Line& line, const Fate& fate = {});
  [[nodiscard]] journal::Book& book() { return *book_; }
  [[nodiscard]] const Device& device() const { return device_; }

 private:
  void press(const std::string& id, const visit::Event& otherwise);
  template <class Holds>
  void wait_until(Holds holds);

  Device device_;
  std::filesystem::path folder_;
  int life_ = 0;
  Press press_;
  std::unique_ptr<kiosk::EventQueue> events_;
  std::unique_ptr<kiosk::Equipment> equipment_;
  std::unique_ptr<journal::Book> book_;
  std::unique_ptr<journal::Keeper> keeper_;
  std::unique_ptr<reg::SignedClient> client_;
  std::string client_url_;
  std::unique_ptr<journal::Delivery> delivery_;
  Fate fate_;
  signing::SigningKey key_;
  visit::Visit visit_;
  visit::TimePoint now_{std::chrono::hours{1}};
};

}  // namespace sportello::tests
