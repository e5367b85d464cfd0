// How the register is entered on a day: by the credentials of this desk, by the national digital identity, by either.
#pragma once

#include <string_view>
#include <vector>

#include "service/desk/profile.h"

namespace sportello::desk {

inline constexpr std::string_view guardian_role = "guardian";
inline constexpr std::string_view pupil_role = "pupil";

bool is_day(std::string_view text);  // "2027-01-15", and such a day exists

// The latest rule for the role that has begun by `day` (as the calendar says in Italy): the school's if one has
// begun, else the profile's, else credentials.
wire::Access access_on(std::string_view day, std::string_view role, const std::vector<AccessRule>& of_school,
                       const std::vector<AccessRule>& of_profile);

}  // namespace sportello::desk
