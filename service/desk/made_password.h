// Passwords that the register makes: three groups that can be read aloud and typed from paper ("kvt7-Xm3q-rw9h").
// Pure: randomness comes from the caller.
#pragma once

#include "service/desk/password_policy.h"

namespace sportello::desk {

// Twelve characters and more of 47 that nobody mistakes for another (66 bits), dashes between, and whatever else the
// policy wants. Drawn again until no rule is broken.
secret::SecretText make_password(const wire::PasswordPolicy& policy, const CommonPasswords& common,
                                 const PersonalWords& personal, const Random& random);

}  // namespace sportello::desk
