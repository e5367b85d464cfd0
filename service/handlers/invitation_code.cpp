// POST /invitation/code, /invitation/check, /invitation/renew: the forms before the password. What worked leads on
// by a redirect, so that a reload sends nothing twice; what did not is said on the same page.
#include <algorithm>
#include <utility>

#include "service/desk/limits.h"
#include "service/handlers/show_invitation.h"
#include "service/handlers/waiting.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;
using Told = acts::Outcome<void>;

// The six digits, however they were spaced; nothing: these are no six digits.
std::optional<secret::SecretText> digits_of(const secret::SecretText& typed) {
  std::string digits;
  for (const char c : typed.reveal()) {
    if (c == ' ' || c == '-') continue;
    if (c < '0' || c > '9' || digits.size() == std::size_t{desk::code_digits}) return std::nullopt;
    digits += c;
  }
  if (digits.size() != std::size_t{desk::code_digits}) return std::nullopt;
  return secret::SecretText{std::string_view{digits}};
}

// Runs the act; on to the page, or the refusal.
awaitable<Response> act_and_show(const Call& call, const acts::Browser& browser,
                                 std::function<Told(store::Session&)> act) {
  auto told = co_await write<Told>(call.context, std::move(act));
  if (!told) co_return troubled(call, told.error());
  call.context.wake_worker();
  if (*told) co_return see_other(std::string{invitation_path});
  auto refusal = std::move(told->error());
  co_return co_await show_refusal(call, browser, std::move(refusal));
}

}  // namespace

awaitable<Response> send_invitation_code(const Call& call) {
  const auto browser = browser_of(call, PageCookie::invitation);
  const auto form = form_of(call.request);
  if (!browser || !form || !is_ours(call.request, *browser, *form, "/invitation/code")) co_return stale(call);
  auto act = [&office = call.context.office, browser = *browser, now = call.now](store::Session& session) {
    return acts::send_invitation_code(session, office, browser, now);
  };
  co_return co_await act_and_show(call, *browser, std::move(act));
}

awaitable<Response> check_invitation_code(const Call& call) {
  const auto browser = browser_of(call, PageCookie::invitation);
  const auto form = form_of(call.request);
  if (!browser || !form || !is_ours(call.request, *browser, *form, "/invitation/check")) co_return stale(call);
  const auto code = digits_of(field(*form, "code"));
  if (!code) {  // a slip of the finger is no try
    ErrorsFor errors = [](const invitation::Frame& frame, const acts::InvitationLook&) {
      return std::vector{invitation::error_of(frame, "code", "code_shape")};
    };
    co_return co_await show_step(call, *browser, 422, std::move(errors));
  }
  auto act = [&office = call.context.office, browser = *browser, code = *code,
              now = call.now](store::Session& session) {
    return acts::check_invitation_code(session, office, browser, code, now);
  };
  co_return co_await act_and_show(call, *browser, std::move(act));
}

awaitable<Response> renew_invitation(const Call& call) {
  const auto browser = browser_of(call, PageCookie::invitation);
  const auto form = form_of(call.request);
  if (!browser || !form || !is_ours(call.request, *browser, *form, "/invitation/renew")) co_return stale(call);
  std::function<bool(store::Session&)> act = [&office = call.context.office, browser = *browser,
                                              now = call.now](store::Session& session) {
    acts::renew_invitation(session, office, browser, now);
    return true;
  };
  const auto done = co_await write<bool>(call.context, std::move(act));
  if (!done) co_return troubled(call, done.error());
  call.context.wake_worker();
  co_return page(200, invitation::renewed_page(invitation_frame(call)));
}

}  // namespace sportello::handlers
