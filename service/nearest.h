// The name that somebody most likely meant. Guesses only near ones: a wrong guess is worse than none.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace sportello {

// By letters left out, added, changed or swapped, at most a third of them; also a name that begins or ends with what
// was written. Empty: none is near.
std::string nearest(std::string_view written, const std::set<std::string, std::less<>>& names);

}  // namespace sportello
