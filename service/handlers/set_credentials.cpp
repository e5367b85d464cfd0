// POST /v1/visits/{id}/credentials: every act on credentials.
// A read plans (and finds a repeat, which then costs no hash), the pool hashes, the write checks everything anew.
#include <utility>
#include <variant>

#include "service/desk/made_password.h"
#include "service/handlers/grant.h"
#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/sealing.h"
#include "service/handlers/waiting.h"
#include "service/hashing/argon2id.h"
#include "service/store/acts/credentials.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;
using acts::PasswordFrom;

wire::Problem problem(wire::Code code, std::string detail = {}) { return {code, std::move(detail), {}, {}, {}}; }

// Either what to do, or what was answered before, or why not.
using Planned = std::variant<acts::CredentialsPlan, KeptAnswer, wire::Problem>;

Planned plan(store::Session& session, const acts::Office& office, const acts::RequestKey& key,
             const acts::Bearer& bearer, const acts::Wish& wish, Time now) {
  auto before = acts::recall(session, key, now);
  if (!before) return std::move(before.error());
  if (*before) return std::move(**before);
  auto planned = acts::plan_credentials(session, office, bearer, wish, now);
  if (!planned) return std::move(planned.error());
  return std::move(*planned);
}

// What is missing or too much for this act; nothing: the request is one.
std::optional<std::string> mistake_in(const wire::CredentialsRequest& wish, PasswordFrom from) {
  if (from == PasswordFrom::guardian && !wish.password) return "field \"password\" is missing";
  if (from == PasswordFrom::nobody && wish.password) return "field \"password\" does not belong to this action";
  if (from == PasswordFrom::made_here && wish.password) return "this register makes the password: send none";
  const bool proves = wish.action == wire::Act::change_password;
  if (proves != wish.current_password.has_value()) {
    return proves ? "field \"current_password\" is missing"
                  : "field \"current_password\" does not belong to this action";
  }
  return std::nullopt;
}

// The old password again is no new one: it counts as common.
std::vector<wire::PasswordRule> broken_by(const wire::CredentialsRequest& wish, const acts::CredentialsPlan& plan,
                                          const desk::CommonPasswords& common) {
  if (plan.password != PasswordFrom::guardian) return {};
  auto broken = desk::broken_rules(plan.profile.password, common, plan.personal, wish.password->reveal());
  if (broken.empty() && wish.current_password && *wish.current_password == *wish.password) {
    broken.push_back(wire::PasswordRule::common);
  }
  return broken;
}

using Hashes = std::expected<acts::NewCredentials, hashing::HashError>;

// Compares the current password, if there is one; hashes what this act sets.
Hashes hash_all(acts::NewCredentials made, const acts::CredentialsPlan& plan,
                const std::optional<secret::SecretText>& current, const std::optional<secret::SecretText>& password) {
  const auto hash_of = [](const secret::SecretText& text) { return hashing::hash(secret::Secret{text.reveal()}); };
  if (plan.current_hash && current) {
    made.compared_hash = *plan.current_hash;
    made.current_right =
        hashing::verify(secret::Secret{made.compared_hash.reveal()}, secret::Secret{current->reveal()});
    if (!made.current_right) return made;
  }
  if (password) {
    auto hash = hash_of(*password);
    if (!hash) return std::unexpected(hash.error());
    made.password_hash = secret::SecretText{std::move(*hash)};
  }
  if (!plan.new_pin) return made;
  auto hash = hash_of(*plan.new_pin);
  if (!hash) return std::unexpected(hash.error());
  made.pin = plan.new_pin;
  made.pin_hash = secret::SecretText{std::move(*hash)};
  return made;
}

bool needs_hashing(const acts::CredentialsPlan& plan) {
  return plan.password != PasswordFrom::nobody || plan.new_pin.has_value();
}

// A refusal or a repeat is answered by a write too: the nonce is spent there, and the answer kept.
awaitable<Response> answer_only(const Call& call, KeptAnswer answer) {
  std::function<KeptAnswer(store::Session&)> act = [answer = std::move(answer)](store::Session&) { return answer; };
  co_return co_await save_once(call, call.request.parameters.at(0), std::move(act));
}

}  // namespace

awaitable<Response> set_credentials(const Call& call) {
  const auto wish = wire::parse<wire::CredentialsRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  const auto bearer = bearer_of(call);
  if (!bearer) co_return http::problem_response(wire::Code::grant_invalid);
  auto& context = call.context;
  acts::NewCredentials made;
  made.wish = {wish->action, wish->commitments_version, wish->with_pin};

  auto look = [&office = context.office, key = request_key(call, bearer->visit), bearer = *bearer, what = made.wish,
               now = call.now](store::Session& session) { return plan(session, office, key, bearer, what, now); };
  auto planned = co_await read<Planned>(context, std::move(look));
  if (!planned) co_return http::problem_response(planned.error());
  if (auto* before = std::get_if<KeptAnswer>(&*planned)) co_return co_await answer_only(call, std::move(*before));
  if (const auto* refusal = std::get_if<wire::Problem>(&*planned)) {
    auto answer = kept(*refusal);
    co_return co_await answer_only(call, std::move(answer));
  }
  const auto& to_do = std::get<acts::CredentialsPlan>(*planned);
  if (auto mistake = mistake_in(*wish, to_do.password)) {
    co_return http::problem_response(wire::Code::bad_request, std::move(*mistake));
  }
  if (auto broken = broken_by(*wish, to_do, context.common); !broken.empty()) {
    auto refusal = problem(wire::Code::password_refused);
    refusal.rules = std::move(broken);
    auto answer = kept(refusal);
    co_return co_await answer_only(call, std::move(answer));
  }
  auto password = wish->password;
  if (to_do.password == PasswordFrom::made_here) {
    password = made.made_password =
        desk::make_password(to_do.profile.password, context.common, to_do.personal, acts::system_random());
  }

  if (to_do.for_register) made.for_register = password;
  if (needs_hashing(to_do)) {
    auto work = [made, to_do, current = wish->current_password, password]() {
      return hash_all(made, to_do, current, password);
    };
    auto hashes = co_await hash_on_pool<Hashes>(context, std::move(work));
    if (!hashes) co_return http::problem_response(hashes.error());
    if (!*hashes) co_return http::problem_response(too_many_hashes());
    made = std::move(**hashes);
  }

  auto act = [&office = context.office, bearer = *bearer, made, now = call.now](store::Session& session) {
    const auto given = acts::set_credentials(session, office, bearer, made, now);
    return given ? kept(200, sealed_json(given->credentials, given->reply_key)) : kept(given.error());
  };
  co_return co_await save_once(call, bearer->visit, std::move(act));
}

}  // namespace sportello::handlers
