// POST /v1/login/password: a new password by the one that was right until now, as the first login of a made one asks.
#include <utility>

#include "service/handlers/comparing.h"
#include "service/handlers/routes.h"
#include "service/handlers/waiting.h"
#include "service/hashing/argon2id.h"
#include "service/shared/wire/messages.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;

struct Judged {
  Compared compared;
  std::vector<wire::PasswordRule> broken;
  std::optional<secret::SecretText> new_hash;  // nothing: not right, not good, or no memory to hash
};

// Whether the new password is good is told only to whoever had the old one right.
Judged judge(const acts::LoginAttempt& attempt, const wire::PasswordChange& wish, const secret::Secret& nothing,
             const desk::CommonPasswords& common) {
  Judged judged{compare(attempt, wish.password, wish.pin, nothing), {}, {}};
  if (!judged.compared.right || attempt.account->off) return judged;
  const auto& account = *attempt.account;
  judged.broken = desk::broken_rules(account.policy, common, account.personal, wish.new_password.reveal());
  if (judged.broken.empty() && wish.new_password == wish.password) {
    judged.broken.push_back(wire::PasswordRule::common);  // the old one again is no new one
  }
  if (!judged.broken.empty()) return judged;
  if (auto hash = hashing::hash(secret::Secret{wish.new_password.reveal()})) {
    judged.new_hash = secret::SecretText{std::move(*hash)};
  }
  return judged;
}

}  // namespace

awaitable<Response> change_at_login(const Call& call) {
  const auto wish = wire::parse<wire::PasswordChange>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  auto& context = call.context;

  auto place = context.pool.reserve();  // before a try is spent, as for a login
  if (!place) co_return http::problem_response(too_many_hashes());
  auto user_code = wish->user_code;
  auto begun = co_await begin_login(call, std::move(user_code), acts::LoginFor::change);
  if (auto* answer = std::get_if<Response>(&begun)) co_return std::move(*answer);
  const auto& attempt = std::get<acts::LoginAttempt>(begun);

  auto work = [attempt, wish = *wish, &nothing = context.hash_of_nothing, &common = context.common] {
    return judge(attempt, wish, nothing, common);
  };
  const auto judged = co_await hash_in_place<Judged>(context, std::move(*place), std::move(work));

  // False: not changed.
  auto finish = [&office = context.office, page = *call.caller.login_page,
                 result = result_of(attempt, judged.compared, wish->user_code), new_hash = judged.new_hash,
                 for_register = attempt.account && attempt.account->for_register ? std::optional{wish->new_password}
                                                                                 : std::nullopt,
                 now = call.now](store::Session& session) {
    auto compared = result;
    if (new_hash) compared.stronger_hash.reset();  // the old one goes anyway
    acts::finish_login(session, office, page, compared, now);
    return new_hash && acts::change_at_login(session, office, page, compared, {*new_hash, for_register}, now);
  };
  const auto changed = co_await write<bool>(context, std::move(finish));
  if (!changed) co_return http::problem_response(changed.error());
  context.wake_worker();
  if (!judged.compared.right) co_return http::problem_response(wire::Code::login_refused);
  if (attempt.account->off) co_return http::problem_response(wire::Code::credentials_off);
  if (!judged.broken.empty()) {
    co_return http::problem_response(wire::Problem{wire::Code::password_refused, {}, {}, {}, judged.broken});
  }
  if (!judged.new_hash) co_return http::problem_response(too_many_hashes());
  if (!*changed) co_return http::problem_response(wire::Code::login_refused);
  co_return http::json_response(200, wire::to_json(wire::LoginAnswer{false, judged.compared.pin_checked}));
}

}  // namespace sportello::handlers
