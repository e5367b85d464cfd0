// Rows of visits and grants.
#include "service/store/acts/visit_state.h"
#include "service/shared/secret/hash.h"

#include <sodium.h>

namespace sportello::store::acts {
namespace {

constexpr std::string_view purpose = "credentials";
constexpr std::size_t grant_size = 32;

secret::Bytes hash_of_grant(const secret::SecretText& grant) { return secret::hash(grant.reveal()); }

}  // namespace

std::optional<VisitState> load_visit(Session& session, const Device& device, std::string_view visit, Time now) {
  const auto row = session.first(
      "SELECT id, guardian_id, document_index, phone_index, withheld, language, reply_key, checked_at, ended_at, "
      "expires_at, code_issue, code_key_version, code_expires_at, code_tries, code_sends, code_sent_at, acts FROM "
      "visit "
      "WHERE id = $1 AND device_id = $2 AND school_id = $3",
      visit, device.id, device.school_id);
  if (!row) return std::nullopt;
  const auto number = [&](std::size_t column) { return static_cast<int>(row->integer(column)); };
  const auto reply_key = secret::exactly<32>(row->blob(6));
  return VisitState{row->text(0),
                    row->optional_text(1),
                    row->blob(2),
                    row->blob(3),
                    row->boolean(4),
                    row->text(5),
                    reply_key.value_or(secret::SealPublicKey{}),
                    !row->is_null(7),
                    !reply_key || !row->is_null(8) || row->time(9) <= now,
                    number(16),
                    {number(10), number(11), row->time(12), number(13), number(14), row->time(15)}};
}

Outcome<VisitState> open_visit_of(Session& session, const Device& device, std::string_view visit, Time now) {
  auto state = load_visit(session, device, visit, now);
  if (!state) return refused(wire::Code::visit_unknown);
  if (state->ended) return refused(wire::Code::visit_ended);
  return std::move(*state);
}

secret::SecretText make_grant(Session& session, const Device& device, std::string_view visit, Time now) {
  auto bytes = secret::random_bytes(grant_size);
  secret::SecretText grant{secret::to_base64url(bytes)};
  sodium_memzero(bytes.data(), bytes.size());
  session.exec(
      "INSERT INTO visit_grant (token_hash, school_id, visit_id, device_id, purpose, expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      hash_of_grant(grant), device.school_id, visit, device.id, purpose, now + desk::grant_life);
  return grant;
}

bool grant_opens(Session& session, const Device& device, std::string_view visit, const secret::SecretText& grant,
                 Time now) {
  return session
      .first(
          "SELECT 1 FROM visit_grant WHERE token_hash = $1 AND school_id = $2 AND visit_id = $3 AND device_id = $4 "
          "AND purpose = $5 AND expires_at > $6",
          hash_of_grant(grant), device.school_id, visit, device.id, purpose, now)
      .has_value();
}

}  // namespace sportello::store::acts
