// Every page, as a function: what is known in, HTML out. All that comes from the store is escaped.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "service/invitation/frame.h"

namespace sportello::invitation {

// The token of a form that does this action: "/invitation/code".
using TokenFor = std::function<std::string(std::string_view action)>;

// The page of the step at which an invitation stands.
std::string invitation_page(const Frame& frame, const store::acts::InvitationLook& look, const TokenFor& token,
                            const std::vector<FormError>& errors = {});
std::string renewed_page(const Frame& frame);

std::string not_me_page(const Frame& frame, std::string_view action, const TokenFor& token);
std::string frozen_page(const Frame& frame);
std::string not_me_gone_page(const Frame& frame);

std::string stale_page(const Frame& frame);  // a form that is not ours, or too old
std::string lost_page(const Frame& frame);   // an address that is no page of ours
std::string busy_page(const Frame& frame);

// One sentence for each way in which a form was wrong.
FormError error_of(const Frame& frame, std::string_view field, std::string_view key, Slots slots = {});
std::vector<FormError> errors_of(const Frame& frame, const std::vector<wire::PasswordRule>& rules,
                                 const wire::PasswordPolicy& policy);

}  // namespace sportello::invitation
