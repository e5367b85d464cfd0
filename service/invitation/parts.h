// What several pages are built of. Private to this folder.
#pragma once

#include <algorithm>
#include <vector>

#include "service/invitation/pages.h"

namespace sportello::invitation {

// <form …> with its token; whoever calls closes it. Our own sentences judge what is typed, in the page's language.
inline Markup form_open(std::string_view action, const TokenFor& token) {
  return filled(R"(<form method="post" action="{action}" novalidate>
<input type="hidden" name="form" value="{token}">
)",
                {{"action", action}, {"token", token(action)}});
}

inline Markup invalid_if(const std::vector<FormError>& errors, std::string_view field) {
  return Markup{std::ranges::find(errors, field, &FormError::field) == errors.end() ? "" : R"( aria-invalid="true")"};
}

// A title and some sentences, the first one larger.
inline std::string said_page(const Frame& frame, std::string_view title, const std::vector<Markup>& sentences) {
  Markup content;
  for (const auto& sentence : sentences) {
    content += filled(content.html().empty() ? "<p class=\"lead\">{sentence}</p>\n" : "<p>{sentence}</p>\n",
                      {{"sentence", sentence}});
  }
  return framed_page(frame, frame.say(title), content);
}

std::string password_page(const Frame& frame, const store::acts::InvitationLook& look, const TokenFor& token,
                          const std::vector<FormError>& errors);
std::string done_page(const Frame& frame, const store::acts::InvitationLook& look);

}  // namespace sportello::invitation
