// Rows of homonyms.
#include "service/store/acts/homonyms.h"

#include "service/store/acts/audit.h"

namespace sportello::store::acts {

std::string_view name_of(HomonymKind kind) { return kind == HomonymKind::user_code ? "user_code" : "mail"; }
std::string_view name_of(HolderKind kind) { return kind == HolderKind::guardian ? "guardian" : "pupil"; }

void note_homonym(Session& session, const Office& office, const Homonym& homonym, Time now) {
  session.exec("DELETE FROM homonym WHERE kind = $1 AND holder_id = $2", name_of(homonym.kind), homonym.holder_id);
  const auto id = new_id();
  const auto seal = [&](std::string_view column, std::string_view clear) {
    return office.vault.seal(Seal::personal, {"homonym", column, homonym.school_id, id}, clear);
  };
  session.exec(
      "INSERT INTO homonym (id, school_id, kind, holder, holder_id, wanted, given, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      id, homonym.school_id, name_of(homonym.kind), name_of(homonym.holder), homonym.holder_id,
      seal("wanted", homonym.wanted), seal("given", homonym.given), now);
  append(session, office,
         {homonym.school_id, EventName::homonym_resolved, "", "",
          personal_json({{"kind", name_of(homonym.kind)}, {name_of(homonym.holder), homonym.holder_id}})},
         now);
}

}  // namespace sportello::store::acts
