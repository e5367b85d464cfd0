// GET /page/{name}: the styles and the script of the pages, from memory.
#include "service/handlers/pages.h"

namespace sportello::handlers {

awaitable<Response> page_file(const Call& call) {
  const auto* file = call.context.site->file(call.request.parameters.at(0));
  if (file == nullptr) co_return http::problem_response(wire::Code::not_found);
  auto response = page(200, file->content);
  response.content_type = file->type;
  response.may_be_kept = true;
  co_return response;
}

}  // namespace sportello::handlers
