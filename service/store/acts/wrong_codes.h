// A wrong one-time code, on whatever way it came: counted for the person, told in one way, and the lock's notice.
#pragma once

#include <optional>
#include <string>

#include "service/store/acts/outbox.h"
#include "service/store/acts/people.h"

namespace sportello::store::acts {

struct WrongCode {
  std::string school_id;
  std::string device;  // "" at home: the lock's notice says where
  std::string visit;   // or ""
  std::string language;
  secret::Bytes document_index;  // whose day it counts in
  std::optional<Guardian> guardian;
  bool tell = true;     // false: the notice goes the same way, and to no gateway
  int tries_spent = 0;  // of this code
};
// code_wrong (tries_left), or locked (retry_after_s) when it was the last of the day.
wire::Problem wrong_code(Session& session, const Office& office, const WrongCode& wrong, Time now);
wire::Problem locked_problem(Time until, Time now);

// Sealed where a withheld message has no phone and no address.
inline constexpr std::string_view nobodys_phone = "+390000000000";
inline constexpr std::string_view nobodys_mail = "nobody@localhost";

}  // namespace sportello::store::acts
