// A mail as a page, from right to left where its language is: plain HTML that every reader shows, in the colours of
// assets/theme.toml. No picture, no script, nothing that is fetched from elsewhere.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::messaging {

// The colours that a mail uses, by their name in theme.toml, by day and by night.
struct Theme {
  std::map<std::string, std::string, std::less<>> light, dark;
  static Theme built_in();
};

struct MailPage {
  std::string language, title;
  std::string school;
  std::vector<std::string> paragraphs;
  std::string button, link, copy_link;  // all empty where there is no link
  std::vector<std::string> foot;
};
// Everything escaped. The caller wipes it.
std::string mail_html(const MailPage& page, const Theme& theme);

}  // namespace sportello::messaging
