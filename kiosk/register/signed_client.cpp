// libcurl: TLS 1.3, the service's key pinned, one connection kept. Trust is in the pin alone: schools' services
// have certificates of their own making.
#include "kiosk/register/signed_client.h"

#include <curl/curl.h>
#include <sodium.h>

#include <chrono>
#include <ctime>

#include "service/shared/signing/http_signature.h"
#include "service/shared/wire/messages.h"

namespace sportello::reg {
namespace {

constexpr long connect_timeout_ms = 3000;   // a dead line is told from a slow one
constexpr long request_timeout_ms = 10000;  // the guardian has a way out after 8 s
constexpr std::size_t largest_answer = 64 * 1024;

// The host[:port] of an https URL, lower case, without the default port.
std::string authority_of(std::string_view url) {
  url.remove_prefix(std::string_view{"https://"}.size());
  std::string authority{url.substr(0, url.find('/'))};
  for (char& c : authority) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (authority.ends_with(":443")) authority.resize(authority.size() - 4);
  return authority;
}

struct Received {
  std::string body;
  std::string date;
  std::string request;
};

// What stands after "name:", without the blanks around it.
std::optional<std::string> value_of(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || curl_strnequal(line.data(), name.data(), name.size()) == 0) return std::nullopt;
  line.remove_prefix(name.size());
  const auto from = line.find_first_not_of(" \t");
  const auto to = line.find_last_not_of(" \t\r\n");
  return std::string{from == std::string_view::npos ? "" : line.substr(from, to + 1 - from)};
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* to) {
  auto& received = *static_cast<Received*>(to);
  if (received.body.size() + (size * count) > largest_answer) return 0;
  received.body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* to) {
  const std::string_view line{data, size * count};
  auto& received = *static_cast<Received*>(to);
  if (auto date = value_of(line, "date:")) received.date = std::move(*date);
  if (auto request = value_of(line, "x-request-id:")) received.request = std::move(*request);
  return size * count;
}

int keep_waiting(void* abandon, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* flag = static_cast<const std::atomic<bool>*>(abandon);
  return flag != nullptr && flag->load() ? 1 : 0;
}

struct Headers {
  curl_slist* list = nullptr;
  Headers() = default;
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  ~Headers() {
    for (auto* item = list; item != nullptr; item = item->next) {
      for (char* c = item->data; *c != '\0'; ++c) *c = '\0';  // a grant was among them
    }
    curl_slist_free_all(list);
  }
  void add(std::string_view name, std::string_view value) {
    std::string line{name};
    line.append(": ").append(value);
    list = curl_slist_append(list, line.c_str());
    sodium_memzero(line.data(), line.size());
  }
};

}  // namespace

struct SignedClient::Easy {
  CURL* handle = curl_easy_init();
  Easy() = default;
  Easy(const Easy&) = delete;
  Easy& operator=(const Easy&) = delete;
  ~Easy() { curl_easy_cleanup(handle); }
};

SignedClient::SignedClient(std::string url, const std::vector<std::string>& pins, signing::SigningKey key,
                           std::string key_id, Clock clock)
    : easy_(std::make_unique<Easy>()),
      url_(std::move(url)),
      authority_(authority_of(url_)),
      key_(std::move(key)),
      key_id_(std::move(key_id)),
      clock_(std::move(clock)) {
  for (const auto& pin : pins) pins_.append(pins_.empty() ? "" : ";").append(pin);
}

SignedClient::~SignedClient() = default;

std::int64_t SignedClient::system_clock() { return std::time(nullptr); }

std::expected<Response, LineError> SignedClient::send(Request request, const std::atomic<bool>* abandon) {
  std::optional<std::int64_t> served_at;
  auto response = send_once(request, abandon, served_at);
  if (response && response->status == 401 && served_at) {
    const auto problem = wire::problem_from_json(response->body);
    const bool stale = problem && problem->code == wire::Code::signature_stale;
    const bool replayed = problem && problem->code == wire::Code::signature_replayed;
    // Only the time was wrong, and the pinned service says what it is.
    if (stale) clock_offset_s_ = *served_at - clock_();
    if (stale || replayed) response = send_once(request, abandon, served_at);
  }
  sodium_memzero(request.body.data(), request.body.size());
  return response;
}

std::expected<Response, LineError> SignedClient::send_once(const Request& request, const std::atomic<bool>* abandon,
                                                           std::optional<std::int64_t>& served_at) {
  signing::SignedParts parts{.method = std::string{request.method},
                             .request_target = request.path,
                             .authority = authority_,
                             .content_digest = signing::content_digest(request.body),
                             .idempotency_key = request.idempotency_key,
                             .authorization = std::nullopt};
  if (request.grant) parts.authorization = "Bearer " + std::string{request.grant->reveal()};
  const auto nonce = secret::to_base64url(secret::random_bytes(18));
  const auto signature = signing::sign(parts, {clock_() + clock_offset_s_, nonce, key_id_}, key_);

  Headers headers;
  headers.add("Content-Type", "application/json");
  headers.add("Content-Digest", parts.content_digest);
  headers.add("Signature-Input", signature.input);
  headers.add("Signature", signature.signature);
  headers.add("Expect", "");
  if (parts.idempotency_key) headers.add(wire::idempotency_header, *parts.idempotency_key);
  if (parts.authorization) {
    headers.add("Authorization", *parts.authorization);
    sodium_memzero(parts.authorization->data(), parts.authorization->size());
  }

  CURL* curl = easy_->handle;
  Received received;
  curl_easy_reset(curl);  // options only: the connection stays
  const auto url = url_ + request.path;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, pins_.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, std::string{request.method}.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.list);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, request_timeout_ms);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &received);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, keep_waiting);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(abandon));

  const auto result = curl_easy_perform(curl);
  if (result == CURLE_SSL_PINNEDPUBKEYNOTMATCH) {
    return std::unexpected(LineError{"the service shows another key than the pins: check [service] pins"});
  }
  if (result != CURLE_OK) {
    return std::unexpected(LineError{std::string{"no answer from the service: "} + curl_easy_strerror(result)});
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  const auto date = curl_getdate(received.date.c_str(), nullptr);
  if (date >= 0) served_at = date;
  return Response{static_cast<int>(status), std::move(received.body), std::move(received.request)};
}

}  // namespace sportello::reg
