// "It was not me": the link of a confirming message freezes the credentials, and only the office ends that.
// While an account is frozen there is no login and no act on it.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct Frozen {
  std::string school_id;
  std::string language;  // of the guardian's last visit
  bool before = false;   // this link did it before: nothing happened again
};
// What stands in the link's place in the address. Spends the link; ends the grants of the guardian's open visits and
// unconfirmed addresses; cancels open invitations; tells phone and mail. Nothing: no such link, too old, or spent and
// ended by the office since.
std::optional<Frozen> freeze(Session& session, const Office& office, std::string_view token, Time now);

// The school whose link this is, to show whom to ask before anything is done. Nothing: no such link, or too old.
std::optional<std::string> school_behind_freeze_link(Session& session, std::string_view token, Time now);

// For the office, after it has spoken with the guardian. The old password stays dead and the PIN goes, for somebody
// else may have set them; open grants, invitations and unconfirmed addresses end. The guardian makes new ones at the
// kiosk. The mail address on file stays: the office asks about it. The error is a sentence.
std::expected<void, std::string> unfreeze(Session& session, const Office& office, std::string_view school_id,
                                          std::string_view guardian_id, Time now);

}  // namespace sportello::store::acts
