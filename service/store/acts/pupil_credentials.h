// Pupils' own credentials, one class at a time. Two steps, for hashes have no place in a transaction: plan_pupils in
// a read, then passwords and hashes, then give_pupils in the write, which looks anew at who has a set.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/desk/password_policy.h"
#include "service/store/acts/class_pupils.h"

namespace sportello::store::acts {

struct PupilsWish {
  std::string classes;  // "2B": one class; a pattern that means two is refused
  bool renew = false;   // also those who have a set: it is replaced
  bool by_mail = false;
};
struct PlannedPupil {
  std::string id;
  desk::PersonalWords personal;  // that their password must not hold
};
struct PupilsPlan {
  desk::Profile profile;
  std::vector<PlannedPupil> pupils;
};
// Refuses in a sentence: no such class, more than one, the profile or the day gives pupils none, no address can be
// made.
Told<PupilsPlan> plan_pupils(Session& session, const Office& office, std::string_view school_id,
                             const PupilsWish& wish, Time now);

struct MadePassword {
  std::string pupil_id;
  secret::SecretText password, hash;  // Argon2id, encoded
};
struct GivenPupil {
  std::string surname, given_name, class_name;
  secret::SecretText user_code, password;
  bool homonym = false;  // the user code or the address carries a number
};
struct PupilsGiven {
  std::vector<GivenPupil> pupils;  // in the order of the alphabet
  std::int64_t had_one = 0;        // left as they are
  Time ends_at{};                  // of the passwords
};
// Whose set came meanwhile is left as they are. By mail: enqueues the message with the secrets sealed in it.
Told<PupilsGiven> give_pupils(Session& session, const Office& office, std::string_view school_id,
                              const PupilsWish& wish, const std::vector<MadePassword>& made, Time now);

}  // namespace sportello::store::acts
