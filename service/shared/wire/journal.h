// The kiosk's journal: what the device did and met, each entry chained by hash to the one before, so that nobody
// takes one out or changes one unseen. One definition for both ends: the kiosk writes, the service holds it to the
// chain. The shape of an entry leaves no room for a codice fiscale, a phone, a mail address or a sentence; that its
// words say nothing of a person is the kiosk's to keep. Keeps nothing, asks no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/wire/messages.h"

namespace sportello::wire {

using JournalHash = secret::ByteArray<32>;     // BLAKE2b
inline constexpr JournalHash journal_begin{};  // stands before a journal's first entry

inline constexpr std::size_t most_entries_at_once = 64;   // of one call: under 40 KiB
inline constexpr std::size_t longest_journal_event = 49;  // two words of 24 and the dot
inline constexpr std::size_t longest_journal_data = 256;  // bytes
inline constexpr std::size_t most_journal_values = 8;

struct JournalEntry {
  std::int64_t sequence = 0;  // of the device, from 1, without gaps
  std::int64_t at = 0;        // seconds since 1970, by the kiosk's clock
  std::string event;          // "scan.failed": one or two words of a-z and _
  // "name=value name=value", or "". A name is 1 to 24 of a-z and _. A value is a number of 1 to 8 digits, a word of 1
  // to 32 of a-z, _ and -, which begins with a letter, or one of our ids (22 of base64url).
  std::string data;
  JournalHash previous{};  // of the entry before
  bool operator==(const JournalEntry&) const = default;
};

bool is_journal_event(std::string_view text);
bool is_journal_data(std::string_view text);  // "" is none
// The next one after `previous`; nothing where something is out of bounds.
std::optional<JournalEntry> journal_entry(std::int64_t sequence, const JournalHash& previous, std::int64_t at,
                                          std::string event, std::string data);
// What the next entry names as previous: of "sportello-journal-1 DEVICE SEQUENCE AT EVENT PREVIOUS", a space and the
// data behind it where there is any.
JournalHash journal_hash(std::string_view device, const JournalEntry& entry);

// POST /v1/journal, signed → 200 JournalAnswer. Without entries: only asks what is held. All of a call is kept, or
// nothing. Refuses: journal_gap (an entry between is missing: ask what is held, send from there), journal_fork
// (another entry stands at this place), sends_spent (more in a day than any kiosk writes; retry_after_s). A repeat
// changes nothing. After a gap or a fork that the kiosk cannot mend, the office lets the journal begin anew
// (`device journal-restart`): then the first entry may have any number and any previous.
struct JournalDelivery {
  std::vector<JournalEntry> entries;  // at most most_entries_at_once, in their order
};
struct JournalAnswer {
  std::int64_t held = 0;  // up to this number, and so durably; 0: none
  JournalHash hash{};     // of that entry
};

std::string to_json(const JournalDelivery&);
std::string to_json(const JournalAnswer&);

}  // namespace sportello::wire
