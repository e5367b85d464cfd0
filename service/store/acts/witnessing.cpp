// Rows of audit_witness.
#include "service/store/acts/witnessing.h"

#include "service/store/acts/audit.h"

namespace sportello::store::acts {
namespace {

bool chain_holds(Session& session, const Device& device, const wire::SignedHead& seen) {
  if (seen.head.school != device.school_code) return false;
  const auto row = session.first("SELECT hash FROM audit WHERE school_id = $1 AND sequence = $2", device.school_id,
                                 seen.head.sequence);
  return row && row->blob(0) == secret::Bytes(seen.head.hash.begin(), seen.head.hash.end());
}

// Whether the office has looked into it: by the event of the audit that says so, so that nobody acknowledges by an
// edited row.
constexpr std::string_view acknowledged =
    "EXISTS (SELECT 1 FROM audit a WHERE a.school_id = w.school_id AND a.sequence = w.acknowledged AND a.device_id = "
    "w.device_id AND a.event = 'witness.acknowledged')";

struct Known {
  std::int64_t sequence = 0;
  secret::Bytes hash;
  bool agreed = false, acknowledged = false;
};
std::optional<Known> known_of(Session& session, std::string_view device) {
  const auto row = session.first("SELECT w.sequence, w.hash, w.agreed, CASE WHEN " + std::string{acknowledged} +
                                     " THEN 1 ELSE 0 END FROM audit_witness w WHERE w.device_id = $1",
                                 device);
  if (!row) return std::nullopt;
  return Known{row->integer(0), row->blob(1), row->boolean(2), row->boolean(3)};
}

}  // namespace

Witnessed witness(Session& session, const Office& office, const Device& device,
                  const std::optional<wire::SignedHead>& seen, Time now) {
  if (!seen) return Witnessed::held;
  // What this service never signed says nothing of its chain: the kiosk's file, or the kiosk, is at fault.
  if (seen->key != office.vault.public_key() || !wire::is_signed_rightly(*seen)) return Witnessed::not_ours;
  const bool agreed = chain_holds(session, device, *seen);
  const auto known = known_of(session, device.id);
  if (known && !known->agreed) {
    const bool same = known->sequence == seen->head.sequence &&
                      known->hash == secret::Bytes(seen->head.hash.begin(), seen->head.hash.end());
    if (!known->acknowledged) return agreed ? Witnessed::held : Witnessed::not_held;  // stays as it was found
    if (!agreed && same) return Witnessed::acknowledged;
  }
  if (agreed && known && known->agreed && known->sequence == seen->head.sequence) return Witnessed::held;
  session.exec(
      "INSERT INTO audit_witness (device_id, school_id, sequence, hash, head, seen_at, agreed) VALUES ($1, $2, $3, "
      "$4, $5, $6, $7) ON CONFLICT (device_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, "
      "head = excluded.head, seen_at = excluded.seen_at, agreed = excluded.agreed, acknowledged = 0",
      device.id, device.school_id, seen->head.sequence, seen->head.hash, wire::to_text(*seen), now, agreed);
  if (agreed) return Witnessed::held;
  append(session, office, {device.school_id, EventName::witness_disagreed, device.id, "", ""}, now);
  return Witnessed::not_held;
}

Told<void> acknowledge_witness(Session& session, const Office& office, std::string_view device, Time now) {
  const auto row = session.first("SELECT school_id, head FROM audit_witness WHERE device_id = $1", device);
  if (!row) {
    return std::unexpected("no kiosk " + std::string{device} +
                           " has told a head: see sportello-service audit verify for its id");
  }
  const auto known = known_of(session, device);
  if (known->agreed) return std::unexpected("the chain holds what this kiosk saw: there is nothing to acknowledge");
  if (known->acknowledged) return {};
  append(session, office,
         {row->text(0), EventName::witness_acknowledged, std::string{device}, "",
          personal_json({{"head", row->text(1)}})},
         now);
  session.exec(
      "UPDATE audit_witness SET acknowledged = (SELECT sequence FROM audit_head WHERE school_id = $1) WHERE "
      "device_id "
      "= $2",
      row->text(0), device);
  return {};
}

std::int64_t witnesses_that_disagree(Session& session) {
  return session
      .first("SELECT COUNT(*) FROM audit_witness w WHERE w.agreed = 0 AND NOT (" + std::string{acknowledged} + ")")
      ->integer(0);
}

std::vector<Testimony> testimonies(Session& session, std::string_view school_id, std::string_view school_code) {
  std::vector<Testimony> all;
  for (const auto& row :
       session.query("SELECT w.device_id, w.sequence, w.hash FROM audit_witness w WHERE w.school_id = $1 AND NOT (" +
                         std::string{acknowledged} + ") ORDER BY w.sequence, w.device_id",
                     school_id)) {
    const auto hash = secret::exactly<32>(row.blob(2));
    all.push_back({"kiosk " + row.text(0),
                   {std::string{school_code}, row.integer(1), 0, hash.value_or(secret::ByteArray<32>{})}});
  }
  return all;
}

}  // namespace sportello::store::acts
