// What of a visit's step goes into the device's journal: words and counts, never who. Pure.
#pragma once

#include <vector>

#include "kiosk/journal/book.h"
#include "kiosk/visit/events.h"

namespace sportello::journal {

std::vector<Note> notes_of(const visit::Visit& before, const visit::Visit& after, const visit::Event& event);

}  // namespace sportello::journal
