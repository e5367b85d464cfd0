// A signed head of a school's audit chain: what the service says and a kiosk keeps, so that the chain cannot go back
// unseen. One line of words, so that a file of them can be read, joined and printed:
//   sportello-head-1 SCHOOL SEQUENCE TIME HASH KEY SIGNATURE
// Signed are the words before KEY, with single spaces. Says nothing of any person.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/shared/signing/public_key.h"

namespace sportello::wire {

struct AuditHead {
  std::string school;  // its code
  std::int64_t sequence = 0;
  std::int64_t at = 0;  // seconds since 1970
  secret::ByteArray<32> hash{};
  bool operator==(const AuditHead&) const = default;
};

struct SignedHead {
  AuditHead head;
  signing::PublicKey key{};
  signing::Signature signature{};
  bool operator==(const SignedHead&) const = default;
};

inline constexpr std::size_t longest_head = 320;

std::string signed_text(const AuditHead& head);
std::string to_text(const SignedHead& head);
// Nothing for anything else than such a line. Whether the signature is right is another question.
std::optional<SignedHead> head_of_text(std::string_view line);
// By the key that the head itself names: whose key that is, the reader has to know.
bool is_signed_rightly(const SignedHead& head);

// What a kiosk keeps, as it stands in its file: the service's key since its enrolment, the newest head, and why it
// took no newer one, if it refused one.
//   sportello-witness-1 DEVICE KEY REFUSED|-
//   sportello-head-1 …            (left out before the first heartbeat)
struct WitnessFile {
  std::string device;
  std::optional<signing::PublicKey> key;  // "-" before it is known
  std::string refused;                    // "": nothing was refused
  std::optional<SignedHead> head;
};
std::string to_text(const WitnessFile& file);
std::optional<WitnessFile> witness_of_text(std::string_view text);

}  // namespace sportello::wire
