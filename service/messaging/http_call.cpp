// libcurl's easy interface; the answer is kept up to a bound.
#include "service/messaging/http_call.h"

#include <curl/curl.h>
#include <sodium.h>

#include <memory>

#include "service/messaging/limits.h"

namespace sportello::messaging {
namespace {

struct CurlCleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

class Headers {
 public:
  explicit Headers(const std::vector<std::string>& lines) {
    for (const auto& line : lines) list_ = curl_slist_append(list_, line.c_str());
    list_ = curl_slist_append(list_, "Expect:");
  }
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  ~Headers() {
    // Keys and numbers stand in them.
    for (auto* item = list_; item != nullptr; item = item->next) {
      sodium_memzero(item->data, std::char_traits<char>::length(item->data));
    }
    curl_slist_free_all(list_);
  }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

std::size_t keep(char* data, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > longest_answer) return 0;
  body.append(data, size * count);
  return size * count;
}

// A request that left may have been taken, whatever became of its answer.
Refusal refusal_of(CURL* curl, CURLcode result) {
  long sent = 0;
  curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
  const auto kind = sent > 0 ? Refusal::Kind::unsure : Refusal::Kind::again;
  if (result == CURLE_OPERATION_TIMEDOUT) return {"timed_out", kind};
  if (result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE) return {"certificate"};
  return {sent > 0 ? "cut_off" : "unreachable", kind};
}

}  // namespace

std::expected<HttpAnswer, Refusal> http_call(const HttpCall& call) {
  const std::unique_ptr<CURL, CurlCleanup> curl{curl_easy_init()};
  if (!curl) return std::unexpected(Refusal{"out_of_memory"});
  const Headers headers{call.headers};
  HttpAnswer answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  if (call.method != "GET") {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, call.body.data());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, call.method.c_str());
  }
  if (!call.user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, call.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, call.password.c_str());
  }
  if (!call.ca_file.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, call.ca_file.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, long{gateway_connect.count()});
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, long{gateway_total.count()});
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");  // an environment's proxy would read the codes
  const auto result = curl_easy_perform(curl.get());
  if (result != CURLE_OK) return std::unexpected(refusal_of(curl.get(), result));
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string result;
  result.reserve(text.size() * 3);
  for (const char c : text) {
    if (plain.contains(c)) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += '%';
    result += digits[byte >> 4U];
    result += digits[byte & 0xFU];
  }
  return result;
}

}  // namespace sportello::messaging
