// The pupils of classes, opened: for batches of the office.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct ClassPupil {
  std::string id;
  std::string class_name;  // as the school writes it
  secret::SecretText key, surname, given_name;
  std::optional<secret::SecretText> mail;
};
// Whose class the pattern means (desk::class_matches), by surname, name and key.
std::vector<ClassPupil> pupils_in(Session& session, const Office& office, std::string_view school_id,
                                  std::string_view pattern);

}  // namespace sportello::store::acts
