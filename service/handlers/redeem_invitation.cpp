// POST /invitation/password: a read plans, the pool hashes, the write checks everything anew and gives.
#include <utility>

#include "service/desk/made_password.h"
#include "service/handlers/show_invitation.h"
#include "service/handlers/waiting.h"
#include "service/hashing/argon2id.h"
#include "service/store/acts/redeeming.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;
using Planned = acts::Outcome<acts::RedeemingPlan>;
using Told = acts::Outcome<void>;
using Hashes = std::expected<acts::NewCredentials, hashing::HashError>;

Hashes hash_all(const acts::RedeemingPlan& plan, const secret::SecretText& password) {
  const auto hash_of = [](const secret::SecretText& text) { return hashing::hash(secret::Secret{text.reveal()}); };
  acts::NewCredentials made;
  made.wish = plan.wish;
  auto hash = hash_of(password);
  if (!hash) return std::unexpected(hash.error());
  made.password_hash = secret::SecretText{std::move(*hash)};
  if (plan.credentials.password == acts::PasswordFrom::made_here) made.made_password = password;
  if (plan.credentials.for_register) made.for_register = password;
  if (plan.credentials.new_pin) {
    auto pin_hash = hash_of(*plan.credentials.new_pin);
    if (!pin_hash) return std::unexpected(pin_hash.error());
    made.pin = plan.credentials.new_pin;
    made.pin_hash = secret::SecretText{std::move(*pin_hash)};
  }
  return made;
}

// What is wrong with the form before anything is hashed.
ErrorsFor mistakes_in(std::vector<wire::PasswordRule> rules, bool nothing_typed, bool accepted, bool wants_pin) {
  if (rules.empty() && !nothing_typed && accepted) return {};
  return [rules = std::move(rules), nothing_typed, accepted, wants_pin](const invitation::Frame& frame,
                                                                        acts::InvitationLook& look) {
    look.accepted = accepted;
    look.wants_pin = wants_pin;
    auto errors = nothing_typed ? std::vector{invitation::error_of(frame, "password", "password_missing")}
                                : invitation::errors_of(frame, rules, look.policy);
    if (!accepted) errors.push_back(invitation::error_of(frame, "accept", "accept"));
    return errors;
  };
}

}  // namespace

awaitable<Response> redeem_invitation(const Call& call) {
  auto& context = call.context;
  const auto browser = browser_of(call, PageCookie::invitation);
  const auto form = form_of(call.request);
  if (!browser || !form || !is_ours(call.request, *browser, *form, "/invitation/password")) co_return stale(call);
  const acts::Redeeming wish{std::string{field(*form, "commitments").reveal()}, !field(*form, "with_pin").empty()};
  auto look = [&office = context.office, browser = *browser, wish, now = call.now](store::Session& session) {
    return acts::plan_redeeming(session, office, browser, wish, now);
  };
  auto planned = co_await read<Planned>(context, std::move(look));
  if (!planned) co_return troubled(call, planned.error());
  if (!*planned) {
    auto refusal = std::move(planned->error());
    // Sent twice: the first one did it, and the page shows what it gave.
    if (refusal.code == wire::Code::visit_ended) co_return see_other(std::string{invitation_path});
    co_return co_await show_refusal(call, *browser, std::move(refusal));
  }
  const auto& plan = **planned;
  const auto& rules = plan.credentials;
  const bool chosen = rules.password == acts::PasswordFrom::guardian;
  auto password = field(*form, "password");
  const bool nothing_typed = chosen && password.empty();
  std::vector<wire::PasswordRule> broken;
  if (chosen) {
    broken = desk::broken_rules(rules.profile.password, context.common, rules.personal, password.reveal());
  } else {
    password = desk::make_password(rules.profile.password, context.common, rules.personal, acts::system_random());
  }
  auto errors = mistakes_in(std::move(broken), nothing_typed, !field(*form, "accept").empty(), wish.with_pin);
  if (errors) co_return co_await show_step(call, *browser, 422, std::move(errors));

  auto work = [plan, password]() { return hash_all(plan, password); };
  auto hashes = co_await hash_on_pool<Hashes>(context, std::move(work));
  if (!hashes) co_return troubled(call, hashes.error());
  if (!*hashes) co_return troubled(call, too_many_hashes());
  auto act = [&office = context.office, browser = *browser, made = **hashes, now = call.now](
                 store::Session& session) { return acts::redeem_invitation(session, office, browser, made, now); };
  auto told = co_await write<Told>(context, std::move(act));
  if (!told) co_return troubled(call, told.error());
  context.wake_worker();
  if (*told || told->error().code == wire::Code::visit_ended) co_return see_other(std::string{invitation_path});
  auto refusal = std::move(told->error());
  co_return co_await show_refusal(call, *browser, std::move(refusal));
}

}  // namespace sportello::handlers
