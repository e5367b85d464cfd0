// Chooses by class, name by name; every invitation is the same act as a single one.
#include "service/store/acts/bulk_invitations.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "service/desk/classes.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/invitation_state.h"
#include "service/store/acts/standing.h"

namespace sportello::store::acts {
namespace {

struct Meant {
  Guardian guardian;
  GuardianNames names;
  std::string classes;
};

struct Chosen {
  std::int64_t pupils = 0;
  std::vector<Meant> guardians;  // in the order of the alphabet
};

Chosen choose(Session& session, const Office& office, std::string_view school_id, std::string_view pattern) {
  std::map<std::string, std::string, std::less<>> pupils;  // id to class
  for (const auto& row :
       session.query("SELECT id, class_name FROM pupil WHERE school_id = $1 AND left_at IS NULL", school_id)) {
    const auto name =
        office.vault.reveal(Seal::personal, {"pupil", "class_name", school_id, row.text(0)}, row.blob(1));
    if (desk::class_matches(pattern, name.reveal())) pupils.emplace(row.text(0), std::string{name.reveal()});
  }
  std::map<std::string, std::set<std::string>> guardians;  // id to classes
  for (const auto& row :
       session.query("SELECT guardian_id, pupil_id FROM guardianship WHERE school_id = $1", school_id)) {
    if (const auto pupil = pupils.find(row.text(1)); pupil != pupils.end()) {
      guardians[row.text(0)].insert(pupil->second);
    }
  }
  Chosen chosen{static_cast<std::int64_t>(pupils.size()), {}};
  for (const auto& [id, classes] : guardians) {
    auto guardian = guardian_by_id(session, office, id);
    if (guardian.blocked || is_pupil(session, office, guardian)) continue;  // nobody's guardian here
    auto names = names_of(session, office, guardian);
    std::string joined;
    for (const auto& name : classes) joined += (joined.empty() ? "" : ", ") + name;
    chosen.guardians.push_back({std::move(guardian), std::move(names), std::move(joined)});
  }
  std::ranges::sort(chosen.guardians, {}, [](const Meant& one) {
    return std::tuple{one.names.surname.reveal(), one.names.given_name.reveal(), std::string_view{one.guardian.id}};
  });
  return chosen;
}

bool has_open_invitation(Session& session, std::string_view guardian_id, Time now) {
  return session
      .first(
          "SELECT 1 FROM invitation WHERE guardian_id = $1 AND redeemed_at IS NULL AND cancelled_at IS NULL AND "
          "expires_at > $2",
          guardian_id, now)
      .has_value();
}

// As the page will judge: a link that ends at "go to the office" is no help.
std::optional<NotInvited::Why> why_not(const Office& office, const Meant& one, const Standing& standing) {
  if (standing.office_first == wire::OfficeFirst::frozen) return NotInvited::Why::frozen;
  if (standing.office_first == wire::OfficeFirst::second_set) return NotInvited::Why::second_set;
  if (needs_office(office, one.guardian, standing)) return NotInvited::Why::no_phone;
  if (!one.guardian.mail) return NotInvited::Why::no_mail;
  return std::nullopt;
}

// Behind the school's batches that still wait: the throttle is of its mail server, not of one command.
Time first_free(Session& session, std::string_view school_id, std::chrono::milliseconds apart, Time now) {
  const auto latest = session.first(
      "SELECT MAX(o.next_at) FROM outbox o JOIN invitation i ON i.id = o.subject_id WHERE o.school_id = $1 AND "
      "o.state = 'queued' AND o.attempts = 0 AND i.batch_id <> ''",
      school_id);
  if (!latest || latest->is_null(0)) return now;
  return std::max(now, latest->time(0) + std::chrono::ceil<std::chrono::seconds>(apart));
}

std::string make_batch(Session& session, std::string_view school_id, const BulkWish& wish, Time now) {
  auto id = new_id();
  session.exec("INSERT INTO batch (id, school_id, classes, created_at) VALUES ($1, $2, $3, $4)", id, school_id,
               wish.classes, now);
  return id;
}

}  // namespace

std::string_view name_of(NotInvited::Why why) {
  switch (why) {
    case NotInvited::Why::no_phone: return "no phone: to the office";
    case NotInvited::Why::no_mail: return "no mail: to the kiosk";
    case NotInvited::Why::frozen: return "frozen: to the office";
    case NotInvited::Why::second_set: return "second set: needs a written request";
  }
  return {};
}

Told<Bulk> invite_in_bulk(Session& session, const Office& office, std::string_view school_id, const BulkWish& wish,
                          Time now) {
  const auto chosen = choose(session, office, school_id, wish.classes);
  if (chosen.pupils == 0) {
    return std::unexpected("no pupil is in a class like \"" + wish.classes +
                           "\": write it as the school does, or 1*");
  }
  Bulk bulk;
  bulk.pupils = chosen.pupils;
  const auto begin = first_free(session, school_id, std::chrono::milliseconds{60'000 / wish.per_minute}, now);
  for (const auto& one : chosen.guardians) {
    const auto standing = standing_of(session, office, one.guardian, now);
    if (standing.access == wire::Access::digital_identity) {
      return std::unexpected(
          "guardians of this school enter by the digital identity today: there is nothing to invite them to; see "
          "school access");
    }
    if (wish.without_credentials && standing.account) continue;
    if (const auto why = why_not(office, one, standing)) {
      bulk.others.push_back({one.names.surname, one.names.given_name, one.classes, *why});
      continue;
    }
    if (has_open_invitation(session, one.guardian.id, now)) {
      ++bulk.already;
      continue;
    }
    bulk.spread = begin - now + std::chrono::seconds{bulk.invited * 60 / wish.per_minute};
    ++bulk.invited;
    if (wish.dry_run) continue;
    if (bulk.batch.empty()) bulk.batch = make_batch(session, school_id, wish, now);
    const auto& language = wish.language.empty() ? one.guardian.language : wish.language;
    if (!invite(session, office, one.guardian, {bulk.batch, "", "", language, now + bulk.spread}, now)) {
      throw Failure("somebody with a mail address was not invited");
    }
  }
  if (!bulk.batch.empty()) {
    append(session, office,
           {std::string{school_id}, EventName::invitations_made, "", "",
            personal_json({{"batch", bulk.batch},
                           {"classes", wish.classes},
                           {"invited", std::to_string(bulk.invited)},
                           {"not_invited", std::to_string(bulk.others.size())}})},
           now);
  }
  return bulk;
}

std::int64_t guardians_without_mail(Session& session, const Office& office, std::string_view school_id,
                                    std::string_view classes, Time now) {
  const auto chosen = choose(session, office, school_id, classes);
  return std::ranges::count_if(chosen.guardians, [&](const Meant& one) {
    return !one.guardian.mail && !standing_of(session, office, one.guardian, now).account;
  });
}

std::int64_t remind_due(Session& session, const Office& office, Time now) {
  // Of a mail that left and did not come back. Whoever found another way since is left in peace.
  const auto rows = session.query(
      "SELECT i.id, i.guardian_id, i.language, i.expires_at, i.school_id FROM invitation i "
      "JOIN outbox o ON o.subject_id = i.id AND o.kind IN ($1, $2) AND o.state = 'sent' AND o.delivery <> 'bounced' "
      "WHERE i.expires_at > $3 AND i.reminded_at IS NULL AND i.redeemed_at IS NULL AND i.cancelled_at IS NULL "
      "AND o.finished_at <= $4 AND NOT (i.purpose = $5 AND EXISTS (SELECT 1 FROM account a WHERE a.guardian_id = "
      "i.guardian_id)) ORDER BY o.finished_at LIMIT $6",
      name_of(MessageKind::invitation), name_of(MessageKind::invitation_recovery), now, now - desk::remind_after,
      name_of(InvitationPurpose::first_issue), desk::reminders_at_once);
  std::int64_t reminded = 0;
  for (const auto& row : rows) {
    if (session.exec("UPDATE invitation SET reminded_at = $1 WHERE id = $2 AND reminded_at IS NULL", now,
                     row.text(0)) != 1) {
      continue;  // another process was faster, or its mail left twice
    }
    const auto guardian = guardian_by_id(session, office, row.text(1));
    const auto standing = standing_of(session, office, guardian, now);
    if (!guardian.mail || is_digital(standing) || needs_office(office, guardian, standing)) continue;
    Message message;
    message.school_id = row.text(4);
    message.kind = MessageKind::invitation_reminder;
    message.channel = Channel::mail;
    message.subject = row.text(0);
    message.language = row.text(2);
    message.recipient = *guardian.mail;
    message.not_after = row.time(3);
    message.parameters["hours"] =
        std::to_string(std::chrono::floor<std::chrono::hours>(message.not_after - now).count());
    enqueue(session, office, message, now);
    append(session, office,
           {message.school_id, EventName::invitation_reminded, "", "",
            personal_json({{"guardian", guardian.id}, {"invitation", row.text(0)}})},
           now);
    ++reminded;
  }
  return reminded;
}

}  // namespace sportello::store::acts
