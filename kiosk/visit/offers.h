// What a guardian is offered once the code has proved them: acts on credentials as the service allows them, likeliest
// first, and wishes that change none. Pure.
#pragma once

#include <variant>
#include <vector>

#include "kiosk/visit/events.h"

namespace sportello::visit {

using Offer = std::variant<wire::Act, Wish>;
// `call` is always the last.
std::vector<Offer> offers(const Proved& proved);
bool offers(const Proved& proved, const Offer& offer);
// No act, no other way into the register, and no reason that the screen could say.
bool nothing_to_do(const Proved& proved);

}  // namespace sportello::visit
