// One link, one account. Everything that could still act for the guardian ends in the same transaction.
#include "service/store/acts/freezing.h"

#include "service/store/acts/audit.h"
#include "service/store/acts/confirming.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

void end_everything_open(Session& session, const Office& office, const Guardian& guardian, Time now) {
  session.exec(
      "DELETE FROM visit_grant WHERE visit_id IN (SELECT id FROM visit WHERE guardian_id = $1 AND ended_at IS NULL)",
      guardian.id);
  session.exec("DELETE FROM mail_change WHERE guardian_id = $1 AND confirmed_at IS NULL", guardian.id);
  cancel_invitations(session, office, guardian, {}, now);
}

}  // namespace

std::optional<Frozen> freeze(Session& session, const Office& office, std::string_view token, Time now) {
  const auto link = session.first(
      "SELECT l.id, l.school_id, l.account_id, l.used_at, a.guardian_id, a.frozen_at FROM freeze_link l "
      "JOIN account a ON a.id = l.account_id WHERE l.token_hash = $1 AND l.expires_at > $2",
      Vault::link_hash(LinkKind::freeze, token), now);
  if (!link) return std::nullopt;
  Frozen frozen{link->text(1), "it", !link->is_null(3)};
  const auto guardian =
      link->is_null(4) ? std::nullopt : std::optional{guardian_by_id(session, office, link->text(4))};
  if (guardian) frozen.language = guardian->language;
  const bool is_frozen = !link->is_null(5);
  if (frozen.before) return is_frozen ? std::optional{frozen} : std::nullopt;
  session.exec("UPDATE freeze_link SET used_at = $1 WHERE id = $2", now, link->text(0));
  if (is_frozen) return frozen;  // by another message's link
  session.exec("UPDATE account SET frozen_at = $1 WHERE id = $2", now, link->text(2));
  if (guardian) {
    end_everything_open(session, office, *guardian, now);
    confirm(session, office, *guardian, {MessageKind::credentials_frozen, "", "", guardian->language}, now);
  }
  tell_register(session, office, {RegisterEvent::credentials_frozen, link->text(2)}, now);
  append(session, office,
         {frozen.school_id, EventName::credentials_frozen, "", "",
          personal_json({{"guardian", guardian ? guardian->id : ""}, {"account", link->text(2)}})},
         now);
  return frozen;
}

std::optional<std::string> school_behind_freeze_link(Session& session, std::string_view token, Time now) {
  const auto link = session.first("SELECT school_id FROM freeze_link WHERE token_hash = $1 AND expires_at > $2",
                                  Vault::link_hash(LinkKind::freeze, token), now);
  return link ? std::optional{link->text(0)} : std::nullopt;
}

std::expected<void, std::string> unfreeze(Session& session, const Office& office, std::string_view school_id,
                                          std::string_view guardian_id, Time now) {
  const auto account = session.first("SELECT id, frozen_at FROM account WHERE guardian_id = $1 AND school_id = $2",
                                     guardian_id, school_id);
  if (!account) return std::unexpected("this guardian has no credentials at this school: see guardian find");
  if (account->is_null(1)) return std::unexpected("these credentials are not frozen: there is nothing to end");
  session.exec("UPDATE account SET frozen_at = NULL, password_ends_at = $1 WHERE id = $2", now, account->text(0));
  // A PIN may be somebody else's as well; where the register makes no other, taking it away would shut the guardian
  // out.
  const auto& profile = profile_of(session, office, school_id);
  if (profile.pin_renewable || profile.issue_replaces) {
    session.exec("UPDATE account SET pin = NULL WHERE id = $1", account->text(0));
  }
  // Whoever proved to be the guardian meanwhile proves it anew.
  end_everything_open(session, office, guardian_by_id(session, office, guardian_id), now);
  tell_register(session, office, {RegisterEvent::credentials_unfrozen, account->text(0)}, now);
  append(session, office,
         {std::string{school_id}, EventName::credentials_unfrozen, "", "",
          personal_json({{"guardian", guardian_id}, {"account", account->text(0)}})},
         now);
  return {};
}

}  // namespace sportello::store::acts
