// What a browser brings to the pages: its cookies, its forms. Proves that a form was ours; keeps nothing: the cookie
// holds, sealed, all that the service has to know of a browser.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "service/handlers/context.h"
#include "service/http/message.h"
#include "service/shared/secret/secret.h"
#include "service/store/acts/browser.h"

namespace sportello::handlers {

enum class PageCookie {
  invitation,  // holds an invitation's id
  not_me,      // holds none
};

// A cookie for a browser that has none yet, or that opened another link.
struct NewCookie {
  store::acts::Browser browser;
  std::string header;  // of Set-Cookie
};
NewCookie make_cookie(const Call& call, PageCookie kind, std::string subject);
// The same browser's, for another two hours: its forms, its code and what it proved stay good.
NewCookie renewed_cookie(const Call& call, PageCookie kind, store::acts::Browser browser);
// Of this request; nothing without a cookie, with a changed one, or with one that is too old.
std::optional<store::acts::Browser> browser_of(const Call& call, PageCookie kind);

std::string language_cookie(std::string_view language);
// The one chosen on a page, else what the browser asks for.
std::string language_of(const Call& call);

using Form = std::map<std::string, secret::SecretText, std::less<>>;
// Nothing for a body that is no form of ours: another type, a field twice, too many fields.
std::optional<Form> form_of(const http::Request& request);
// A field's text; empty when it is not there.
secret::SecretText field(const Form& form, std::string_view name);

// Made by our page, in this browser, for this action: by its token, and by what the browser tells of its origin.
bool is_ours(const http::Request& request, const store::acts::Browser& browser, const Form& form,
             std::string_view action);

}  // namespace sportello::handlers
