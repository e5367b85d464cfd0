// One HTTPS request to the service, pinned and signed. Knows no visit; retries nothing but a wrong clock.
#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/secret/secret.h"
#include "service/shared/signing/key.h"

namespace sportello::reg {

struct Request {
  std::string_view method;
  std::string path;  // "/v1/visits"
  std::string body;  // JSON; wiped after sending
  std::optional<std::string> idempotency_key;
  std::optional<secret::SecretText> grant;
};

struct Response {
  int status = 0;
  std::string body;
  std::string request;  // X-Request-Id: the service's log knows it by this; "" if it gave none
};

// No answer: a sentence for a technician, without what was sent.
struct LineError {
  std::string sentence;
};

class SignedClient {
 public:
  using Clock = std::function<std::int64_t()>;  // seconds since 1970, as this machine believes them
  static std::int64_t system_clock();
  // `url` is https://host[:port]; `pins` are "sha256//…" of public keys the service may show.
  SignedClient(std::string url, const std::vector<std::string>& pins, signing::SigningKey key, std::string key_id,
               Clock clock = system_clock);
  ~SignedClient();
  SignedClient(const SignedClient&) = delete;
  SignedClient& operator=(const SignedClient&) = delete;

  // Blocks; one thread at a time. When only the signature's time is refused, takes the service's Date as the time
  // and asks once more; and signs anew when libcurl, by itself, has sent the same bytes twice on a dying connection.
  // `abandon`, set by another thread, ends the wait.
  std::expected<Response, LineError> send(Request request, const std::atomic<bool>* abandon = nullptr);

  [[nodiscard]] const signing::SigningKey& key() const { return key_; }
  // As the service last set it, where it had to.
  [[nodiscard]] std::int64_t now() const { return clock_() + clock_offset_s_; }

 private:
  std::expected<Response, LineError> send_once(const Request& request, const std::atomic<bool>* abandon,
                                               std::optional<std::int64_t>& served_at);
  struct Easy;
  std::unique_ptr<Easy> easy_;
  std::string url_;
  std::string authority_;
  std::string pins_;
  signing::SigningKey key_;
  std::string key_id_;
  Clock clock_;
  std::int64_t clock_offset_s_ = 0;
};

}  // namespace sportello::reg
