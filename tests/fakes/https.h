// An HTTPS client for tests: well behaved by libcurl, or byte by byte for everything that is not.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::fakes {

struct Answer {
  long status = 0;  // 0: no answer at all
  std::string body;
  std::map<std::string, std::string> headers;  // names in lower case
};

// One connection, kept alive between calls. One thread at a time.
class HttpsClient {
 public:
  explicit HttpsClient(std::filesystem::path trusted);
  HttpsClient(const HttpsClient&) = delete;
  HttpsClient& operator=(const HttpsClient&) = delete;
  HttpsClient(HttpsClient&&) noexcept;
  HttpsClient& operator=(HttpsClient&&) noexcept;
  ~HttpsClient();
  Answer send(const std::string& method, const std::string& url, const std::vector<std::string>& headers = {},
              std::optional<std::string> body = std::nullopt);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

// A TLS connection that sends whatever bytes it is told to.
class RawTls {
 public:
  explicit RawTls(std::uint16_t port);
  RawTls(const RawTls&) = delete;
  RawTls& operator=(const RawTls&) = delete;
  RawTls(RawTls&&) noexcept;
  RawTls& operator=(RawTls&&) noexcept;
  ~RawTls();
  bool send(std::string_view bytes);  // false: the other end hung up
  // Everything until the other end closes or `within` has passed.
  std::string receive(std::chrono::milliseconds within);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Connects, sends, reads until closed or `within`: no TLS.
std::string exchange_plain(std::uint16_t port, std::string_view bytes, std::chrono::milliseconds within);

}  // namespace sportello::fakes
