// The one-time code: how its digits are derived, and what may be done with it when.
// Stores nothing, sends nothing, never asks the clock.
#pragma once

#include <expected>
#include <string_view>

#include "service/desk/limits.h"
#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"
#include "service/shared/wire/messages.h"

namespace sportello::desk {

// What a code is good for, and so whose id it is derived from: a visit, an invitation, a mail change.
enum class CodePurpose { visit, invitation, mail };
std::string_view name_of(CodePurpose purpose);

// Keyed BLAKE2b over subject (a visit's id), purpose and issue number, reduced without bias to six digits.
secret::SecretText derive_code(secret::BytesView key, std::string_view subject, CodePurpose purpose, int issue);

// What the store holds of a code: no digits.
struct CodeState {
  int issue = 0;  // 0: none was sent yet
  int key_version = 0;
  Time expires_at{};
  int tries = 0;  // spent on this issue
  int sends = 0;  // in this visit
  Time sent_at{};
  bool operator==(const CodeState&) const = default;
};

struct SendRefusal {
  enum class Kind { too_soon, sends_spent };
  Kind kind = Kind::too_soon;
  std::chrono::seconds retry_after{0};  // with too_soon
  bool operator==(const SendRefusal&) const = default;
};

// The state after one more message. The same code while it has two minutes and a try left, else a new one.
std::expected<CodeState, SendRefusal> send(const CodeState& state, int key_version, Time now);

enum class TryRefusal { expired, tries_spent };
// The state after one more try, whatever it says. The store does the same in one statement (see check_code).
std::expected<CodeState, TryRefusal> spend_try(const CodeState& state, Time now);

// As the kiosk shows it.
wire::CodeState shown(const CodeState& state, Time now);

}  // namespace sportello::desk
