// What tests of credentials share: a visit whose code was right, and acts with a hash that needs no hashing.
#pragma once

#include "service/store/acts/credentials.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {

inline acts::Bearer bearer(Desk& desk, store::Time now = start, std::string_view who = maria) {
  const auto visit = desk.open(who, now);
  REQUIRE(visit);
  const auto checked = desk.check(visit->visit, desk.code_of(visit->visit), now);
  REQUIRE(checked);
  return {desk.device, visit->visit, checked->person.grant};
}

inline auto set(Desk& desk, const acts::Bearer& who, wire::Act act, const std::string& hash = "",
                store::Time now = start, const std::string& version = "2026-09") {
  return desk.act([&](auto& session) {
    acts::NewCredentials made;
    made.wish = {act, version, true};
    made.password_hash = secret::SecretText{hash};
    if (act == wire::Act::issue || act == wire::Act::renew_pin) {
      made.pin = secret::SecretText{"482913"};
      made.pin_hash = secret::SecretText{"hash of a pin"};
    }
    return acts::set_credentials(session, *desk.office, who, made, now);
  });
}

}  // namespace sportello::tests
