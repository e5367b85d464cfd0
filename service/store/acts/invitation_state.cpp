// Rows of invitations, read.
#include "service/store/acts/invitation_state.h"

#include "service/desk/opening.h"

namespace sportello::store::acts {

bool InvitationState::is_of(const Browser& browser) const { return session && *session == session_hash(browser); }

bool InvitationState::is_proved(const Browser& browser, Time now) const {
  return is_of(browser) && checked_at && now < *checked_at + desk::page_proof_life;
}

std::optional<InvitationState> load_invitation(Session& session, std::string_view id) {
  const auto row = session.first(
      "SELECT id, school_id, guardian_id, language, expires_at, opened_at, redeemed_at, cancelled_at, session_hash, "
      "checked_at, kept, kept_until, code_issue, code_key_version, code_expires_at, code_tries, code_sends, "
      "code_sent_at FROM invitation WHERE id = $1",
      id);
  if (!row) return std::nullopt;
  const auto number = [&](std::size_t column) { return static_cast<int>(row->integer(column)); };
  InvitationState state;
  state.id = row->text(0);
  state.school_id = row->text(1);
  state.guardian_id = row->text(2);
  state.language = row->text(3);
  state.expires_at = row->time(4);
  state.opened = !row->is_null(5);
  state.redeemed = !row->is_null(6);
  state.cancelled = !row->is_null(7);
  state.session = row->optional_blob(8);
  state.checked_at = row->optional_time(9);
  state.kept = row->optional_blob(10);
  state.kept_until = row->optional_time(11);
  state.code = {number(12), number(13), row->time(14), number(15), number(16), row->time(17)};
  return state;
}

std::optional<std::string> invitation_of(Session& session, std::string_view token) {
  const auto row =
      session.first("SELECT id FROM invitation WHERE token_hash = $1", Vault::link_hash(LinkKind::invitation, token));
  return row ? std::optional{row->text(0)} : std::nullopt;
}

bool needs_office(const Office& office, const Guardian& guardian, const Standing& standing) {
  desk::OpeningFacts facts;
  facts.on_file = true;
  facts.blocked = guardian.blocked;
  if (guardian.phone) facts.phone = std::string{guardian.phone->reveal()};
  return desk::withhold(facts, office.sending).has_value() || standing.office_first.has_value();
}

bool is_digital(const Standing& standing) { return standing.access == wire::Access::digital_identity; }

}  // namespace sportello::store::acts
