// A request and an answer as handlers see them. Knows nothing of sockets or of the HTTP library.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/wire/problem.h"

namespace sportello::http {

// Bodies carry passwords and codes: the bytes are wiped when the request goes. Moves, never copies.
struct Request {
  Request() = default;
  Request(Request&&) noexcept = default;
  Request& operator=(Request&&) = delete;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  ~Request();

  std::string id;      // made by the listener, for the log and the answer's X-Request-Id
  std::string method;  // upper case
  std::string target;  // path and query, as on the request line
  std::string peer;    // the client's address, no port
  std::string body;

  // Headers that mean something here; empty optional: absent. A header sent twice is refused before this.
  std::string authority;  // Host, lower case, the default port left out
  std::optional<std::string> content_digest;
  std::optional<std::string> signature_input;
  std::optional<std::string> signature;
  std::optional<std::string> idempotency_key;
  std::optional<std::string> authorization;
  std::optional<std::string> content_type;
  // What a browser adds, for the pages.
  std::optional<std::string> cookie;
  std::optional<std::string> accept;
  std::optional<std::string> accept_language;
  std::optional<std::string> origin;
  std::optional<std::string> sec_fetch_site;

  std::vector<std::string> parameters;  // what stood at the route's {…}, filled by the router
};

struct Response {
  int status = 200;
  std::string body;
  std::string_view content_type = "application/json";
  std::optional<int> retry_after_s;
  struct Header {
    std::string name, value;
  };
  std::vector<Header> headers;  // beside the ones above; Set-Cookie may stand here twice
  bool may_be_kept = false;     // for a file whose name changes with its content; all else is no-store
  // For the log: the route's template (never the target) and the device that asked.
  std::string route;
  std::string device;
};

Response json_response(int status, std::string body);
Response no_content();
Response problem_response(const wire::Problem& problem);
Response problem_response(wire::Code code, std::string detail = {});

}  // namespace sportello::http
