// POST /v1/visits/{id}/credentials: issue credentials, or set a new password.
// A read plans (and finds a repeat, which then costs no hash), the pool hashes, the write checks everything anew.
#include <utility>
#include <variant>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/sealing.h"
#include "service/handlers/waiting.h"
#include "service/hashing/argon2id.h"
#include "service/store/acts/credentials.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;

std::optional<secret::SecretText> grant_of(const http::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  if (!request.authorization || !request.authorization->starts_with(scheme)) return std::nullopt;
  return secret::SecretText{std::string_view{*request.authorization}.substr(scheme.size())};
}

wire::Problem problem(wire::Code code) { return {code, {}, {}, {}, {}}; }

// Either what to do, or what was answered before, or why not.
using Planned = std::variant<acts::CredentialsPlan, KeptAnswer, wire::Problem>;

Planned plan(store::Session& session, const acts::Office& office, const acts::RequestKey& key,
             const acts::Bearer& bearer, const wire::CredentialsRequest& wish, Time now) {
  auto before = acts::recall(session, key, now);
  if (!before) return std::move(before.error());
  if (*before) return std::move(**before);
  auto planned = acts::plan_credentials(session, office, bearer, wish.action, wish.commitments_version, now);
  if (!planned) return std::move(planned.error());
  return std::move(*planned);
}

using Hashes = std::expected<acts::NewCredentials, hashing::HashError>;

Hashes hash_all(const wire::CredentialsRequest& wish, const std::optional<secret::SecretText>& new_pin) {
  const auto hash_of = [](const secret::SecretText& text) { return hashing::hash(secret::Secret{text.reveal()}); };
  auto password = hash_of(*wish.password);
  if (!password) return std::unexpected(password.error());
  acts::NewCredentials made{wish.action, wish.commitments_version, secret::SecretText{std::move(*password)}, {}, {}};
  if (!new_pin) return made;
  auto pin = hash_of(*new_pin);
  if (!pin) return std::unexpected(pin.error());
  made.pin = new_pin;
  made.pin_hash = secret::SecretText{std::move(*pin)};
  return made;
}

}  // namespace

awaitable<Response> set_credentials(const Call& call) {
  const auto wish = wire::parse<wire::CredentialsRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  if (!wish->password) co_return http::problem_response(wire::Code::bad_request, "field \"password\" is missing");
  const auto grant = grant_of(call.request);
  if (!grant) co_return http::problem_response(wire::Code::grant_invalid);
  auto& context = call.context;
  const auto& visit = call.request.parameters.at(0);
  const acts::Bearer bearer{*call.caller.device, visit, *grant};

  // A refusal or a repeat is answered by a write too: the nonce is spent there, and the answer kept.
  std::function<KeptAnswer(store::Session&)> answer_only;
  auto look = [&office = context.office, key = request_key(call, visit), bearer, wish = *wish,
               now = call.now](store::Session& session) { return plan(session, office, key, bearer, wish, now); };
  auto planned = co_await read<Planned>(context, std::move(look));
  if (!planned) co_return http::problem_response(planned.error());
  if (const auto* before = std::get_if<KeptAnswer>(&*planned)) {
    answer_only = [answer = *before](store::Session&) { return answer; };
    co_return co_await save_once(call, visit, std::move(answer_only));
  }
  if (const auto* refusal = std::get_if<wire::Problem>(&*planned)) {
    answer_only = [answer = kept(*refusal)](store::Session&) { return answer; };
    co_return co_await save_once(call, visit, std::move(answer_only));
  }
  const auto& to_do = std::get<acts::CredentialsPlan>(*planned);
  auto broken = desk::broken_rules(to_do.profile.password, context.common, to_do.personal, wish->password->reveal());
  if (!broken.empty()) {
    auto refusal = problem(wire::Code::password_refused);
    refusal.rules = std::move(broken);
    answer_only = [answer = kept(refusal)](store::Session&) { return answer; };
    co_return co_await save_once(call, visit, std::move(answer_only));
  }

  auto work = [wish = *wish, pin = to_do.new_pin]() { return hash_all(wish, pin); };
  auto hashes = co_await hash_on_pool<Hashes>(context, std::move(work));
  if (!hashes) co_return http::problem_response(hashes.error());
  if (!*hashes) co_return http::problem_response(too_many_hashes());

  auto act = [&office = context.office, bearer, made = **hashes, now = call.now](store::Session& session) {
    const auto given = acts::set_credentials(session, office, bearer, made, now);
    return given ? kept(200, sealed_json(given->credentials, given->reply_key)) : kept(given.error());
  };
  co_return co_await save_once(call, visit, std::move(act));
}

}  // namespace sportello::handlers
