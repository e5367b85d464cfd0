// Deletes in the order in which rows refer to each other.
#include "service/store/acts/erasing.h"

#include <utility>

#include "service/store/acts/audit_gone.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

using Names = std::set<std::string, std::less<>>;

void add(std::vector<ErasedCount>& counts, std::string_view what, std::int64_t rows) {
  for (auto& one : counts) {
    if (one.what != what) continue;
    one.rows += rows;
    return;
  }
  counts.push_back({what, rows});
}

// Of a guardian g, before the time $1. Whom the office blocked stays, or a later import would bring them back not
// blocked.
constexpr std::string_view due =
    "g.disabled_at <= $1 AND g.blocked = 0 AND NOT EXISTS (SELECT 1 FROM guardianship s WHERE s.guardian_id = g.id)";

bool is_due(Session& session, std::string_view guardian, Time until) {
  return session.first("SELECT 1 FROM guardian g WHERE " + std::string{due} + " AND g.id = $2", until, guardian)
      .has_value();
}

class Eraser {
 public:
  Eraser(Session& session, const Office& office, const Footprint& of, Time now)
      : session_(session), office_(office), of_(of), now_(now) {}

  void erase_messages(const std::vector<std::string>& ids) {
    for (const auto& id : ids) {
      session_.exec("DELETE FROM outbox_try WHERE outbox_id = $1", id);
      count("messages", session_.exec("DELETE FROM outbox WHERE id = $1", id));
    }
  }

  void erase_visits() {
    erase_messages(of_.messages);
    count("mail_changes", session_.exec("DELETE FROM mail_change WHERE guardian_id = $1", of_.guardian_id));
    for (const auto& id : of_.visits) {
      session_.exec("DELETE FROM visit_grant WHERE visit_id = $1", id);
      session_.exec("DELETE FROM kept_answer WHERE visit_id = $1", id);
      count("visits", session_.exec("DELETE FROM visit WHERE id = $1", id));
    }
  }

  void erase_account(const std::string& id, secret::BytesView user_code_index) {
    session_.exec("DELETE FROM freeze_link WHERE account_id = $1", id);
    // The register's last word of them. It is emptied once it is delivered, and goes after a term like every other.
    tell_register(session_, office_, {RegisterEvent::credentials_closed, id}, now_);
    session_.exec(
        "DELETE FROM connector_event WHERE account_id = $1 AND NOT (kind = 'credentials_closed' AND state = "
        "'queued')",
        id);
    session_.exec("DELETE FROM login_guard WHERE school_id = $1 AND user_code_index = $2", of_.school_id,
                  user_code_index);
    count("credentials", session_.exec("DELETE FROM account WHERE id = $1", id));
  }

  void erase_counters() {
    session_.exec("DELETE FROM person_guard WHERE school_id = $1 AND document_index = $2", of_.school_id,
                  of_.document_index);
    session_.exec("DELETE FROM request_day WHERE school_id = $1 AND document_index = $2", of_.school_id,
                  of_.document_index);
    for (const auto& subject : {std::optional{of_.document_index}, of_.phone_index, of_.mail_index}) {
      erase_counted(subject);
    }
  }

  void erase_counted(const std::optional<secret::Bytes>& subject) {
    if (!subject) return;
    session_.exec("DELETE FROM sending_day WHERE school_id = $1 AND subject = $2", of_.school_id, *subject);
  }

  void erase_homonyms(std::string_view holder, const std::string& id) {
    session_.exec("DELETE FROM homonym WHERE holder = $1 AND holder_id = $2", holder, id);
  }

  void erase_pupil(const PupilFootprint& pupil) {
    erase_messages(pupil.messages);
    for (std::size_t at = 0; at < pupil.accounts.size(); ++at) {
      erase_account(pupil.accounts[at], pupil.user_code_indexes.at(at));
    }
    erase_counted(pupil.mail_index);
    erase_homonyms("pupil", pupil.pupil_id);
    session_.exec("DELETE FROM guardianship WHERE pupil_id = $1", pupil.pupil_id);
    count("pupils", session_.exec("DELETE FROM pupil WHERE id = $1", pupil.pupil_id));
  }

  void erase_person() {
    const auto from = [&](std::string_view what, const std::string& table) {
      count(what, session_.exec("DELETE FROM " + table + " WHERE guardian_id = $1", of_.guardian_id));
    };
    from("acceptances", "acceptance");
    from("reports", "report");
    from("authorisations", "authorisation");
    from("invitations", "invitation");
    from("guardianships", "guardianship");
    erase_homonyms("guardian", of_.guardian_id);
    count("person", session_.exec("DELETE FROM guardian WHERE id = $1", of_.guardian_id));
  }

  void count(std::string_view what, std::int64_t rows) { add(counts_, what, rows); }
  [[nodiscard]] const std::vector<ErasedCount>& counts() const { return counts_; }

 private:
  Session& session_;
  const Office& office_;
  const Footprint& of_;
  const Time now_;
  std::vector<ErasedCount> counts_;
};

// Who is to go, as the audit was looked through for them.
struct Seen {
  std::string person;                         // a guardian, or a pupil who left
  std::set<std::string, std::less<>> pupils;  // who go with them
  Names names;
  std::vector<std::int64_t> events;  // that name them, with something beside them
};
struct Looked {
  std::vector<Seen> people;
  std::int64_t until = 0;
};

// Fills in the events of each from `after` on; the last number that was looked at.
std::int64_t look_through(Session& session, const Office& office, std::string_view school_id,
                          std::vector<Seen>& people, std::int64_t after) {
  Names all;
  for (const auto& one : people) all.insert(one.names.begin(), one.names.end());
  while (true) {
    const auto page = audit_page_after(session, office, school_id, after, true);
    for (const auto& row : page.rows) {
      after = row.entry.sequence;
      if (!row.personal || !concerns(all, row)) continue;
      for (auto& one : people) {
        if (concerns(one.names, row)) one.events.push_back(after);
      }
    }
    if (page.unreadable) throw Failure("the audit cannot be read: see sportello-service audit verify");
    if (page.rows.empty()) return after;
  }
}

Looked look(Session& session, const Office& office, const Forgetting& whom) {
  Looked looked;
  for (const auto& id : whom.guardians) {
    Seen seen{id, {}, {}, {}};
    if (const auto of = footprint_of(session, office, whom.school_id, id)) {
      of->add_names(seen.names);
      for (const auto& pupil : whom.with_pupils ? of->lone_pupils : std::vector<std::string>{}) {
        seen.pupils.insert(pupil);
        footprint_of_pupil(session, office, whom.school_id, pupil)->add_names(seen.names);
      }
    }
    looked.people.push_back(std::move(seen));
  }
  looked.until = look_through(session, office, whom.school_id, looked.people, 0);
  return looked;
}

Looked look_for_pupils(Session& session, const Office& office, const ForgettingPupils& whom) {
  Looked looked;
  for (const auto& id : whom.pupils) {
    Seen seen{id, {}, {}, {}};
    if (const auto of = footprint_of_pupil(session, office, whom.school_id, id)) of->add_names(seen.names);
    looked.people.push_back(std::move(seen));
  }
  looked.until = look_through(session, office, whom.school_id, looked.people, 0);
  return looked;
}

// What stood beside the audit for them goes: what was seen, and whatever was written since under these names. Returns
// the events.
std::vector<std::int64_t> erase_beside(Session& session, const Office& office, std::string_view school_id,
                                       const Seen& seen, const Names& names, std::int64_t looked) {
  std::vector<Seen> since{{seen.person, {}, names, {}}};
  look_through(session, office, school_id, since, looked);
  std::vector<std::int64_t> gone;
  for (const std::vector<std::int64_t>* events : {&seen.events, &std::as_const(since.front().events)}) {
    for (const auto sequence : *events) {
      if (session.exec("DELETE FROM audit_personal WHERE school_id = $1 AND sequence = $2", school_id, sequence) > 0)
        gone.push_back(sequence);
    }
  }
  return gone;
}

// Which events they were is no word of the person, and tells this from what somebody else deletes.
void note_erased(Session& session, const Office& office, std::string_view school_id, EventName event,
                 const std::vector<std::int64_t>& gone, Time now) {
  append(session, office, {std::string{school_id}, event, "", "", gone.empty() ? "" : gone_json(gone)}, now);
}

std::vector<ErasedCount> erase_one(Session& session, const Office& office, const Footprint& of, const Seen& seen,
                                   std::int64_t looked, Time now) {
  std::vector<PupilFootprint> pupils;
  for (const auto& id : of.lone_pupils) {
    // Who became a lone pupil meanwhile was not looked for.
    if (seen.pupils.contains(id)) pupils.push_back(*footprint_of_pupil(session, office, of.school_id, id));
  }
  Names names;
  of.add_names(names);
  for (const auto& pupil : pupils) pupil.add_names(names);
  const auto gone = erase_beside(session, office, of.school_id, seen, names, looked);
  Eraser eraser{session, office, of, now};
  eraser.count("beside_the_audit", static_cast<std::int64_t>(gone.size()));
  eraser.erase_visits();
  for (std::size_t at = 0; at < of.accounts.size(); ++at) {
    eraser.erase_account(of.accounts[at], of.user_code_indexes.at(at));
  }
  eraser.erase_counters();
  eraser.erase_person();
  for (const auto& pupil : pupils) eraser.erase_pupil(pupil);
  note_erased(session, office, of.school_id, EventName::guardian_erased, gone, now);
  return eraser.counts();
}

bool has_left(Session& session, std::string_view pupil, Time until) {
  return session.first("SELECT 1 FROM pupil WHERE id = $1 AND left_at <= $2", pupil, until).has_value();
}

std::vector<ErasedCount> erase_left_pupil(Session& session, const Office& office, const PupilFootprint& pupil,
                                          const Seen& seen, std::int64_t looked, Time now) {
  Names names;
  pupil.add_names(names);
  const auto gone = erase_beside(session, office, pupil.school_id, seen, names, looked);
  Footprint nobody;  // no guardian goes with them
  nobody.school_id = pupil.school_id;
  Eraser eraser{session, office, nobody, now};
  eraser.count("beside_the_audit", static_cast<std::int64_t>(gone.size()));
  eraser.erase_pupil(pupil);
  note_erased(session, office, pupil.school_id, EventName::pupil_erased, gone, now);
  return eraser.counts();
}

}  // namespace

std::expected<std::vector<ErasedCount>, StoreError> forget(Store& store, const Office& office, const Forgetting& whom,
                                                           Time now) {
  const auto looked = read_and_wait(store, [&](Session& session) { return look(session, office, whom); });
  if (!looked) return std::unexpected(looked.error());
  std::vector<ErasedCount> counts;
  for (const auto& seen : looked->people) {
    const auto erased = write_and_wait(store, [&](Session& session) {
      if (whom.disabled_until && !is_due(session, seen.person, *whom.disabled_until)) {
        return std::vector<ErasedCount>{};
      }
      const auto of = footprint_of(session, office, whom.school_id, seen.person);
      return of ? erase_one(session, office, *of, seen, looked->until, now) : std::vector<ErasedCount>{};
    });
    if (!erased) return std::unexpected(erased.error());
    for (const auto& [what, rows] : *erased) add(counts, what, rows);
  }
  return counts;
}

std::expected<std::vector<ErasedCount>, StoreError> forget_pupils(Store& store, const Office& office,
                                                                  const ForgettingPupils& whom, Time now) {
  const auto looked = read_and_wait(store, [&](Session& session) { return look_for_pupils(session, office, whom); });
  if (!looked) return std::unexpected(looked.error());
  std::vector<ErasedCount> counts;
  for (const auto& seen : looked->people) {
    const auto erased = write_and_wait(store, [&](Session& session) {
      if (!has_left(session, seen.person, whom.left_until)) return std::vector<ErasedCount>{};
      const auto of = footprint_of_pupil(session, office, whom.school_id, seen.person);
      return of ? erase_left_pupil(session, office, *of, seen, looked->until, now) : std::vector<ErasedCount>{};
    });
    if (!erased) return std::unexpected(erased.error());
    for (const auto& [what, rows] : *erased) add(counts, what, rows);
  }
  return counts;
}

std::vector<std::pair<std::string, std::string>> due_for_erasing(Session& session, Time until, int most) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& row : session.query("SELECT g.school_id, g.id FROM guardian g WHERE " + std::string{due} +
                                           " ORDER BY g.school_id, g.id LIMIT $2",
                                       until, most)) {
    found.emplace_back(row.text(0), row.text(1));
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> pupils_due_for_erasing(Session& session, Time until, int most) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& row : session.query(
           "SELECT school_id, id FROM pupil WHERE left_at <= $1 ORDER BY school_id, id LIMIT $2", until, most)) {
    found.emplace_back(row.text(0), row.text(1));
  }
  return found;
}

}  // namespace sportello::store::acts
