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
  const Time morning{(midnight + (hour < quiet_until ? 0h : 24h) + quiet_until).time_since_epoch()};
  return morning - italian_offset(morning - italian_offset(at));  // the clock may be put forward or back in between
}

}  // namespace sportello::desk
