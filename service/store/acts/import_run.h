// A whole import as the store sees it: it begins, its rows come in many short writes, it ends; people whom the file
// does not name can be closed. Begin and end stand in the audit with their counts; a run without an end was
// interrupted, and importing the same file again completes it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/import.h"

namespace sportello::store::acts {

struct BegunImport {
  std::string id;
  bool last_was_interrupted = false;
  std::int64_t sequence = 0;  // of its event in the audit
};
BegunImport begin_import(Session& session, const Office& office, std::string_view school_id, Time now);

struct ClosedCounts {
  std::int64_t guardians = 0, pupils = 0, bonds = 0;
};
void finish_import(Session& session, const Office& office, std::string_view school_id, std::string_view run,
                   std::int64_t rows, const ImportCounts& counts, const ClosedCounts& closed, Time now);

// Guardians who were disabled while this import ran, and have pupils.
std::vector<std::string> disabled_with_pupils(Session& session, std::string_view school_id, const BegunImport& begun,
                                              Time since);
void let_in(Session& session, const Office& office, std::string_view guardian_id, Time now);

// The pupil left: no list of the school has them, no login is right, and the register hears that. Nothing is deleted
// but the bonds.
void close_pupils(Session& session, const Office& office, std::span<const std::string> ids, Time now);
// Each of these is an event of its own, with the id beside it.
void close_bonds(Session& session, const Office& office, std::span<const std::pair<std::string, std::string>> bonds,
                 Time now);
// No pupil of theirs is here any more: shut out as a blocked one is, with what was open for them.
void close_guardians(Session& session, const Office& office, std::string_view school_id,
                     std::span<const std::string> ids, Time now);

}  // namespace sportello::store::acts
