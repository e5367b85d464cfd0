// Reads our own HTML, which is regular; no parser of the world's.
#include "tests/fakes/page_browser.h"

#include <array>
#include <cctype>
#include <regex>
#include <set>
#include <stdexcept>
#include <utility>

namespace sportello::fakes {
namespace {

std::string encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.') {
      result += c;
    } else if (c == ' ') {
      result += '+';
    } else {
      result += {'%', hex[byte >> 4U], hex[byte & 15U]};
    }
  }
  return result;
}

std::string unescaped(std::string text) {
  const std::array<std::pair<std::string, std::string>, 5> entities = {
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}};
  for (const auto& [entity, letter] : entities) {
    for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + letter.size())) {
      text.replace(at, entity.size(), letter);
    }
  }
  return text;
}

// From <form … action="…"> to </form>; "" when there is none.
std::string form_html(const std::string& page, const std::string& action) {
  const auto begin = page.find("action=\"" + action + "\"");
  if (begin == std::string::npos) return {};
  return page.substr(begin, page.find("</form>", begin) - begin);
}

std::vector<std::string> all_matches(const std::string& page, const std::string& pattern) {
  const std::regex expression{pattern};
  std::set<std::string> found;
  for (auto at = std::sregex_iterator{page.begin(), page.end(), expression}; at != std::sregex_iterator{}; ++at) {
    found.insert(unescaped((*at)[1].str()));
  }
  return {found.begin(), found.end()};
}

}  // namespace

std::string form_body(const PageBrowser::Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    body += (body.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  }
  return body;
}

PageBrowser::PageBrowser(Where where) : where_(std::move(where)), https_(where_.certificate) {}

const Answer& PageBrowser::open(const std::string& to) {
  path = to;
  return follow(once("GET", to));
}

const Answer& PageBrowser::submit(const std::string& action, Fields fields) {
  const auto form = form_html(page_.body, action);
  if (form.empty()) throw std::runtime_error("the page has no form for " + action);
  const std::regex hidden_field{"type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\""};
  for (auto at = std::sregex_iterator{form.begin(), form.end(), hidden_field}; at != std::sregex_iterator{}; ++at) {
    fields.emplace((*at)[1].str(), unescaped((*at)[2].str()));
  }
  return post(action, fields, {"Sec-Fetch-Site: same-origin", "Origin: null"});
}

const Answer& PageBrowser::post(const std::string& to, const Fields& fields, std::vector<std::string> headers) {
  headers.emplace_back("Content-Type: application/x-www-form-urlencoded");
  path = to;
  return follow(once("POST", to, std::move(headers), form_body(fields)));
}

Answer PageBrowser::once(const std::string& method, const std::string& to, std::vector<std::string> headers,
                         const std::string& body) {
  headers.push_back("Accept-Language: " + accept_language);
  std::string cookie;
  for (const auto& [name, value] : cookies) cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
  if (!cookie.empty()) headers.push_back("Cookie: " + cookie);
  const bool sends = method == "POST";
  return https_.send(method, "https://" + where_.authority() + to, headers,
                     sends ? std::optional{body} : std::nullopt);
}

const Answer& PageBrowser::follow(Answer answer) {
  keep_cookie(answer);
  for (int hops = 0; answer.status == 303 && hops < 5; ++hops) {
    path = answer.headers.at("location");
    answer = once("GET", path);
    keep_cookie(answer);
  }
  page_ = std::move(answer);
  return page_;
}

void PageBrowser::keep_cookie(const Answer& answer) {
  const auto header = answer.headers.find("set-cookie");
  if (header == answer.headers.end()) return;
  const auto pair = header->second.substr(0, header->second.find(';'));
  const auto equals = pair.find('=');
  cookies[pair.substr(0, equals)] = pair.substr(equals + 1);
}

bool PageBrowser::has_form(const std::string& action) const { return !form_html(page_.body, action).empty(); }

std::string PageBrowser::hidden(const std::string& action, const std::string& name) const {
  const auto form = form_html(page_.body, action);
  const auto mark = "name=\"" + name + "\" value=\"";
  const auto begin = form.find(mark);
  if (begin == std::string::npos) return {};
  const auto from = begin + mark.size();
  return unescaped(form.substr(from, form.find('"', from) - from));
}

std::string PageBrowser::text_of(const std::string& id) const {
  const auto begin = page_.body.find("id=\"" + id + "\"");
  if (begin == std::string::npos) return {};
  const auto from = page_.body.find('>', begin) + 1;
  return unescaped(page_.body.substr(from, page_.body.find('<', from) - from));
}

std::vector<std::string> PageBrowser::links() const { return all_matches(page_.body, "(?:href|src)=\"([^\"]*)\""); }

std::vector<std::string> PageBrowser::actions() const { return all_matches(page_.body, "action=\"([^\"]*)\""); }

}  // namespace sportello::fakes
