// The grant of a visit, as a call brings it: "Authorization: Bearer <grant>".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/handlers/context.h"
#include "service/store/acts/bearer.h"

namespace sportello::handlers {

// Nothing: there is none in the request. Whether it opens the visit is the act's to say.
inline std::optional<store::acts::Bearer> bearer_of(const Call& call) {
  constexpr std::string_view scheme = "Bearer ";
  const auto& given = call.request.authorization;
  if (!given || !given->starts_with(scheme)) return std::nullopt;
  return store::acts::Bearer{*call.caller.device, call.request.parameters.at(0),
                             secret::SecretText{std::string_view{*given}.substr(scheme.size())}};
}

}  // namespace sportello::handlers
