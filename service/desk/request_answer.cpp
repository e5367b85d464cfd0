// Decides; the first reason that holds is told to the office.
#include "service/desk/request_answer.h"

#include "service/desk/italian_clock.h"

namespace sportello::desk {

RequestAnswered answer_request(const RequestFacts& facts) {
  using enum RequestAnswered::Way;
  const auto no = [](std::string_view why) { return RequestAnswered{nothing, why}; };
  if (facts.again) return no("again");
  if (facts.withheld) return no(name_of(*facts.withheld));
  if (facts.office_first) return no("office_first");
  if (!facts.mail) return facts.sms_spent ? no("sms_spent") : RequestAnswered{come_back, {}};
  // A new link ends the one before: not while somebody at home stands in the middle of it.
  if (facts.link_in_use) return no("link_in_use");
  if (facts.links_spent) return no("links_spent");
  return {link, {}};
}

Time out_of_the_night(Time at) {
  using namespace std::chrono;
  const auto local = at + italian_offset(at);
  const auto midnight = floor<days>(local);
  const auto hour = local - midnight;
  if (hour >= quiet_until && hour < quiet_from) return at;
  // Twice a year the clock is put forward or back in between: then it is seven or nine.
  const auto morning = midnight + (hour < quiet_until ? 0h : 24h) + quiet_until;
  return Time{morning.time_since_epoch()} - italian_offset(at);
}

}  // namespace sportello::desk
