// A mail address as far as it can be judged while it is typed. Asks no server: whether it is somebody's, its code
// tells.
#pragma once

#include <string>
#include <string_view>

namespace sportello::visit {

// What still lacks, in the order in which it is typed.
enum class MailLack { nothing, name, at, domain };
MailLack lacks_of_mail(std::string_view typed);

// Whether these characters may stand in an address.
bool may_stand_in_mail(std::string_view characters);

// "m…@casa.example", as the service masks it.
std::string masked_mail(std::string_view mail);

}  // namespace sportello::visit
