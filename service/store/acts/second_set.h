// A second set for one family. Where the school wants a written request first (school.second_set = on_request), the
// office notes it here, and the guardian's next issue spends the note.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// `reference` is the written request's, as the office files it. The error is a sentence.
std::expected<void, std::string> authorise_second_set(Session& session, const Office& office,
                                                      std::string_view school_id, std::string_view guardian_id,
                                                      std::string_view reference, Time now);

// Would this guardian's first issue be a second set that nobody has authorised?
bool waits_for_office(Session& session, std::string_view school_id, std::string_view guardian_id);
// Inside the issue. Without a note nothing happens.
void spend_authorisation(Session& session, std::string_view guardian_id, Time now);

}  // namespace sportello::store::acts
