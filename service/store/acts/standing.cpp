// Decides from the profile's data, the school's settings and what is there. Names no register product.
#include "service/store/acts/standing.h"

#include <algorithm>

#include "service/desk/access.h"
#include "service/desk/italian_clock.h"
#include "service/store/acts/second_set.h"

namespace sportello::store::acts {
namespace {

wire::PinOffer offer_of(desk::PinUse use) {
  switch (use) {
    case desk::PinUse::none: return wire::PinOffer::none;
    case desk::PinUse::optional: return wire::PinOffer::optional;
    case desk::PinUse::second_factor:
    case desk::PinUse::signature: break;
  }
  return wire::PinOffer::always;
}

std::vector<wire::Act> acts_on(const Account& account, const desk::Profile& profile, Time now) {
  std::vector<wire::Act> acts;
  acts.push_back(profile.issue_replaces ? wire::Act::issue : wire::Act::reset_password);
  acts.push_back(wire::Act::recover_user_code);
  // A password that is over proves nothing any more.
  if (!account.password_over(now)) acts.push_back(wire::Act::change_password);
  if (profile.pin != desk::PinUse::none && profile.pin_renewable) acts.push_back(wire::Act::renew_pin);
  if (profile.pin == desk::PinUse::optional && account.has_pin) acts.push_back(wire::Act::remove_pin);
  return acts;
}

}  // namespace

bool Standing::may(wire::Act act) const { return std::ranges::find(acts, act) != acts.end(); }

Standing standing_of(Session& session, const Office& office, const Guardian& guardian, Time now) {
  Standing standing;
  standing.profile = &profile_of(session, office, guardian.school_id);
  standing.settings = school_settings(session, guardian.school_id);
  standing.account = account_of_guardian(session, office, guardian.id);
  standing.access = desk::access_on(desk::italian_day(now), desk::guardian_role, standing.settings.access,
                                    standing.profile->access);
  standing.pin = offer_of(standing.profile->pin);
  if (standing.account && standing.account->frozen) {
    standing.office_first = wire::OfficeFirst::frozen;
  } else if (!standing.account && waits_for_office(session, guardian.school_id, guardian.id)) {
    standing.office_first = wire::OfficeFirst::second_set;
  }
  if (guardian.blocked || standing.office_first || standing.access == wire::Access::digital_identity) {
    return standing;
  }
  standing.acts =
      standing.account ? acts_on(*standing.account, *standing.profile, now) : std::vector{wire::Act::issue};
  return standing;
}

}  // namespace sportello::store::acts
