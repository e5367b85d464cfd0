// Between the HTTP library's messages and ours. Included by server.cpp alone, like connection.h.
#pragma once

#include <algorithm>
#include <array>
#include <boost/beast/http.hpp>
#include <cctype>
#include <chrono>
#include <ctime>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "service/http/message.h"
#include "service/shared/secret/bytes.h"

namespace sportello::http {

using RequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using ResponseMessage = boost::beast::http::response<boost::beast::http::string_body>;

// Statuses that arise before there is a request. The wire's codes have no row of their own for 408 and 431: a
// program acts on them as on a bad or a too large request, a person reads the title.
inline Response transport_refusal(int status, std::string_view code, std::string_view title) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = R"({"type":"about:blank","title":")" + std::string{title} + R"(","status":)" +
                  std::to_string(status) + R"(,"code":")" + std::string{code} + R"("})";
  return response;
}

inline Response refusal_too_slow() {
  return transport_refusal(408, "bad_request", "The request took too long to arrive");
}

// Nothing where nobody listens any more: the line broke, or the client went.
inline std::optional<Response> refusal_for(const boost::system::error_code& failure) {
  using boost::beast::http::error;
  if (failure == error::header_limit || failure == error::buffer_overflow) {
    return transport_refusal(431, "too_large", "The request's header is too large");
  }
  if (failure == error::body_limit) return problem_response(wire::Code::too_large, "send at most 64 KiB");
  if (failure == error::end_of_stream || failure == error::partial_message) return std::nullopt;
  if (failure.category() == make_error_code(error::bad_method).category()) {
    return problem_response(wire::Code::bad_request, "this is not HTTP/1.1");
  }
  return std::nullopt;
}

inline std::string lower_case(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

// RFC 9421 section 2.2.3: the port is left out where it is the scheme's default.
inline std::string authority_of(std::string_view host) {
  auto authority = lower_case(host);
  if (authority.ends_with(":443")) authority.resize(authority.size() - 4);
  return authority;
}

// The error is a sentence. A header that means something here must not come twice: two readers could each
// believe another one.
inline std::expected<Request, std::string> to_request(RequestParser& parser, const std::string& id,
                                                      const std::string& peer) {
  auto message = parser.release();
  Request request;
  request.id = id;
  request.method = std::string{message.method_string()};
  request.target = std::string{message.target()};
  request.peer = peer;
  request.body = std::move(message.body());
  struct Wanted {
    std::string_view name;
    std::optional<std::string>* into;
  };
  std::optional<std::string> host;
  const std::array<Wanted, 12> wanted = {{{"host", &host},
                                          {"content-digest", &request.content_digest},
                                          {"signature-input", &request.signature_input},
                                          {"signature", &request.signature},
                                          {"idempotency-key", &request.idempotency_key},
                                          {"authorization", &request.authorization},
                                          {"content-type", &request.content_type},
                                          {"cookie", &request.cookie},
                                          {"accept", &request.accept},
                                          {"accept-language", &request.accept_language},
                                          {"origin", &request.origin},
                                          {"sec-fetch-site", &request.sec_fetch_site}}};
  for (const auto& field : message) {
    const auto name = lower_case({field.name_string().data(), field.name_string().size()});
    // RFC 9112 section 6.1: with anything else nobody knows where the body ends.
    if (name == "transfer-encoding" && lower_case({field.value().data(), field.value().size()}) != "chunked") {
      return std::unexpected("the header transfer-encoding may say chunked and nothing else");
    }
    for (const auto& want : wanted) {
      if (want.name != name) continue;
      if (*want.into) return std::unexpected("the header " + std::string{want.name} + " came twice: send it once");
      want.into->emplace(field.value().data(), field.value().size());
    }
  }
  request.authority = authority_of(host.value_or(""));
  return request;
}

// RFC 9110 section 5.6.7. A kiosk mends its clock by it when a signature is stale.
inline std::string http_date() {
  const auto now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

// What a browser must not make of an answer, whatever it is. A page says more of its own.
inline void guard(ResponseMessage& message, bool tls) {
  message.set("X-Content-Type-Options", "nosniff");
  if (message["Content-Security-Policy"].empty()) {
    message.set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
  }
  if (tls) message.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");  // a year
}

inline ResponseMessage to_message(Response response, const std::string& id, bool keep_alive, bool head, bool tls) {
  using boost::beast::http::field;
  ResponseMessage message{boost::beast::http::int_to_status(static_cast<unsigned>(response.status)), 11};
  message.set(field::date, http_date());
  message.set("X-Request-Id", id);
  message.set(field::cache_control, response.may_be_kept ? "public, max-age=31536000, immutable"
                                                         : "no-store");  // nothing said here is another's to keep
  if (!response.body.empty()) {
    message.set(field::content_type, {response.content_type.data(), response.content_type.size()});
  }
  for (const auto& header : response.headers) message.insert(header.name, header.value);
  guard(message, tls);
  if (response.retry_after_s) message.set(field::retry_after, std::to_string(*response.retry_after_s));
  if (!head) message.body() = std::move(response.body);
  message.keep_alive(keep_alive);
  message.prepare_payload();
  return message;
}

}  // namespace sportello::http
