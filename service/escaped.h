// Text becomes HTML here and nowhere else, for pages and mails alike, so that nothing on file can break out of
// either.
#pragma once

#include <string>
#include <string_view>

namespace sportello {

// & < > " ' as entities: good between tags and inside quoted attributes.
inline std::string escaped(std::string_view text) {
  std::string html;
  html.reserve(text.size() * 2 + 64);  // seldom grows: growing would leave copies of a link or code behind
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default: html += c;
    }
  }
  return html;
}

}  // namespace sportello
