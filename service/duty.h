// What a thread of the service is for: its name in the system's lists, and who goes first when every core is wanted.
// Needs no privilege, and where the system knows less, does less.
#pragma once

namespace sportello {

enum class Duty {
  answers,  // somebody waits for it, and it is done in a moment: io, store, messages
  hashes,   // takes whole cores for as long as there is a queue: goes on when nobody else wants to
};

// For the calling thread, once, at its beginning. A name has at most 15 characters.
void begin_duty(const char* name, Duty duty);

}  // namespace sportello
