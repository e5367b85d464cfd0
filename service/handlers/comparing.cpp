// Compares also where the answer stands already, so that time tells nothing.
#include "service/handlers/comparing.h"

#include <utility>

#include "service/handlers/waiting.h"
#include "service/hashing/argon2id.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;

bool matches(const std::optional<secret::SecretText>& hash, const secret::Secret& nothing,
             const secret::SecretText& clear) {
  const auto encoded = hash ? secret::Secret{hash->reveal()} : nothing.clone();
  return hashing::verify(encoded, secret::Secret{clear.reveal()}) && hash.has_value();
}

}  // namespace

Compared compare(const acts::LoginAttempt& attempt, const secret::SecretText& password,
                 const std::optional<secret::SecretText>& pin, const secret::Secret& nothing) {
  const auto& account = attempt.account;
  const auto password_hash = account ? std::optional{account->password_hash} : std::nullopt;
  const bool password_right = matches(password_hash, nothing, password);
  bool pin_right = !account || !account->pin_required;
  if (pin) pin_right = matches(account ? account->pin_hash : std::nullopt, nothing, *pin);
  Compared compared;
  compared.right = account && !attempt.locked && password_right && pin_right;
  compared.pin_checked = compared.right && pin.has_value();
  if (compared.right && hashing::needs_rehash(secret::Secret{account->password_hash.reveal()})) {
    if (auto stronger = hashing::hash(secret::Secret{password.reveal()})) {
      compared.stronger_hash = secret::SecretText{std::move(*stronger)};
    }
  }
  return compared;
}

awaitable<Begun> begin_login(const Call& call, std::string user_code, acts::LoginFor purpose) {
  if (call.context.rates != nullptr) {
    auto refused = call.context.rates->person(call.caller.login_page->school_id, user_code);
    if (refused) co_return std::move(*refused);
  }
  // Nothing: the nonce was seen before, and no try is spent.
  using Attempt = std::optional<acts::LoginAttempt>;
  auto begin = [&office = call.context.office, page = *call.caller.login_page, user_code = std::move(user_code),
                nonce = call.caller.signature.nonce, purpose, now = call.now](store::Session& session) -> Attempt {
    if (!acts::spend_nonce(session, page.id, nonce, now)) return std::nullopt;
    return acts::begin_login(session, office, page, user_code, now, purpose);
  };
  auto begun = co_await write<Attempt>(call.context, std::move(begin));
  if (!begun) co_return http::problem_response(begun.error());
  if (!*begun) co_return http::problem_response(wire::Code::signature_replayed);
  co_return std::move(**begun);
}

acts::LoginResult result_of(const acts::LoginAttempt& attempt, const Compared& compared, std::string user_code) {
  acts::LoginResult result;
  result.right = compared.right;
  result.user_code = std::move(user_code);
  if (attempt.account) {
    result.account_id = attempt.account->id;
    result.compared_hash = attempt.account->password_hash;
  }
  result.stronger_hash = compared.stronger_hash;
  return result;
}

}  // namespace sportello::handlers
