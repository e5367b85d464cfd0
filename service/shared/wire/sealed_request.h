// What a guardian leaves at a kiosk that has no line: sealed so that the kiosk itself cannot read it back, signed
// when it is made, delivered once the line is there. One definition for both ends: the kiosk makes, the service
// opens. Keeps nothing, sends nothing, asks no clock.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/secret/sealed.h"
#include "service/shared/secret/secret.h"
#include "service/shared/signing/public_key.h"
#include "service/shared/wire/messages.h"
#include "service/shared/wire/wish.h"

namespace sportello::signing {
class SigningKey;  // key.h knows files, and the visit reads this one
}

namespace sportello::wire {

// Both ends let go of an older one: by then the guardian has come back, or asked the office.
inline constexpr std::chrono::hours request_life{7 * 24};
inline constexpr std::size_t most_requests_at_once = 16;         // of one call: some 12 KiB, and milliseconds to open
inline constexpr std::size_t sealed_request_size = 300;          // bytes of every box, whatever is in it
inline constexpr std::int64_t highest_number = 999'999'999'999;  // of requests, and of entries of the journal
inline constexpr std::int64_t latest_second = 99'999'999'999;    // since 1970: the year 5138

// What is in the box.
struct RequestContent {
  secret::SecretText document;  // a codice fiscale, as read
  Wish wish = Wish::first_issue;
  std::string language;      // of the answer: "it", "zh-Hant", … 1 to 8 plain letters
  std::int64_t made_at = 0;  // seconds since 1970, by the kiosk's clock as the service last set it
  std::string id;            // 16 random bytes as base64url
  std::string device;        // the kiosk: a box taken from its disk is worth nothing in another's hands
};

struct SealedRequest {
  std::int64_t sequence = 0;  // of the device, from 1; ascends, and never comes again for another box
  std::int64_t made_at = 0;   // as inside
  std::string key_id;         // of the key that it is sealed to
  secret::Bytes box;          // sealed_request_size
  signing::Signature signature{};
  bool operator==(const SealedRequest&) const = default;
};

// Names a sealing key by its own hash: 9 bytes as base64url.
std::string sealing_key_id(const secret::SealPublicKey& key);

// Nothing where the content does not fit its bounds. Every box has the same size.
std::optional<SealedRequest> seal_request(const RequestContent& content, std::int64_t sequence,
                                          const secret::SealPublicKey& to, const signing::SigningKey& device_key);
// The same box under another number, for a kiosk that is told `number_taken`: signs anew.
SealedRequest numbered(SealedRequest request, std::int64_t sequence, std::string_view device,
                       const signing::SigningKey& device_key);
// Of an opened box; nothing for anything else than seal_request puts into one.
std::optional<RequestContent> request_content(std::string_view clear);
// What is signed: "sportello-request-1 DEVICE SEQUENCE MADE_AT KEY_ID HASH-OF-THE-BOX".
std::string signed_text(const SealedRequest& request, std::string_view device);
bool is_signed_rightly(const SealedRequest& request, std::string_view device, const signing::PublicKey& key);

// POST /v1/requests, signed → 200 RequestsAnswer, one answer for each, in their order. Refuses: sends_spent (more in
// a day than any kiosk has; retry_after_s). A repeat is answered as before and does nothing twice, so that no
// Idempotency-Key is needed.
struct RequestDelivery {
  std::vector<SealedRequest> requests;  // 1 to most_requests_at_once, oldest first
};
enum class RequestOutcome {
  taken,         // whoever it is from, and whether or not anything is sent: let go of it
  too_old,       // let go of it: nothing happens
  unreadable,    // sealed to a key that is gone, or not by seal_request: let go of it
  not_signed,    // the signature is not this device's: let go of it
  number_taken,  // another box came under this number: give this one a number above every one you have used
};
inline constexpr std::array<RequestOutcome, 5> request_outcomes = {
    RequestOutcome::taken, RequestOutcome::too_old, RequestOutcome::unreadable, RequestOutcome::not_signed,
    RequestOutcome::number_taken};
std::string_view name_of(RequestOutcome outcome);
struct RequestAnswer {
  std::int64_t sequence = 0;
  RequestOutcome outcome = RequestOutcome::taken;
  bool operator==(const RequestAnswer&) const = default;
};
struct RequestsAnswer {
  std::vector<RequestAnswer> answers;
};

std::string to_json(const RequestDelivery&);
std::string to_json(const RequestsAnswer&);

}  // namespace sportello::wire
