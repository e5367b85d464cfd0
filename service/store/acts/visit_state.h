// A visit's whole row, and whether a grant opens it: what the acts on a visit begin with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/desk/one_time_code.h"
#include "service/shared/secret/sealed.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct VisitState {
  std::string id;
  std::optional<std::string> guardian_id;
  secret::Bytes document_index;
  secret::Bytes phone_index;
  bool withheld = true;
  std::string language;
  secret::SealPublicKey reply_key{};
  bool checked = false;
  bool ended = false;
  int acts = 0;  // done with its grant
  desk::CodeState code;
};

// Nothing when it never was, or is another device's or school's.
std::optional<VisitState> load_visit(Session& session, const Device& device, std::string_view visit, Time now);
// visit_unknown, visit_ended.
Outcome<VisitState> open_visit_of(Session& session, const Device& device, std::string_view visit, Time now);

secret::SecretText make_grant(Session& session, const Device& device, std::string_view visit, Time now);
bool grant_opens(Session& session, const Device& device, std::string_view visit, const secret::SecretText& grant,
                 Time now);

}  // namespace sportello::store::acts
