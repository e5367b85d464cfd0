// What is counted so that nobody is pestered, guessed at or charged for: messages of a day, wrong codes of a person.
// Counts for people who are not on file as for everybody else.
#pragma once

#include <optional>
#include <string_view>

#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

// One more code message for this person, to this phone, from this kiosk, for this school. Refuses with sends_spent
// and writes the event. A phone's end is no refusal: only people on file can share one, so it must not show.
struct SendCounted {
  bool phone_spent = false;  // others used up this phone's messages: withhold this one
};
Outcome<SendCounted> count_send(Session& session, const Office& office, const Device& device, std::string_view visit,
                                secret::BytesView document_index, secret::BytesView phone_index, Time now);

// One more code by mail, for this person and to this address: on counters of their own, for it costs no SMS and must
// not spend the person's. Refuses with sends_spent and writes the event.
Outcome<void> count_mail_code(Session& session, const Office& office, const Device& device, std::string_view visit,
                              secret::BytesView document_index, secret::BytesView mail_index, Time now);

// So many more of a kind that this kiosk delivers, such as "request": no more than `most` a day. Refuses with
// sends_spent, and then counts none.
Outcome<void> count_delivered(Session& session, const Device& device, std::string_view kind, std::int64_t more,
                              std::int64_t most, Time now);

// Until when this person's codes are refused; nothing: they are not.
std::optional<Time> locked_until(Session& session, std::string_view school_id, secret::BytesView document_index,
                                 Time now);

// One more wrong code. The time it is locked until, when this was the last of the day.
std::optional<Time> count_failure(Session& session, std::string_view school_id, secret::BytesView document_index,
                                  Time now);

}  // namespace sportello::store::acts
