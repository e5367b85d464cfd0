// HTTP message signatures, RFC 9421, with Ed25519: the one profile both ends speak.
// Covers "@method" "@request-target" "@authority" "content-digest", and "idempotency-key" and "authorization"
// when the request has them. `created` within 60 s of the reader's clock; a nonce is good for one request
// (remembering nonces is the service's part, not this file's).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "service/shared/signing/key.h"

namespace sportello::signing {

inline constexpr std::int64_t created_window_s = 60;  // design: a kiosk's clock is kept to seconds by NTP

// What is signed of a request. Empty optional: the header is absent.
struct SignedParts {
  std::string method;          // upper case
  std::string request_target;  // path and query, as on the request line
  std::string authority;       // host[:port], lower case, default port left out
  std::string content_digest;  // as `content_digest()` gives it
  std::optional<std::string> idempotency_key;
  std::optional<std::string> authorization;
};

struct SignatureParameters {
  std::int64_t created = 0;  // seconds since 1970
  std::string nonce;         // 16 to 64 characters of base64url
  std::string key_id;        // the device's id
  bool operator==(const SignatureParameters&) const = default;
};

struct SignatureHeaders {
  std::string input;      // Signature-Input
  std::string signature;  // Signature
};

enum class SignatureError {
  missing,    // no Signature or Signature-Input
  malformed,  // not this profile: label, components, parameters or encoding
  digest,     // Content-Digest does not belong to the body
  created,    // outside the window: the clocks differ
  wrong,      // the signature does not belong to this request and key
};

// "sha-256=:…:" (RFC 9530).
std::string content_digest(std::string_view body);

SignatureHeaders sign(const SignedParts& parts, const SignatureParameters& parameters, const SigningKey& key);

// Who claims to have signed, before anything is proved: the caller finds the key by key_id, then verifies.
std::expected<SignatureParameters, SignatureError> claimed(const SignatureHeaders& headers);

// Checks the signature first and `created` last, so that `created` means: all else was right.
std::expected<void, SignatureError> verify(const SignedParts& parts, std::string_view body,
                                           const SignatureHeaders& headers, const PublicKey& key, std::int64_t now_s);

}  // namespace sportello::signing
