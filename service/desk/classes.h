// Which classes a pattern of the office means: "1*" the first years, "2B" one class. Knows no school.
#pragma once

#include <string_view>

namespace sportello::desk {

// '*' stands for anything, '?' for one character; case, spaces and ª º ^ do not count, so that "2B" means "2ª B" too.
bool class_matches(std::string_view pattern, std::string_view class_name);

}  // namespace sportello::desk
