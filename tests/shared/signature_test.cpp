// RFC 9421 with Ed25519: what is signed verifies, and every change is named rightly.
#include <string>

#include "service/shared/signing/http_signature.h"
#include "tests/catch.h"

using namespace sportello::signing;

namespace {

constexpr std::int64_t now = 1'790'000'000;

struct Signed {
  SigningKey key = SigningKey::generate();
  std::string body = R"({"document":"x"})";
  SignedParts parts{"POST", "/v1/visits", "127.0.0.1:8443", content_digest(body), "AAAAAAAAAAAAAAAAAAAAAA", {}};
  SignatureParameters parameters{now, "nonce-0123456789", "device-1"};
  SignatureHeaders headers;

  Signed() { headers = sign(parts, parameters, key); }
  [[nodiscard]] std::expected<void, SignatureError> check(std::int64_t at = now) const {
    return verify(parts, body, headers, key.public_key(), at);
  }
  void check_is(SignatureError error, std::int64_t at = now) const {
    const auto result = check(at);
    REQUIRE_FALSE(result);
    CHECK(result.error() == error);
  }
};

void replace(std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what was signed verifies") {
  sportello::secret::start_sodium();
  const Signed request;
  CHECK(request.check());
  CHECK(claimed(request.headers) == request.parameters);

  Signed with_grant;
  with_grant.parts.authorization = "Bearer abc";
  with_grant.headers = sign(with_grant.parts, with_grant.parameters, with_grant.key);
  CHECK(with_grant.check());
}

TEST_CASE("the digest is that of RFC 9530") {
  CHECK(content_digest(R"({"hello": "world"})") == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
}

TEST_CASE("a missing signature is missing") {
  Signed request;
  SECTION("both") { request.headers = {}; }
  SECTION("input") { request.headers.input.clear(); }
  SECTION("signature") { request.headers.signature.clear(); }
  request.check_is(SignatureError::missing);
  CHECK(claimed(request.headers).error() == SignatureError::missing);
}

TEST_CASE("another profile is malformed") {
  Signed request;
  auto& input = request.headers.input;
  SECTION("label") { replace(input, "sig=", "s=="); }
  SECTION("a component is left out") { replace(input, " \"content-digest\"", ""); }
  SECTION("components in another order") {
    replace(input, "\"@method\" \"@request-target\"", "\"@request-target\" \"@method\"");
  }
  SECTION("algorithm") { replace(input, "ed25519", "hmac-sha256"); }
  SECTION("no algorithm") { replace(input, ";alg=\"ed25519\"", ""); }
  SECTION("nonce too short") { replace(input, "nonce-0123456789", "short"); }
  SECTION("nonce with marks") { replace(input, "nonce-0123456789", "nonce 0123456789"); }
  SECTION("created is no number") { replace(input, "created=1790000000", "created=x"); }
  SECTION("created before 1970") { replace(input, "created=1790000000", "created=-5"); }
  SECTION("something behind") { input += ";x=1"; }
  SECTION("signature is no base64") { request.headers.signature = "sig=:????:"; }
  SECTION("signature too short") { request.headers.signature = "sig=:AAAA:"; }
  request.check_is(SignatureError::malformed);
}

TEST_CASE("a header that is there must be covered") {
  Signed request;
  SECTION("idempotency key taken away") { request.parts.idempotency_key.reset(); }
  SECTION("authorization added") { request.parts.authorization = "Bearer abc"; }
  request.check_is(SignatureError::malformed);
}

TEST_CASE("another body is a wrong digest") {
  Signed request;
  SECTION("body changed") { request.body += " "; }
  SECTION("digest changed") { request.parts.content_digest = content_digest("other"); }
  SECTION("digest missing") { request.parts.content_digest.clear(); }
  request.check_is(SignatureError::digest);
}

TEST_CASE("whatever else changes makes the signature wrong") {
  Signed request;
  SECTION("method") { request.parts.method = "DELETE"; }
  SECTION("target") { request.parts.request_target = "/v1/visits?x=1"; }
  SECTION("authority") { request.parts.authority = "127.0.0.1:8444"; }
  SECTION("idempotency key") { request.parts.idempotency_key = "BAAAAAAAAAAAAAAAAAAAAA"; }
  SECTION("body and digest together") {
    request.body = "{}";
    request.parts.content_digest = content_digest(request.body);
  }
  SECTION("nonce") { replace(request.headers.input, "nonce-0", "nonce-1"); }
  SECTION("created") { replace(request.headers.input, "1790000000", "1790000001"); }
  SECTION("keyid") { replace(request.headers.input, "device-1", "device-2"); }
  SECTION("another key") { request.key = SigningKey::generate(); }
  request.check_is(SignatureError::wrong);
}

TEST_CASE("only a right signature is called stale") {
  const Signed request;
  CHECK(request.check(now + created_window_s));
  CHECK(request.check(now - created_window_s));
  request.check_is(SignatureError::created, now + created_window_s + 1);
  request.check_is(SignatureError::created, now - created_window_s - 1);
  Signed forged;
  forged.parts.method = "DELETE";
  forged.check_is(SignatureError::wrong, now + 3600);
}
