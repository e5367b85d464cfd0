// Mail addresses that the school makes for its people by the profile's patterns: "rossi.fam@school.example".
// A name that is taken gets the lowest free number; the office sees who got another address than the pattern says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/homonyms.h"

namespace sportello::store::acts {

struct Alias {
  std::string holder_id;
  secret::SecretText surname, given_name;
  std::string address;
  std::string wanted;  // another than `address`: a homonym
};
// For everybody of the school who has no address, in the order of their document or key, so that the same families
// get the same addresses whoever runs it. `assign` writes them; else nothing changes. Refuses in a sentence: the
// school has no mail domain, the profile no pattern.
Told<std::vector<Alias>> make_aliases(Session& session, const Office& office, std::string_view school_id,
                                      HolderKind kind, bool assign, Time now);
// The same for one pupil, written.
Told<std::string> assign_pupil_alias(Session& session, const Office& office, std::string_view school_id,
                                     std::string_view pupil_id, Time now);

struct HomonymLine {
  std::string id;
  std::string kind, holder;  // user_code or mail; guardian or pupil
  secret::SecretText surname, given_name, wanted, given;
  Time created_at{};
  bool seen = false;
};
// New ones first; those that the office has seen only with `all`.
std::vector<HomonymLine> list_homonyms(Session& session, const Office& office, std::string_view school_id, bool all);
// All of the school that are new; returns how many.
std::int64_t see_homonyms(Session& session, const Office& office, std::string_view school_id, Time now);

}  // namespace sportello::store::acts
