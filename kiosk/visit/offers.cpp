// Decides from what the service said of the person. Knows no register product.
#include "kiosk/visit/offers.h"

#include <algorithm>
#include <array>

namespace sportello::visit {
namespace {

// By how many come for it: who lost something, then who wants something changed.
constexpr std::array likeliest = {wire::Act::reset_password,    wire::Act::issue,     wire::Act::change_password,
                                  wire::Act::recover_user_code, wire::Act::renew_pin, wire::Act::remove_pin};

bool may(const Proved& proved, wire::Act act) {
  return std::ranges::find(proved.person->acts, act) != proved.person->acts.end();
}

}  // namespace

std::vector<Offer> offers(const Proved& proved) {
  const auto& person = *proved.person;
  std::vector<Offer> all;
  if (person.access == wire::Access::digital_identity) all.emplace_back(Wish::identity);
  for (const auto act : likeliest) {
    if (may(proved, act)) all.emplace_back(act);
  }
  // The service takes an address from everybody but who is frozen, and sends the link to whoever may do anything.
  if (person.office_first != wire::OfficeFirst::frozen) all.emplace_back(Wish::mail);
  if (may(proved, wire::Act::issue) || may(proved, wire::Act::reset_password)) all.emplace_back(Wish::invitation);
  all.emplace_back(Wish::on_file);
  if (person.access == wire::Access::both) all.emplace_back(Wish::identity);
  all.emplace_back(Wish::call);
  return all;
}

bool offers(const Proved& proved, const Offer& offer) {
  const auto all = offers(proved);
  return std::ranges::find(all, offer) != all.end();
}

bool nothing_to_do(const Proved& proved) {
  // What the office must do first is said where the rest is offered.
  const auto& person = *proved.person;
  return person.acts.empty() && !person.office_first && person.access == wire::Access::credentials;
}

}  // namespace sportello::visit
