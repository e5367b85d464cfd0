// One row of a school's guardians: new people are added, known ones are changed where they differ, nobody is removed.
#pragma once

#include "service/import/guardians.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct ImportCounts {
  std::int64_t new_guardians = 0, changed_guardians = 0;
  std::int64_t new_pupils = 0, changed_pupils = 0;
  std::int64_t new_guardianships = 0;
};
// Counts into `counts`. A row may come again: nothing is duplicated.
void import_row(Session& session, const Office& office, std::string_view school_id, const import::GuardianRow& row,
                ImportCounts& counts, Time now);
void note_import(Session& session, const Office& office, std::string_view school_id, const ImportCounts& counts,
                 Time now);

}  // namespace sportello::store::acts
