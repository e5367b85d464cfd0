// A guardian's browser for tests of the pages, without a window: follows redirects, keeps cookies as a browser does,
// sends the forms that stand on a page and no others. With everything off that a real one has: no script.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/https.h"
#include "tests/fakes/kiosk_client.h"

namespace sportello::fakes {

class PageBrowser {
 public:
  explicit PageBrowser(Where where);

  using Fields = std::map<std::string, std::string>;
  // Follows redirects; what came last is page().
  const Answer& open(const std::string& path);
  // The form on the page with this action: its hidden fields, and these. Throws when the page has none.
  const Answer& submit(const std::string& action, Fields fields = {});
  // A form of nobody's page, with these fields alone.
  const Answer& post(const std::string& path, const Fields& fields, std::vector<std::string> headers = {});
  // One request, no redirect followed, cookies sent but not kept.
  Answer once(const std::string& method, const std::string& path, std::vector<std::string> headers = {},
              const std::string& body = {});

  [[nodiscard]] const Answer& page() const { return page_; }
  [[nodiscard]] bool shows(std::string_view words) const { return page_.body.contains(words); }
  [[nodiscard]] bool has_form(const std::string& action) const;
  // A hidden field of the form with this action; "" when there is none.
  [[nodiscard]] std::string hidden(const std::string& action, const std::string& name) const;
  [[nodiscard]] std::string text_of(const std::string& id) const;  // of the element with this id
  [[nodiscard]] std::vector<std::string> links() const;            // every href and src of the page, once each
  [[nodiscard]] std::vector<std::string> actions() const;          // of every form

  std::map<std::string, std::string> cookies;
  std::string accept_language = "it";
  std::string path;  // of the page, after redirects

 private:
  const Answer& follow(Answer answer);
  void keep_cookie(const Answer& answer);

  Where where_;
  HttpsClient https_;
  Answer page_;
};

std::string form_body(const PageBrowser::Fields& fields);

}  // namespace sportello::fakes
