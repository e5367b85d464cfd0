// The processes that serve from one store, and what a dead one leaves behind. A process is known by an id that its
// next start has too, so a start knows that whatever stands under its own id was left by a death.
#pragma once

#include "service/store/acts/office.h"

namespace sportello::store::acts {

inline constexpr std::chrono::seconds beat_every{5};  // a dead one's messages wait for some of these
inline constexpr std::chrono::seconds process_life{
    20};  // silent so long is dead: a few beats, and clocks that differ

// At a start, before anything is claimed: notes the process, and makes due again what its last life, or an older
// program, left in the middle of sending. Returns how many messages.
std::int64_t begin_process(Session& session, std::string_view process, Time now);

// Every beat_every: this process lives. Takes over from those that have been silent for process_life, but
// only if this one itself was heard all along: after a time without a store everybody is silent, and nobody dead.
// Returns how many messages are due again.
std::int64_t beat(Session& session, std::string_view process, Time now);

// Whether a process is heard that serves from this store.
bool somebody_serves(Session& session, Time now);

// At a graceful stop, after the last message was noted.
void end_process(Session& session, std::string_view process);

}  // namespace sportello::store::acts
