// The browser in which a guardian opened an invitation, known by the nonce in its cookie. What it may see again is
// sealed to that nonce, which the store never holds: a stolen store shows no password, a second browser sees nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"

namespace sportello::store::acts {

struct Browser {
  std::string invitation;    // its id; of a token that opens nothing, an id that is nobody's
  secret::SecretText nonce;  // as the cookie holds it
};

// What the store knows this browser by.
secret::Bytes session_hash(const Browser& browser);
// Proves that a form was made for this browser and this action.
secret::SecretText form_token(const secret::SecretText& nonce, std::string_view action);

secret::Bytes seal_to(const Browser& browser, std::string_view clear);
std::optional<secret::SecretText> open_sealed(const Browser& browser, secret::BytesView field);

}  // namespace sportello::store::acts
