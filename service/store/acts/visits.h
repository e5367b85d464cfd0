// A visit from its opening to its end: identify, send the code, send again, check, end.
// A person who is not on file, has no phone, is blocked, locked or a minor goes the same way: the same rows are
// written, the same counters count (by the document's index), the answer has the same shape. Only no message leaves.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/secret/sealed.h"
#include "service/shared/wire/credentials.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

// What a handler needs to answer for a visit. visit_unknown: never was, or another device's or school's.
struct VisitRow {
  std::string id;
  secret::SealPublicKey reply_key{};
  bool ended = false;  // by the kiosk, by revocation or by time
};
std::optional<VisitRow> find_visit(Session& session, const Device& device, std::string_view visit, Time now);

// POST /v1/visits. Refuses: sends_spent (five a phone and day; the school's or the kiosk's budget), with
// retry_after_s.
struct OpenVisit {
  Device device;
  identity::CodiceFiscale document;
  std::string language;
  secret::SealPublicKey reply_key{};
};
Outcome<wire::VisitAnswer> open_visit(Session& session, const Office& office, const OpenVisit& wish, Time now);

// POST /v1/visits/{id}/code. Refuses: visit_unknown, visit_ended, resend_too_soon, sends_spent; act_refused once the
// code was right.
Outcome<wire::CodeState> resend_code(Session& session, const Office& office, const Device& device,
                                     std::string_view visit, Time now);

// POST /v1/visits/{id}/code/check. Seal `person` to `reply_key`. Refuses: visit_unknown, visit_ended,
// code_wrong (tries_left), code_expired, tries_spent, locked (retry_after_s). One atomic update spends the try.
struct Checked {
  wire::Person person;
  secret::SealPublicKey reply_key{};
};
Outcome<Checked> check_code(Session& session, const Office& office, const Device& device, std::string_view visit,
                            const secret::SecretText& code, Time now);

// DELETE /v1/visits/{id}. Grants and kept answers go; ending twice is no error. Refuses: visit_unknown.
Outcome<void> end_visit(Session& session, const Office& office, const Device& device, std::string_view visit,
                        Time now);

}  // namespace sportello::store::acts
