// One row of a school's guardians: new people are added, known ones are changed where they differ, those who had left
// come back, nobody is removed. Credentials are never touched.
// An address that its guardian confirmed by a code outranks the file.
#pragma once

#include <set>

#include "service/import/row.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct ImportCounts {
  std::int64_t new_guardians = 0, changed_guardians = 0;
  std::int64_t new_pupils = 0, changed_pupils = 0;
  std::int64_t new_guardianships = 0;
  std::set<std::string> kept_confirmed;  // guardians whose row names another address than the one they confirmed
  std::set<std::string> kept_assigned;   // whose row names none, while they have one of the school's own
  std::set<std::string> replaced;        // whose confirmed address went: the old one was told
  void add(ImportCounts&& other);
};
enum class ConfirmedMail { keep, replace };
// Counts into `counts`. A row may come again: nothing is duplicated.
void import_row(Session& session, const Office& office, std::string_view school_id, const import::GuardianRow& row,
                ImportCounts& counts, Time now, ConfirmedMail confirmed = ConfirmedMail::keep);
// Its guardian and its pupil alone; their ids.
std::string import_guardian(Session& session, const Office& office, std::string_view school_id,
                            const import::GuardianRow& row, ImportCounts& counts, Time now, ConfirmedMail confirmed);
std::string import_pupil(Session& session, const Office& office, std::string_view school_id,
                         const import::GuardianRow& row, ImportCounts& counts, Time now);

// What a pupil of this key is found by.
secret::Bytes pupil_index(const Office& office, std::string_view school_id, std::string_view pupil_key);
// The same as earlier programs made it: of an omocode another one. Importing such a pupil indexes them anew.
secret::Bytes index_as_written(const Office& office, std::string_view school_id, std::string_view pupil_key);

}  // namespace sportello::store::acts
