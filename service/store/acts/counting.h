// What is counted so that nobody is pestered, guessed at or charged for: messages of a day, wrong codes of a person.
// Counts for people who are not on file as for everybody else.
#pragma once

#include <optional>
#include <string_view>

#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

// One more code message to this phone, from this kiosk, for this school. Refuses with sends_spent and writes the
// event.
Outcome<void> count_send(Session& session, const Office& office, const Device& device, std::string_view visit,
                         secret::BytesView phone_index, Time now);

// Until when this person's codes are refused; nothing: they are not.
std::optional<Time> locked_until(Session& session, std::string_view school_id, secret::BytesView document_index,
                                 Time now);

// One more wrong code. The time it is locked until, when this was the last of the day.
std::optional<Time> count_failure(Session& session, std::string_view school_id, secret::BytesView document_index,
                                  Time now);

}  // namespace sportello::store::acts
