// Short texts that people read aloud: a visit's reference (K7-4M2), a device's enrolment code.
#pragma once

#include <string>
#include <string_view>

#include "service/desk/profile.h"

namespace sportello::desk {

// No 0 O, 1 I L, 5 S, 8 B, and no Z beside the 2: each looks like another.
inline constexpr std::string_view clear_letters = "234679ACDEFGHJKMNPQRTUVWXY";

std::string make_reference(const Random& random);   // K7-4M2: 26^5, twelve million
std::string make_enrol_code(const Random& random);  // XXXX-XXXX-XXXX-XXXX: 75 bits, single use, three days
// As it was made, whatever case, spaces and dashes it was typed with.
std::string tidy_enrol_code(std::string_view typed);

}  // namespace sportello::desk
