// Rows of kiosks, enrolment codes, login pages and nonces.
#include "service/store/acts/devices.h"

#include <algorithm>

#include "service/desk/reference.h"
#include "service/shared/secret/hash.h"
#include "service/shared/signing/fingerprint.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

constexpr std::string_view device_columns =
    "SELECT d.id, d.school_id, s.code, s.name, d.public_key, d.state, d.last_seen_at "
    "FROM device d JOIN school s ON s.id = d.school_id ";

signing::PublicKey key_of(const secret::Bytes& bytes) {
  const auto key = secret::exactly<32>(bytes);
  if (!key) throw Failure("a public key has another length than 32");
  return *key;
}

DeviceState state_named(std::string_view name) {
  for (const auto state : {DeviceState::pending, DeviceState::active, DeviceState::revoked}) {
    if (name == name_of(state)) return state;
  }
  throw Failure("a device has a state that nobody knows");
}

Device device_of(const Row& row) {
  return {row.text(0),         row.text(1), row.text(2), row.text(3), key_of(row.blob(4)), state_named(row.text(5)),
          row.optional_time(6)};
}

secret::Bytes hash_of_code(std::string_view typed) { return secret::hash(desk::tidy_enrol_code(typed)); }

std::string no_device(std::string_view id) {
  return "there is no device " + std::string{id} + ": see sportello-service device list";
}

// Lower case, single spaces: words are typed from a screen.
std::string tidy_words(std::string_view text) {
  std::string tidy;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == ',';
    if (space && (tidy.empty() || tidy.back() == ' ')) continue;
    tidy += space ? ' ' : (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (tidy.ends_with(' ')) tidy.pop_back();
  return tidy;
}

}  // namespace

std::string_view name_of(DeviceState state) {
  switch (state) {
    case DeviceState::pending: return "pending";
    case DeviceState::active: return "active";
    case DeviceState::revoked: return "revoked";
  }
  return {};
}

std::optional<Device> find_device(Session& session, std::string_view key_id) {
  const auto row = session.first(std::string{device_columns} + "WHERE d.id = $1", key_id);
  return row ? std::optional{device_of(*row)} : std::nullopt;
}

std::optional<LoginPage> find_login_page(Session& session, std::string_view key_id) {
  const auto row = session.first("SELECT id, school_id, public_key FROM login_page WHERE id = $1", key_id);
  if (!row) return std::nullopt;
  return LoginPage{row->text(0), row->text(1), key_of(row->blob(2))};
}

bool is_active(Session& session, std::string_view device_id) {
  return session.first("SELECT 1 FROM device WHERE id = $1 AND state = $2", device_id, name_of(DeviceState::active))
      .has_value();
}

bool spend_nonce(Session& session, std::string_view key_id, std::string_view nonce, Time now) {
  return session.exec("INSERT INTO nonce (key_id, nonce, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                      key_id, nonce, now + desk::nonce_life) == 1;
}

bool enrol_code_stands(Session& session, std::string_view code, Time now) {
  return session.first("SELECT 1 FROM enrol_code WHERE code_hash = $1 AND expires_at > $2", hash_of_code(code), now)
      .has_value();
}

Outcome<Enrolled> enrol_device(Session& session, const Office& office, std::string_view code,
                               const signing::PublicKey& key, Time now) {
  const auto no = [] { return refused(wire::Code::enrolment_refused, "make a new code with device enrol-code"); };
  const auto row = session.first(
      "SELECT c.id, c.school_id, c.expires_at, c.device_id, s.name FROM enrol_code c JOIN school s ON s.id = "
      "c.school_id "
      "WHERE c.code_hash = $1",
      hash_of_code(code));
  if (!row || row->time(2) <= now) return no();
  if (const auto used_by = row->optional_text(3)) {
    const auto device = find_device(session, *used_by);
    if (!device || device->key != key || device->state == DeviceState::revoked) return no();
    return Enrolled{device->id, device->school_name};
  }
  const auto id = new_id();
  session.exec("INSERT INTO device (id, school_id, public_key, state, enrolled_at) VALUES ($1, $2, $3, $4, $5)", id,
               row->text(1), key, name_of(DeviceState::pending), now);
  if (session.exec("UPDATE enrol_code SET device_id = $1 WHERE id = $2 AND device_id IS NULL", id, row->text(0)) !=
      1) {
    throw Failure("an enrolment code was used twice at once");
  }
  append(session, office, {row->text(1), EventName::device_enrolled, id, "", ""}, now);
  return Enrolled{id, row->text(4)};
}

void heartbeat(Session& session, std::string_view device_id, Time now) {
  session.exec("UPDATE device SET last_seen_at = $1 WHERE id = $2", now, device_id);
}

Told<secret::SecretText> make_enrol_code(Session& session, const Office& office, std::string_view school_code,
                                         Time now) {
  const auto school = find_school(session, school_code);
  if (!school) return std::unexpected(no_school(school_code));
  secret::SecretText code{desk::make_enrol_code(system_random())};
  session.exec("INSERT INTO enrol_code (id, school_id, code_hash, expires_at) VALUES ($1, $2, $3, $4)", new_id(),
               school->id, hash_of_code(code.reveal()), now + desk::enrol_code_life);
  append(session, office, {school->id, EventName::enrol_code_made, "", "", ""}, now);
  return code;
}

Told<void> approve_device(Session& session, const Office& office, std::string_view device_id, std::string_view words,
                          Time now) {
  const auto device = find_device(session, device_id);
  if (!device) return std::unexpected(no_device(device_id));
  if (device->state == DeviceState::revoked) return std::unexpected("this device is revoked: enrol it again");
  if (tidy_words(words) != signing::fingerprint_text(device->key)) {
    return std::unexpected(
        "these are not this device's words: read them again from the kiosk's screen; if they still differ, "
        "another device used the code: revoke it");
  }
  if (device->state == DeviceState::active) return {};
  session.exec("UPDATE device SET state = $1, approved_at = $2 WHERE id = $3", name_of(DeviceState::active), now,
               device_id);
  append(session, office, {device->school_id, EventName::device_approved, device->id, "", ""}, now);
  return {};
}

Told<void> revoke_device(Session& session, const Office& office, std::string_view device_id, Time now) {
  const auto device = find_device(session, device_id);
  if (!device) return std::unexpected(no_device(device_id));
  if (device->state == DeviceState::revoked) return {};
  session.exec("UPDATE device SET state = $1, revoked_at = $2 WHERE id = $3", name_of(DeviceState::revoked), now,
               device_id);
  session.exec("DELETE FROM visit_grant WHERE device_id = $1", device_id);
  session.exec("DELETE FROM kept_answer WHERE device_id = $1", device_id);
  session.exec("UPDATE visit SET ended_at = $1, reply_key = $2 WHERE device_id = $3 AND ended_at IS NULL", now,
               secret::Bytes{}, device_id);
  append(session, office, {device->school_id, EventName::device_revoked, device->id, "", ""}, now);
  return {};
}

Told<std::vector<Device>> list_devices(Session& session, std::string_view school_code) {
  if (!school_code.empty() && !find_school(session, school_code)) return std::unexpected(no_school(school_code));
  std::vector<Device> devices;
  for (const auto& row : session.query(
           std::string{device_columns} + "WHERE $1 = '' OR s.code = $1 ORDER BY s.code, d.enrolled_at, d.id",
           school_code)) {
    devices.push_back(device_of(row));
  }
  return devices;
}

Told<std::string> add_login_page(Session& session, const Office& office, std::string_view school_code,
                                 const signing::PublicKey& key, Time now) {
  const auto school = find_school(session, school_code);
  if (!school) return std::unexpected(no_school(school_code));
  auto id = new_id();
  session.exec("INSERT INTO login_page (id, school_id, public_key, created_at) VALUES ($1, $2, $3, $4)", id,
               school->id, key, now);
  append(session, office, {school->id, EventName::login_page_added, id, "", ""}, now);
  return id;
}

}  // namespace sportello::store::acts
