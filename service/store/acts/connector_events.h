// What a register is told, from the claim to the last word. Decided in telling_register.h, delivered by connectors/.
//
// Order is per account: an event goes when every earlier one of its account has been delivered, has failed for good
// or was overtaken. One that waits for its next try holds back its account and nobody else.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct ClaimedEvent {
  std::string id, school_id, kind, account;
  std::int64_t sequence = 0;
  int attempt = 0;             // this one, from 1
  Time not_after{};            // no try begins later
  secret::SecretText content;  // JSON; empty: unreadable, and over
};

// Schools with something that may be due, the longest waiting first.
struct DueSchool {
  std::string id, code;
};
std::vector<DueSchool> schools_with_events(Session& session, Time now);

// What cannot be opened is told to nobody: it fails with this last word, and holds back nothing.
inline constexpr std::string_view unreadable = "unreadable";

// One event, for a webhook: the oldest that is due. `until`: then it counts as left by a dead process and is due
// again, under the same id, which its receiver knows. What a file of an earlier connector may have brought is told
// once more, for nobody knows whether it did.
std::optional<ClaimedEvent> claim_event(Session& session, const Office& office, std::string_view school_id,
                                        std::string_view process, Time now, Time until);
void event_delivered(Session& session, std::string_view id, int attempt, Time now);
// `again`: when to try next; nothing: failed, until the office says retry.
void event_refused(Session& session, std::string_view id, int attempt, std::string_view last_word,
                   std::optional<Time> again, Time now);

// A file's worth of events, in their order, for CSV. A school has one at a time. One that was begun is found again
// first, by whoever began it, or by anybody when that claim has run out; but one whose file is staged, only by a
// process with the same folder: nobody else can know whether the file has its name by now.
struct EventBatch {
  std::int64_t number = 0;
  bool staged = false;     // its file was written whole: it has only to be named
  bool elsewhere = false;  // staged in another folder, and not finished there in its time; without events
  std::vector<ClaimedEvent> events;
  std::vector<std::string> unreadable;  // ids that are over for that
};
struct BatchTaker {
  std::string process, folder;
  Time until{};  // then the claim has run out
  Time again{};  // when one that is elsewhere is looked at again
};
inline constexpr std::string_view in_other_folder = "other_folder";
std::optional<EventBatch> begin_batch(Session& session, const Office& office, std::string_view school_id,
                                      const BatchTaker& taker, int most, Time now);
// False: some of it is gone, or somebody else has it, and its file must not be named. Nothing is changed then.
bool batch_staged(Session& session, const EventBatch& batch, std::string_view school_id, std::string_view process,
                  std::string_view folder);
void batch_delivered(Session& session, std::string_view school_id, std::int64_t number, std::string_view folder,
                     Time now);
// The folder cannot be written: its events wait, in the same batch.
void batch_refused(Session& session, std::string_view school_id, std::string_view process, std::int64_t number,
                   std::string_view last_word, Time again);

// For whoever watches: of each connector that the configuration names, and of "none", whose schools have no connector
// any more. An index finds them: what was delivered is not counted here.
struct EventsOfConnector {
  std::int64_t waiting = 0, refused = 0;  // refused for good, until the office says retry
  std::optional<Time> oldest;             // of what waits
};
std::map<std::string, EventsOfConnector> count_events(Session& session, const Office& office);

// For the office. No person, no content.
struct ListedEvent {
  std::string id, school_id, kind, account, state, last_word;
  std::int64_t sequence = 0, attempts = 0, batch = 0;
  Time created_at{}, next_at{};
  std::optional<Time> finished_at;
};
std::vector<ListedEvent> list_events(Session& session, std::string_view school_id, bool waiting_only, int most);
std::optional<ListedEvent> find_event(Session& session, std::string_view id);

// What failed is due again; what waits is due now. A failed one that a newer delivered one of its account has made
// untrue stays. `id` may be "": all of the school. `lost_folder`: also what waits for a folder that nobody has any
// more; the register may get those events twice, under the same ids. How many.
Told<std::int64_t> retry_events(Session& session, const Office& office, std::string_view school_id,
                                std::string_view id, Time now, bool lost_folder = false);

}  // namespace sportello::store::acts
