// One spelling for what is the same to whoever types it: an e with an accent is one character or two, by keyboard and
// by browser. Unicode's composed form (NFC), never its compatibility form: no character becomes another one.
#pragma once

#include <string_view>

#include "service/shared/secret/secret.h"

namespace sportello::desk {

// Text that is not UTF-8, or has nothing to compose, stays as it is.
secret::SecretText composed(std::string_view text);

}  // namespace sportello::desk
