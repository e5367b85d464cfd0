// POST /v1/login: do user code, password and PIN belong together? Every refusal is the same one, and costs the same:
// two writes, one hash for the password and one for a PIN if one was sent, whether or not there is such an account.
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/waiting.h"
#include "service/hashing/argon2id.h"
#include "service/shared/wire/messages.h"
#include "service/store/acts/login.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;

struct Compared {
  bool right = false;
  bool pin_checked = false;
  std::optional<secret::SecretText> stronger_hash;
};

bool matches(const std::optional<secret::SecretText>& hash, const secret::Secret& nothing,
             const secret::SecretText& clear) {
  const auto encoded = hash ? secret::Secret{hash->reveal()} : nothing.clone();
  return hashing::verify(encoded, secret::Secret{clear.reveal()}) && hash.has_value();
}

Compared compare(const acts::LoginAttempt& attempt, const wire::LoginRequest& wish, const secret::Secret& nothing) {
  const auto& account = attempt.account;
  const auto password_hash = account ? std::optional{account->password_hash} : std::nullopt;
  const bool password_right = matches(password_hash, nothing, wish.password);
  bool pin_right = !account || !account->pin_required;
  if (wish.pin) pin_right = matches(account ? account->pin_hash : std::nullopt, nothing, *wish.pin);
  Compared compared;
  compared.right = account && !attempt.locked && password_right && pin_right;
  compared.pin_checked = compared.right && wish.pin.has_value();
  if (compared.right && hashing::needs_rehash(secret::Secret{account->password_hash.reveal()})) {
    if (auto stronger = hashing::hash(secret::Secret{wish.password.reveal()})) {
      compared.stronger_hash = secret::SecretText{std::move(*stronger)};
    }
  }
  return compared;
}

// Nothing: the nonce was seen before, and no try is spent.
using Begun = std::optional<acts::LoginAttempt>;

}  // namespace

awaitable<Response> login(const Call& call) {
  const auto wish = wire::parse<wire::LoginRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  auto& context = call.context;
  const auto& page = *call.caller.login_page;

  // Taken before a try is spent: a service that is busy must not lock anybody out.
  auto place = context.pool.reserve();
  if (!place) co_return http::problem_response(too_many_hashes());

  auto begin = [&office = context.office, page, user_code = wish->user_code, nonce = call.caller.signature.nonce,
                now = call.now](store::Session& session) -> Begun {
    if (!acts::spend_nonce(session, page.id, nonce, now)) return std::nullopt;
    return acts::begin_login(session, office, page, user_code, now);
  };
  auto begun = co_await write<Begun>(context, std::move(begin));
  if (!begun) co_return http::problem_response(begun.error());
  if (!*begun) co_return http::problem_response(wire::Code::signature_replayed);
  const auto& attempt = **begun;

  auto work = [attempt, wish = *wish, &nothing = context.hash_of_nothing] { return compare(attempt, wish, nothing); };
  const auto compared = co_await hash_in_place<Compared>(context, std::move(*place), std::move(work));

  acts::LoginResult result;
  result.right = compared.right;
  result.user_code = wish->user_code;
  if (attempt.account) {
    result.account_id = attempt.account->id;
    result.compared_hash = attempt.account->password_hash;
  }
  result.stronger_hash = compared.stronger_hash;
  auto finish = [&office = context.office, page, result, now = call.now](store::Session& session) {
    acts::finish_login(session, office, page, result, now);
    return true;
  };
  const auto finished = co_await write<bool>(context, std::move(finish));
  if (!finished) co_return http::problem_response(finished.error());
  if (!compared.right) co_return http::problem_response(wire::Code::login_refused);
  co_return http::json_response(200,
                                wire::to_json(wire::LoginAnswer{attempt.account->change_due, compared.pin_checked}));
}

}  // namespace sportello::handlers
