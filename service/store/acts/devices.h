// Kiosks and login pages: how they become known, and whose they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/signing/key.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

enum class DeviceState { pending, active, revoked };
std::string_view name_of(DeviceState state);

struct Device {
  std::string id;  // the keyid of its signatures
  std::string school_id;
  std::string school_code;
  std::string school_name;
  signing::PublicKey key{};
  DeviceState state = DeviceState::pending;
  std::optional<Time> last_seen;
};

// A register's own login page: signs with a key of its own and may ask for nothing but /v1/login.
struct LoginPage {
  std::string id;  // the keyid of its signatures
  std::string school_id;
  signing::PublicKey key{};
};

// By key id, in whatever state: the caller answers pending and revoked.
std::optional<Device> find_device(Session& session, std::string_view key_id);
std::optional<LoginPage> find_login_page(Session& session, std::string_view key_id);

// For the request's own transaction: a device may be revoked between the proof of who asks and the act.
bool is_active(Session& session, std::string_view device_id);

// True once per key and nonce. Call it only for a signature that was right, inside the request's own transaction.
bool spend_nonce(Session& session, std::string_view key_id, std::string_view nonce, Time now);

// Looks only: whoever has no code that stands causes no write.
bool enrol_code_stands(Session& session, std::string_view code, Time now);
// POST /v1/device/enrol. The code works once; the same code with the same key again gives the same device, so that a
// lost answer can be asked for again. enrolment_refused for anything else.
struct Enrolled {
  std::string device;
  std::string school_name;
};
Outcome<Enrolled> enrol_device(Session& session, const Office& office, std::string_view code,
                               const signing::PublicKey& key, Time now);

void heartbeat(Session& session, std::string_view device_id, Time now);

// For the command line.

// The code is returned once, to be printed; its hash is kept.
Told<secret::SecretText> make_enrol_code(Session& session, const Office& office, std::string_view school_code,
                                         Time now);
// `words` are the eight that the kiosk shows; they must be this device's.
Told<void> approve_device(Session& session, const Office& office, std::string_view device_id, std::string_view words,
                          Time now);
// Its open visits and grants end at once.
Told<void> revoke_device(Session& session, const Office& office, std::string_view device_id, Time now);
Told<std::vector<Device>> list_devices(Session& session, std::string_view school_code);  // "" for every school
Told<std::string> add_login_page(Session& session, const Office& office, std::string_view school_code,
                                 const signing::PublicKey& key, Time now);

}  // namespace sportello::store::acts
