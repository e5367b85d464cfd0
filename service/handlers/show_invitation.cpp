// GET /invitation: looks, and shows. Also what every form shows when it was refused.
#include "service/handlers/show_invitation.h"

#include <utility>

#include "service/handlers/waiting.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;
using invitation::error_of;
using invitation::Frame;

std::vector<invitation::FormError> errors_of(const Frame& frame, const acts::InvitationLook& look,
                                             const wire::Problem& problem) {
  switch (problem.code) {
    case wire::Code::code_wrong: {
      const int left = problem.tries_left.value_or(0);
      if (left == 0) return {error_of(frame, "", "code_over")};
      return {left == 1 ? error_of(frame, "code", "code_wrong_one")
                        : error_of(frame, "code", "code_wrong", {{"n", left}})};
    }
    case wire::Code::code_expired:
    case wire::Code::tries_spent: return {error_of(frame, "", "code_over")};
    case wire::Code::resend_too_soon:
      return {error_of(frame, "", "too_soon", {{"seconds", problem.retry_after_s.value_or(0)}})};
    case wire::Code::sends_spent: return {error_of(frame, "", "sends_spent")};
    case wire::Code::password_refused: return invitation::errors_of(frame, problem.rules, look.policy);
    case wire::Code::commitments_outdated: return {error_of(frame, "accept", "accept")};
    default: return {};  // the step itself says it
  }
}

}  // namespace

awaitable<Response> show_step(const Call& call, const acts::Browser& browser, int status, ErrorsFor errors) {
  auto query = [&office = call.context.office, browser, now = call.now](store::Session& session) {
    return acts::look_at_invitation(session, office, browser, now);
  };
  auto look = co_await read<acts::InvitationLook>(call.context, std::move(query));
  if (!look) co_return troubled(call, look.error());
  const auto frame = invitation_frame(call, look->school);
  const auto found = errors ? errors(frame, *look) : std::vector<invitation::FormError>{};
  co_return page(status, invitation::invitation_page(frame, *look, tokens_of(browser), found));
}

awaitable<Response> show_refusal(const Call& call, const acts::Browser& browser, wire::Problem problem) {
  const int status = wire::status_of(problem.code);
  ErrorsFor errors = [problem = std::move(problem)](const Frame& frame, const acts::InvitationLook& look) {
    return errors_of(frame, look, problem);
  };
  co_return co_await show_step(call, browser, status, std::move(errors));
}

awaitable<Response> show_invitation(const Call& call) {
  const auto browser = browser_of(call, PageCookie::invitation);
  if (!browser) co_return stale(call);
  ErrorsFor none;
  co_return co_await show_step(call, *browser, 200, std::move(none));
}

}  // namespace sportello::handlers
