// The alphabet of an SMS (3GPP TS 23.038). Sends nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sportello::messaging {

// How many of the 160 places of one part UTF-8 text takes; nothing if a character is not in the alphabet.
std::optional<std::size_t> gsm7_length(std::string_view utf8);
// Whether to_gsm7 leaves no '?': every character is in the alphabet or has one near it.
bool gsm7_writes(std::string_view utf8);
// How many of the 70 places of one UCS-2 part it takes.
std::size_t ucs2_length(std::string_view utf8);
// Characters outside the alphabet become the nearest inside it: è stays, ë becomes e, ’ becomes ', others '?'.
std::string to_gsm7(std::string_view utf8);

}  // namespace sportello::messaging
