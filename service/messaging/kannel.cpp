// One POST to smsbox by libcurl.
#include "service/messaging/kannel.h"

#include <curl/curl.h>

#include <memory>
#include <utility>

namespace sportello::messaging {
namespace {

// A gateway on the same machine or network answers at once; a guardian waits in front of the screen.
constexpr long connect_timeout_ms = 3000;
constexpr long total_timeout_ms = 8000;

struct CurlCleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

class Headers {
 public:
  Headers() = default;
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  ~Headers() { curl_slist_free_all(list_); }
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

std::size_t drop(char* /*data*/, std::size_t size, std::size_t count, void* /*unused*/) { return size * count; }

}  // namespace

KannelGateway::KannelGateway(KannelOptions options) : options_(std::move(options)) {}

std::expected<Taken, Refusal> KannelGateway::send(const Parcel& parcel) {
  const std::unique_ptr<CURL, CurlCleanup> curl{curl_easy_init()};
  if (!curl) return std::unexpected(Refusal{"out_of_memory"});
  Headers headers;
  headers.add("X-Kannel-Username: " + options_.username);
  headers.add("X-Kannel-Password: " + std::string{options_.password.reveal()});
  headers.add("X-Kannel-From: " + options_.sender);
  headers.add("X-Kannel-To: " + std::string{parcel.to.reveal()});
  headers.add("X-Kannel-Coding: 0");  // GSM-7; the texts are held to it by a test
  headers.add("X-Kannel-Charset: UTF-8");
  headers.add("Content-Type: text/plain; charset=UTF-8");
  headers.add("Expect:");
  const auto text = parcel.text.reveal();
  curl_easy_setopt(curl.get(), CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, text.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(text.size()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, drop);  // Kannel's answer may quote what was sent
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, total_timeout_ms);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");  // an environment's proxy would read the codes
  const auto result = curl_easy_perform(curl.get());
  if (result == CURLE_OPERATION_TIMEDOUT) return std::unexpected(Refusal{"timed_out"});
  if (result != CURLE_OK) return std::unexpected(Refusal{"unreachable"});
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 202) return std::unexpected(Refusal{"http_" + std::to_string(status)});
  return Taken{};
}

}  // namespace sportello::messaging
