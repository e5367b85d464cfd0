// The page of an invitation as it stands, with what was wrong with the last form.
#pragma once

#include <functional>
#include <vector>

#include "service/handlers/pages.h"

namespace sportello::handlers {

// Sentences for a form that was refused, once the frame's language is known; what was ticked stays ticked.
using ErrorsFor =
    std::function<std::vector<invitation::FormError>(const invitation::Frame&, store::acts::InvitationLook&)>;

awaitable<Response> show_step(const Call& call, const store::acts::Browser& browser, int status, ErrorsFor errors);
// What an act refused, as a page: the step as it stands now, and the sentence for the refusal.
awaitable<Response> show_refusal(const Call& call, const store::acts::Browser& browser, wire::Problem problem);

}  // namespace sportello::handlers
