// Secrets, sealed boxes, spellings of bytes.
#include "service/shared/secret/secret.h"

#include <type_traits>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/sealed.h"
#include "tests/catch.h"

using namespace sportello::secret;

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<SecretText, std::string_view>);

TEST_CASE("a secret moves, clones and compares") {
  start_sodium();
  Secret one{"ciao-1234"};
  Secret two = one.clone();
  CHECK(one.equals(two));
  CHECK(one.equals("ciao-1234"));
  CHECK_FALSE(one.equals("ciao-1235"));
  CHECK_FALSE(one.equals("ciao-123"));
  const Secret moved = std::move(one);
  CHECK(moved.reveal() == "ciao-1234");
  CHECK(one.empty());  // NOLINT: a moved-from secret holds nothing, by contract
  CHECK(Secret{}.equals(""));
}

TEST_CASE("a secret text grows and shrinks by whole characters") {
  const SecretText word{"perché"};
  CHECK(word.without_last().reveal() == "perch");
  CHECK(word.appended("!").reveal() == "perché!");
  CHECK(word.reveal() == "perché");
  CHECK(SecretText{}.without_last().empty());
  CHECK(SecretText{"a"} == SecretText{"a"});
  CHECK_FALSE(SecretText{"a"} == SecretText{"b"});
}

TEST_CASE("a sealed box opens with its key alone, and only unchanged") {
  start_sodium();
  const auto pair = SealKeyPair::generate();
  const auto other = SealKeyPair::generate();
  auto box = seal("G1234567A", pair.public_key());
  CHECK(std::string{as_text(box)}.find("G1234567A") == std::string::npos);
  const auto clear = pair.open(box);
  REQUIRE(clear);
  CHECK(clear->equals("G1234567A"));
  CHECK_FALSE(other.open(box));
  for (std::size_t at = 0; at < box.size(); ++at) {
    box[at] ^= 1;
    CHECK_FALSE(pair.open(box));
    box[at] ^= 1;
  }
  CHECK_FALSE(pair.open(BytesView{box}.first(box.size() - 1)));
  CHECK_FALSE(pair.open({}));
  const auto empty = pair.open(seal("", pair.public_key()));
  REQUIRE(empty);
  CHECK(empty->empty());
  CHECK(seal("x", pair.public_key()) != seal("x", pair.public_key()));
}

TEST_CASE("bytes are spelled and read back, and nothing else is read") {
  const Bytes bytes{0x00, 0xFB, 0xFF, 0x10};
  CHECK(to_hex(bytes) == "00fbff10");
  CHECK(to_base64(bytes) == "APv/EA==");
  CHECK(to_base64url(bytes) == "APv_EA");
  CHECK(from_hex("00fbff10") == bytes);
  CHECK(from_base64("APv/EA==") == bytes);
  CHECK(from_base64url("APv_EA") == bytes);
  CHECK(from_hex("") == Bytes{});
  CHECK(from_base64("") == Bytes{});
  for (const char* wrong : {"0", "zz", "00fbff1", "00 fb"}) CHECK_FALSE(from_hex(wrong));
  for (const char* wrong : {"APv/EA", "APv_EA==", "APv/EA==\n", "!"}) CHECK_FALSE(from_base64(wrong));
  for (const char* wrong : {"APv/EA", "APv_EA==", " APv_EA"}) CHECK_FALSE(from_base64url(wrong));
  CHECK_FALSE(exactly<3>(std::optional{bytes}));
  CHECK(exactly<4>(std::optional{bytes}));
}
