// How many requests one of a kind may make, with reasons. Numbers only.
#pragma once

namespace sportello::handlers {

// [limits], a minute each. A sixth of it may come at once.
struct RateLimits {
  int requests_per_kiosk_minute = 600;        // a visit has ten: a kiosk that asks more is broken or not a kiosk
  int requests_per_login_page_minute = 6000;  // a whole school on the first Monday morning
  int requests_per_address_minute = 600;      // of browsers: families behind one address of a mobile network
  int requests_per_person_minute = 30;        // of one card at kiosks, of one user code at login pages
  bool operator==(const RateLimits&) const = default;
};

}  // namespace sportello::handlers
