// Cookies with the __Host- prefix: over HTTPS only, for this host alone, unseen by scripts.
#include "service/handlers/page_session.h"

#include <sodium.h>

#include <charconv>

#include "service/desk/limits.h"
#include "service/shared/secret/bytes.h"

namespace sportello::handlers {
namespace {

constexpr std::string_view language_name = "__Host-language";
constexpr std::size_t nonce_bytes = 32;
constexpr std::size_t most_fields = 16;  // our longest form has six

std::string_view name_of(PageCookie kind) {
  return kind == PageCookie::invitation ? "__Host-invitation" : "__Host-not-me";
}

// Lax: the click comes from a mail, and the cookie has to come with the page it leads to.
std::string header_of(std::string_view name, std::string_view value) {
  return std::string{name}.append("=").append(value).append("; Path=/; Secure; HttpOnly; SameSite=Lax");
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<std::string_view> cookie_of(const http::Request& request, std::string_view name) {
  std::string_view rest = request.cookie ? std::string_view{*request.cookie} : std::string_view{};
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto pair = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return std::nullopt;
}

store::Place place_of(PageCookie kind) { return {"page", name_of(kind), "", ""}; }

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Of application/x-www-form-urlencoded.
std::optional<secret::SecretText> decoded(std::string_view text) {
  std::string clear;
  clear.reserve(text.size());
  bool good = true;
  for (std::size_t at = 0; at < text.size() && good; ++at) {
    if (text[at] == '%') {
      const int high = at + 2 < text.size() ? hex_of(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? hex_of(text[at + 2]) : -1;
      good = high >= 0 && low >= 0;
      clear += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      clear += text[at] == '+' ? ' ' : text[at];
    }
  }
  std::optional<secret::SecretText> result;
  if (good) result.emplace(std::string_view{clear});
  sodium_memzero(clear.data(), clear.size());
  return result;
}

}  // namespace

NewCookie make_cookie(const Call& call, PageCookie kind, std::string subject) {
  secret::SecretText nonce{std::string_view{secret::to_base64url(secret::random_bytes(nonce_bytes))}};
  return renewed_cookie(call, kind, {std::move(subject), std::move(nonce)});
}

NewCookie renewed_cookie(const Call& call, PageCookie kind, store::acts::Browser browser) {
  const auto clear =
      secret::SecretText{browser.invitation + " " + std::to_string(call.now.time_since_epoch().count()) + " "}
          .appended(browser.nonce.reveal());
  const auto field = call.context.office.vault.seal(store::Seal::personal, place_of(kind), clear.reveal());
  return {std::move(browser), header_of(name_of(kind), secret::to_base64url(field))};
}

std::optional<store::acts::Browser> browser_of(const Call& call, PageCookie kind) {
  const auto value = cookie_of(call.request, name_of(kind));
  const auto field = value ? secret::from_base64url(*value) : std::nullopt;
  if (!field) return std::nullopt;
  const auto clear = call.context.office.vault.open(store::Seal::personal, place_of(kind), *field);
  if (!clear) return std::nullopt;
  const auto text = clear->reveal();
  const auto first = text.find(' ');
  const auto second = text.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  std::int64_t made = 0;
  std::from_chars(text.data() + first + 1, text.data() + second, made);
  if (call.now >= Time{std::chrono::seconds{made}} + desk::page_cookie_life) return std::nullopt;
  return store::acts::Browser{std::string{text.substr(0, first)}, secret::SecretText{text.substr(second + 1)}};
}

std::string language_cookie(std::string_view language) { return header_of(language_name, language); }

std::string language_of(const Call& call) {
  const auto& texts = call.context.site->texts();
  const auto chosen = cookie_of(call.request, language_name);
  if (chosen && texts.has(*chosen)) return std::string{*chosen};
  return texts.chosen(call.request.accept_language);
}

std::optional<Form> form_of(const http::Request& request) {
  constexpr std::string_view type = "application/x-www-form-urlencoded";
  if (!request.content_type || !std::string_view{*request.content_type}.starts_with(type)) return std::nullopt;
  Form form;
  std::string_view rest = request.body;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = decoded(pair.substr(0, equals));
    auto value = decoded(pair.substr(std::min(pair.size(), equals + 1)));
    if (!name || !value || form.size() == most_fields) return std::nullopt;
    if (!form.emplace(std::string{name->reveal()}, std::move(*value)).second) return std::nullopt;
  }
  return form;
}

secret::SecretText field(const Form& form, std::string_view name) {
  const auto found = form.find(name);
  return found == form.end() ? secret::SecretText{} : found->second;
}

bool is_ours(const http::Request& request, const store::acts::Browser& browser, const Form& form,
             std::string_view action) {
  // Our own no-referrer makes browsers write "null" for Origin, so the token decides; the others only refuse.
  if (request.sec_fetch_site && *request.sec_fetch_site != "same-origin") return false;
  if (request.origin && *request.origin != "null" && *request.origin != "https://" + request.authority) return false;
  return field(form, "form") == store::acts::form_token(browser.nonce, action);
}

}  // namespace sportello::handlers
