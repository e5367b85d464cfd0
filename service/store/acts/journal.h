// Kiosks' journals: held to their chain, kept as they came. Says nothing of any person, and mends nothing: a gap or a
// fork is refused until the kiosk sends what fits, or the office lets the journal begin anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/shared/wire/journal.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct JournalKept {
  wire::JournalAnswer answer;
  std::int64_t taken = 0;     // that are new
  std::int64_t repeated = 0;  // that were held already
};
// POST /v1/journal. All entries or none. Refuses: journal_gap, journal_fork (the first time that is an event of the
// audit too, until entries fit again), sends_spent.
Outcome<JournalKept> keep_journal(Session& session, const Office& office, const Device& device,
                                  const std::vector<wire::JournalEntry>& entries, Time now);

// For the command line: the next entry may have any number and any entry before it, once; an event of the audit.
Told<void> begin_journal_anew(Session& session, const Office& office, std::string_view device, Time now);
// The same for every kiosk, after a restore, which is an event itself.
void begin_journals_anew(Session& session);

// The newest entries, oldest first, for whoever looks into a fault. The error: there is no such kiosk.
struct JournalRow {
  wire::JournalEntry entry;
  Time delivered_at{};
};
Told<std::vector<JournalRow>> journal_of(Session& session, std::string_view device, int most);

}  // namespace sportello::store::acts
