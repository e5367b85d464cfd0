// Rows of authorisations. A family is whoever shares a pupil.
#include "service/store/acts/second_set.h"

#include <algorithm>

#include "service/store/acts/audit.h"

namespace sportello::store::acts {
namespace {

constexpr std::size_t longest_reference = 200;  // bytes: "prot. 1234/2027, 12 January 2027"
constexpr std::string_view on_request = "on_request";

bool has_unused(Session& session, std::string_view guardian_id) {
  return session.first("SELECT 1 FROM authorisation WHERE guardian_id = $1 AND used_at IS NULL", guardian_id)
      .has_value();
}

}  // namespace

std::expected<void, std::string> authorise_second_set(Session& session, const Office& office,
                                                      std::string_view school_id, std::string_view guardian_id,
                                                      std::string_view reference, Time now) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (reference.empty() || reference.size() > longest_reference || std::ranges::any_of(reference, is_control)) {
    return std::unexpected("name the written request in one line of 1 to 200 bytes, such as \"prot. 1234/2027\"");
  }
  if (!session.first("SELECT 1 FROM guardian WHERE id = $1 AND school_id = $2", guardian_id, school_id)) {
    return std::unexpected("there is no such guardian at this school: see guardian find");
  }
  if (session.first("SELECT 1 FROM account WHERE guardian_id = $1", guardian_id)) {
    return std::unexpected("this guardian has credentials already: they are reset at the kiosk");
  }
  if (has_unused(session, guardian_id)) {
    return std::unexpected("this guardian is authorised already: they can come to the kiosk");
  }
  const auto id = new_id();
  session.exec(
      "INSERT INTO authorisation (id, school_id, guardian_id, reference, created_at) VALUES ($1, $2, $3, $4, $5)", id,
      school_id, guardian_id,
      office.vault.seal(Seal::personal, {"authorisation", "reference", school_id, id}, reference), now);
  append(session, office,
         {std::string{school_id}, EventName::second_set_authorised, "", "",
          personal_json({{"guardian", guardian_id}, {"reference", reference}})},
         now);
  return {};
}

bool waits_for_office(Session& session, std::string_view school_id, std::string_view guardian_id) {
  if (!session.first("SELECT 1 FROM school WHERE id = $1 AND second_set = $2", school_id, on_request)) return false;
  const bool second = session
                          .first(
                              "SELECT 1 FROM guardianship mine "
                              "JOIN guardianship theirs ON theirs.pupil_id = mine.pupil_id AND "
                              "theirs.guardian_id <> mine.guardian_id "
                              "JOIN account a ON a.guardian_id = theirs.guardian_id WHERE mine.guardian_id = $1",
                              guardian_id)
                          .has_value();
  return second && !has_unused(session, guardian_id);
}

void spend_authorisation(Session& session, std::string_view guardian_id, Time now) {
  session.exec("UPDATE authorisation SET used_at = $1 WHERE guardian_id = $2 AND used_at IS NULL", now, guardian_id);
}

}  // namespace sportello::store::acts
