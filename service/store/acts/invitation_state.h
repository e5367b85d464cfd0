// An invitation's whole row, and who stands behind it: what the acts of the page begin with. Changes nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/desk/one_time_code.h"
#include "service/store/acts/browser.h"
#include "service/store/acts/people.h"
#include "service/store/acts/standing.h"

namespace sportello::store::acts {

struct InvitationState {
  std::string id;
  std::string school_id;
  std::string guardian_id;
  std::string language;  // of its mail
  Time expires_at{};
  bool opened = false;
  bool redeemed = false;
  bool cancelled = false;
  std::optional<secret::Bytes> session;  // of the browser that asked for the code last
  std::optional<Time> checked_at;
  std::optional<secret::Bytes> kept;
  std::optional<Time> kept_until;
  desk::CodeState code;

  [[nodiscard]] bool is_open(Time now) const { return !redeemed && !cancelled && now < expires_at; }
  [[nodiscard]] bool is_of(const Browser& browser) const;
  // The code was right, in this browser, not long ago.
  [[nodiscard]] bool is_proved(const Browser& browser, Time now) const;
};
std::optional<InvitationState> load_invitation(Session& session, std::string_view id);
// The id behind a token from a link; nothing when it opens nothing.
std::optional<std::string> invitation_of(Session& session, std::string_view token);

// The office must help: blocked, no phone we may send to, frozen credentials, a second set that nobody authorised.
bool needs_office(const Office& office, const Guardian& guardian, const Standing& standing);
// The register is entered by the national digital identity: nothing is given here.
bool is_digital(const Standing& standing);

}  // namespace sportello::store::acts
