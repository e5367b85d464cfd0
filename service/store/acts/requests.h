// Sealed requests that kiosks deliver: looked into beside the writer, taken in one write, each exactly once by its
// device and number. What was in a box is kept nowhere; what is decided of it is an invitation, an SMS, or nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/wire/sealed_request.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

// What a box held, once everything about it was right.
struct OpenedRequest {
  identity::CodiceFiscale document;
  wire::Wish wish = wire::Wish::first_issue;
  std::string language;
  std::string id;
};
struct DeliveredRequest {
  std::int64_t sequence = 0;
  Time made_at{};
  secret::Bytes box_hash;
  bool signed_rightly = false;
  std::optional<OpenedRequest> opened;  // nothing: unreadable, or another device's, or of another time than it says
};
// A read: signatures and boxes cost a tenth of a millisecond each, which the writer must not wait for. Throws
// UnknownKey where a box is sealed to a key that another process made.
std::vector<DeliveredRequest> look_into(Session& session, const Office& office, const Device& device,
                                        const std::vector<wire::SealedRequest>& requests);

struct TakenRequest {
  wire::RequestAnswer answer;
  bool repeated = false;  // it was answered before, and nothing was done
};
// POST /v1/requests, after look_into. Refuses: sends_spent, and then nothing of them is taken.
// Who is on file, blocked, frozen, locked, a pupil or a minor shows in no answer: the same rows are written, but for
// an invitation's own.
Outcome<std::vector<TakenRequest>> take_requests(Session& session, const Office& office, const Device& device,
                                                 const std::vector<DeliveredRequest>& requests, Time now);

}  // namespace sportello::store::acts
