// From headers to a known device or login page.
#include "service/handlers/authorise.h"

#include <algorithm>
#include <utility>

#include "service/handlers/waiting.h"
#include "service/shared/wire/messages.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;
using signing::SignatureError;
using wire::Code;

wire::Problem problem(Code code, std::string detail = {}) { return {code, std::move(detail), {}, {}, {}}; }

Code code_of(SignatureError error) {
  switch (error) {
    case SignatureError::missing: return Code::signature_missing;
    case SignatureError::malformed: return Code::signature_malformed;
    case SignatureError::digest: return Code::digest_wrong;
    case SignatureError::created: return Code::signature_stale;
    case SignatureError::wrong: return Code::signature_wrong;
  }
  return Code::signature_malformed;
}

signing::SignatureHeaders headers_of(const http::Request& request) {
  return {request.signature_input.value_or(""), request.signature.value_or("")};
}

bool is_idempotency_key(std::string_view key) {
  return key.size() == wire::idempotency_key_length && std::ranges::all_of(key, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

// A key id of nobody, or of another kind of caller, fails in the same words and time as a known one's with a wrong
// signature: ids of devices and login pages, another school's too, cannot be told from made-up ones.
wire::Problem as_nobody(const http::Request& request, Time now) {
  static const auto nobody = signing::SigningKey::generate().public_key();
  const auto right = check_signature(request, nobody, now);
  return right ? problem(Code::signature_wrong) : right.error();
}

std::expected<Caller, wire::Problem> as_kiosk(const http::Request& request, std::optional<acts::Device> device,
                                              signing::SignatureParameters signature, Time now) {
  if (!device) return std::unexpected(as_nobody(request, now));
  if (auto right = check_signature(request, device->key, now); !right) return std::unexpected(right.error());
  // Only after the signature: nobody but the device itself learns how it stands.
  switch (device->state) {
    case acts::DeviceState::pending: return std::unexpected(problem(Code::device_pending));
    case acts::DeviceState::revoked: return std::unexpected(problem(Code::device_revoked));
    case acts::DeviceState::active: break;
  }
  return Caller{std::move(device), std::nullopt, std::move(signature)};
}

std::expected<Caller, wire::Problem> as_login_page(const http::Request& request, std::optional<acts::LoginPage> page,
                                                   signing::SignatureParameters signature, Time now) {
  if (!page) return std::unexpected(as_nobody(request, now));
  if (auto right = check_signature(request, page->key, now); !right) return std::unexpected(right.error());
  return Caller{std::nullopt, std::move(page), std::move(signature)};
}

}  // namespace

std::expected<signing::SignatureParameters, wire::Problem> read_signature(const Context& context,
                                                                          const http::Request& request,
                                                                          bool idempotent) {
  auto claimed = signing::claimed(headers_of(request));
  if (!claimed) return std::unexpected(problem(code_of(claimed.error())));
  if (!context.authorities.contains(request.authority)) {
    return std::unexpected(problem(Code::bad_request, "the Host header is none of this service's names"));
  }
  if (idempotent && !request.idempotency_key) return std::unexpected(problem(Code::idempotency_key_missing));
  if (request.idempotency_key && !is_idempotency_key(*request.idempotency_key)) {
    return std::unexpected(
        problem(Code::bad_request, std::string{wire::idempotency_header} + " must be 16 bytes as base64url"));
  }
  return std::move(*claimed);
}

std::expected<void, wire::Problem> check_signature(const http::Request& request, const signing::PublicKey& key,
                                                   Time now) {
  const signing::SignedParts parts{request.method,          request.target,
                                   request.authority,       request.content_digest.value_or(""),
                                   request.idempotency_key, request.authorization};
  const auto right = signing::verify(parts, request.body, headers_of(request), key, now.time_since_epoch().count());
  if (!right) return std::unexpected(problem(code_of(right.error())));
  return {};
}

awaitable<std::expected<Caller, wire::Problem>> authorise(Context& context, const http::Request& request,
                                                          const Route& route, Time now) {
  if (route.needs == Needs::nothing || route.needs == Needs::page) co_return Caller{};
  auto signature = read_signature(context, request, route.idempotent);
  if (!signature) co_return std::unexpected(signature.error());
  const auto key_id = signature->key_id;
  switch (route.needs) {
    case Needs::nothing:
    case Needs::page:
    case Needs::enrolment: co_return Caller{std::nullopt, std::nullopt, std::move(*signature)};
    case Needs::kiosk: {
      auto find = [key_id](store::Session& session) { return acts::find_device(session, key_id); };
      auto found = co_await read<std::optional<acts::Device>>(context, std::move(find));
      if (!found) co_return std::unexpected(found.error());
      co_return as_kiosk(request, std::move(*found), std::move(*signature), now);
    }
    case Needs::login_page: {
      auto find = [key_id](store::Session& session) { return acts::find_login_page(session, key_id); };
      auto found = co_await read<std::optional<acts::LoginPage>>(context, std::move(find));
      if (!found) co_return std::unexpected(found.error());
      co_return as_login_page(request, std::move(*found), std::move(*signature), now);
    }
  }
  co_return std::unexpected(problem(Code::internal));
}

}  // namespace sportello::handlers
