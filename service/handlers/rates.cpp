// 429 has no code of its own on the wire: a program acts on it as on a busy service, and waits as long as it says.
#include "service/handlers/rates.h"

#include "service/metrics/instruments.h"

namespace sportello::handlers {
namespace {

constexpr std::size_t most_devices = 20'000;    // every school of a region with a few kiosks
constexpr std::size_t most_addresses = 50'000;  // of browsers in one minute
constexpr std::size_t most_people = 50'000;     // in one minute

http::Response too_many(int wait_s) {
  http::Response response;
  response.status = 429;
  response.content_type = "application/problem+json";
  response.retry_after_s = wait_s;
  response.body = R"({"type":"about:blank","title":"Too many requests","status":429,"code":"busy","retry_after_s":)" +
                  std::to_string(wait_s) + "}";
  return response;
}

}  // namespace

Rates::Rates(const RateLimits& limits)
    : kiosks_(limits.requests_per_kiosk_minute, most_devices),
      login_pages_(limits.requests_per_login_page_minute, most_devices),
      addresses_(limits.requests_per_address_minute, most_addresses),
      people_(limits.requests_per_person_minute, most_people) {}

std::optional<http::Response> Rates::ask(http::Buckets& buckets, const char* by, std::string_view key) {
  const auto wait_s = buckets.take(key);
  if (!wait_s) return std::nullopt;
  metrics::rate_limited.add({by});
  return too_many(*wait_s);
}

std::optional<http::Response> Rates::person(std::string_view school, std::string_view key) {
  std::string whole{school};
  whole.append(" ").append(key);
  return ask(people_, "person", whole);
}

}  // namespace sportello::handlers
