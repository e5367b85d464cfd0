// How the web page's handlers answer: HTML with the headers that keep a browser from telling anybody anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/handlers/page_session.h"
#include "service/handlers/routes.h"
#include "service/invitation/pages.h"

namespace sportello::handlers {

inline constexpr std::string_view invitation_path = "/invitation";

invitation::Frame frame_of(const Call& call, std::string language_path,
                           std::optional<store::acts::PageSchool> school = {});
// For the pages of an invitation.
invitation::Frame invitation_frame(const Call& call, std::optional<store::acts::PageSchool> school = {});
invitation::TokenFor tokens_of(const store::acts::Browser& browser);

Response page(int status, std::string html);
Response see_other(std::string location);
// A form that is not ours, or a cookie that is too old: begin again from the link.
Response stale(const Call& call);
// An address that is no page of ours, for a person.
Response lost_page(const Call& call);
// The store's or the pool's troubles, as a page.
Response troubled(const Call& call, const wire::Problem& problem);

}  // namespace sportello::handlers
