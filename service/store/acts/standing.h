// What a guardian may do with their credentials now: the one place that says so, for the kiosk's screens, for every
// act, for the invitation page.
#pragma once

#include <optional>
#include <vector>

#include "service/store/acts/accounts.h"
#include "service/store/acts/people.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {

struct Standing {
  const desk::Profile* profile = nullptr;
  SchoolSettings settings;
  std::optional<Account> account;
  wire::Access access = wire::Access::credentials;
  std::optional<wire::OfficeFirst> office_first;
  wire::PinOffer pin = wire::PinOffer::none;
  std::vector<wire::Act> acts;  // likeliest first; none when the office or the digital identity comes first

  [[nodiscard]] bool may(wire::Act act) const;
};
Standing standing_of(Session& session, const Office& office, const Guardian& guardian, Time now);

}  // namespace sportello::store::acts
