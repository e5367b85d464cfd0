// The number an SMS can go to, out of what an office typed: several in one field, a prefix in any of its spellings,
// a landline. Names no number in what it tells.
#pragma once

#include <optional>
#include <string_view>

#include "service/import/layout.h"
#include "service/shared/identity/phone.h"

namespace sportello::import {

struct PhoneFound {
  std::optional<identity::Phone> phone;  // the first that takes an SMS, else the first
  bool unreadable = false;               // a part of the field is no number
};
PhoneFound find_phone(std::string_view text, const Layout& layout);

// Italian numbers say so themselves: mobile ones begin with 3. Of foreign ones nothing is known.
bool takes_sms(const identity::Phone& phone);

}  // namespace sportello::import
