// The signature base of RFC 9421 section 2.5, for one fixed profile. Does no input or output.
#include "service/shared/signing/http_signature.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace sportello::signing {
namespace {

using secret::as_bytes;

constexpr std::string_view label = "sig=";
constexpr std::string_view algorithm = ";alg=\"ed25519\"";

std::string component_list(bool idempotency_key, bool authorization) {
  std::string list = R"(("@method" "@request-target" "@authority" "content-digest")";
  if (idempotency_key) list += R"( "idempotency-key")";
  if (authorization) list += R"( "authorization")";
  return list + ")";
}

std::string parameter_text(const SignatureParameters& parameters) {
  return ";created=" + std::to_string(parameters.created) + ";nonce=\"" + parameters.nonce + "\";keyid=\"" +
         parameters.key_id + "\"" + std::string{algorithm};
}

std::string signature_base(const SignedParts& parts, std::string_view covered_and_parameters) {
  std::string base;
  const auto line = [&](std::string_view name, std::string_view value) {
    base.append("\"").append(name).append("\": ").append(value).append("\n");
  };
  line("@method", parts.method);
  line("@request-target", parts.request_target);
  line("@authority", parts.authority);
  line("content-digest", parts.content_digest);
  if (parts.idempotency_key) line("idempotency-key", *parts.idempotency_key);
  if (parts.authorization) line("authorization", *parts.authorization);
  return base.append("\"@signature-params\": ").append(covered_and_parameters);
}

bool eat(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

bool is_token(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

struct ParsedInput {
  SignatureParameters parameters;
  bool idempotency_key = false;
  bool authorization = false;
};

std::optional<std::string> quoted(std::string_view& text, std::size_t at_least, std::size_t at_most) {
  if (!eat(text, "\"")) return std::nullopt;
  const auto end = text.find('"');
  if (end == std::string_view::npos || end < at_least || end > at_most) return std::nullopt;
  std::string value{text.substr(0, end)};
  text.remove_prefix(end + 1);
  if (!is_token(value)) return std::nullopt;
  return value;
}

std::optional<ParsedInput> parse_input(std::string_view text) {
  ParsedInput parsed;
  if (!eat(text, label) || !eat(text, R"(("@method" "@request-target" "@authority" "content-digest")")) {
    return std::nullopt;
  }
  parsed.idempotency_key = eat(text, R"( "idempotency-key")");
  parsed.authorization = eat(text, R"( "authorization")");
  if (!eat(text, ");created=")) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed.parameters.created);
  if (error != std::errc{} || parsed.parameters.created < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!eat(text, ";nonce=")) return std::nullopt;
  auto nonce = quoted(text, 16, 64);
  if (!nonce || !eat(text, ";keyid=")) return std::nullopt;
  auto key_id = quoted(text, 1, 64);
  if (!key_id || text != algorithm) return std::nullopt;
  parsed.parameters.nonce = std::move(*nonce);
  parsed.parameters.key_id = std::move(*key_id);
  return parsed;
}

std::optional<Signature> parse_signature(std::string_view text) {
  if (!eat(text, label) || !eat(text, ":") || !text.ends_with(':')) return std::nullopt;
  text.remove_suffix(1);
  return secret::exactly<64>(secret::from_base64(text));
}

}  // namespace

std::string content_digest(std::string_view body) {
  secret::ByteArray<crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), as_bytes(body).data(), body.size());
  return "sha-256=:" + secret::to_base64(hash) + ":";
}

SignatureHeaders sign(const SignedParts& parts, const SignatureParameters& parameters, const SigningKey& key) {
  const auto covered =
      component_list(parts.idempotency_key.has_value(), parts.authorization.has_value()) + parameter_text(parameters);
  const auto signature = key.sign(signature_base(parts, covered));
  return {std::string{label} + covered, std::string{label} + ":" + secret::to_base64(signature) + ":"};
}

std::expected<SignatureParameters, SignatureError> claimed(const SignatureHeaders& headers) {
  if (headers.input.empty() || headers.signature.empty()) return std::unexpected(SignatureError::missing);
  const auto parsed = parse_input(headers.input);
  if (!parsed || !parse_signature(headers.signature)) return std::unexpected(SignatureError::malformed);
  return parsed->parameters;
}

std::expected<void, SignatureError> verify(const SignedParts& parts, std::string_view body,
                                           const SignatureHeaders& headers, const PublicKey& key,
                                           std::int64_t now_s) {
  if (headers.input.empty() || headers.signature.empty()) return std::unexpected(SignatureError::missing);
  const auto parsed = parse_input(headers.input);
  const auto signature = parse_signature(headers.signature);
  if (!parsed || !signature || parsed->idempotency_key != parts.idempotency_key.has_value() ||
      parsed->authorization != parts.authorization.has_value()) {
    return std::unexpected(SignatureError::malformed);
  }
  if (parts.content_digest != content_digest(body)) return std::unexpected(SignatureError::digest);
  const auto covered = std::string_view{headers.input}.substr(label.size());
  if (!verifies(*signature, signature_base(parts, covered), key)) return std::unexpected(SignatureError::wrong);
  if (std::llabs(now_s - parsed->parameters.created) > created_window_s) {
    return std::unexpected(SignatureError::created);
  }
  return {};
}

}  // namespace sportello::signing
