// Whether a visit's code is really sent. Whoever it is not sent to sees the same screens: only the office knows why.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/desk/limits.h"

namespace sportello::desk {

enum class Withheld { unknown, pupil, no_phone, blocked, locked, minor, country, phone_spent };
std::string_view name_of(Withheld reason);

struct OpeningFacts {
  bool on_file = false;
  bool blocked = false;              // by the office
  bool locked = false;               // too many failures today
  bool minor = false;                // a pupil's own card
  bool pupil = false;                // of age, and on file as a pupil
  bool phone_spent = false;          // its messages of today went to others who share it
  std::optional<std::string> phone;  // E.164
};

// How much may be sent, and where to. From the configuration.
struct SendingRules {
  int per_school_day = 2000;                     // ten times a school's busiest day
  int per_kiosk_day = 300;                       // one a minute for five office hours
  std::vector<std::string> countries = {"+39"};  // prefixes; others cost more and are seldom a family's
  bool operator==(const SendingRules&) const = default;
};

// Nothing: send.
std::optional<Withheld> withhold(const OpeningFacts& facts, const SendingRules& rules);

}  // namespace sportello::desk
