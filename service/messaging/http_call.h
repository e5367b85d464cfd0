// One HTTP request of a gateway by libcurl: what to send in, what came back out. Follows no redirect, uses no proxy,
// logs nothing.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "service/messaging/gateway.h"

namespace sportello::messaging {

struct HttpCall {
  std::string method = "GET";
  std::string url;
  std::vector<std::string> headers;
  std::string body;
  std::string user, password;     // Basic authentication; both empty: none
  std::filesystem::path ca_file;  // whom to trust; empty: the system's
};
struct HttpAnswer {
  long status = 0;
  std::string body;
};
// A refusal is "unreachable" (nothing was handed over), "timed_out" or "cut_off" (it may have been: unsure).
std::expected<HttpAnswer, Refusal> http_call(const HttpCall& call);

// For a URL or a form: everything but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace sportello::messaging
