// How often one device, one login page, one browser's address and one person may be asked about. What is beyond is
// answered with 429 before any work. Beside the counters of the store, which bound messages and wrong codes of a day.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/handlers/rate_limits.h"
#include "service/http/buckets.h"
#include "service/http/message.h"

namespace sportello::handlers {

class Rates {
 public:
  explicit Rates(const RateLimits& limits);
  Rates(const Rates&) = delete;
  Rates& operator=(const Rates&) = delete;

  // Nothing: go on; else the answer. Ids are proved before; a person's key is of one school, on file or not.
  std::optional<http::Response> kiosk(std::string_view id) { return ask(kiosks_, "kiosk", id); }
  std::optional<http::Response> login_page(std::string_view id) { return ask(login_pages_, "login_page", id); }
  std::optional<http::Response> address(std::string_view peer) { return ask(addresses_, "address", peer); }
  std::optional<http::Response> person(std::string_view school, std::string_view key);

 private:
  static std::optional<http::Response> ask(http::Buckets& buckets, const char* by, std::string_view key);
  http::Buckets kiosks_, login_pages_, addresses_, people_;
};

}  // namespace sportello::handlers
