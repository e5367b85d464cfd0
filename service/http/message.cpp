// Building answers, and wiping requests.
#include "service/http/message.h"

#include <sodium.h>

#include <utility>

namespace sportello::http {

Request::~Request() {
  sodium_memzero(body.data(), body.size());
  for (auto* header : {&authorization, &cookie}) {
    if (*header) sodium_memzero((*header)->data(), (*header)->size());
  }
}

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response no_content() { return json_response(204, {}); }

Response problem_response(const wire::Problem& problem) {
  auto response = json_response(wire::status_of(problem.code), wire::to_json(problem));
  response.content_type = "application/problem+json";
  response.retry_after_s = problem.retry_after_s;
  return response;
}

Response problem_response(wire::Code code, std::string detail) {
  wire::Problem problem;
  problem.code = code;
  problem.detail = std::move(detail);
  return problem_response(problem);
}

}  // namespace sportello::http
