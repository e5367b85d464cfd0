// Numbers that guard an invitation's page against whoever holds its link. Its lives, and all else of the desk, stand
// in limits.h. Decides nothing.
#pragma once

#include "service/desk/limits.h"

namespace sportello::desk {

inline constexpr std::chrono::seconds double_press = 5s;  // the same button twice is one wish
inline constexpr std::chrono::seconds page_sends_again_after =
    2h;  // after three codes of one link, in whatever browsers: nobody's messages of a day go in a minute
inline constexpr std::chrono::seconds invitation_renews_for =
    30 * 24h;  // after its end: last year's mail, in whoever's hands, is no way to a new link

}  // namespace sportello::desk
