// Rows of journal and journal_head.
#include "service/store/acts/journal.h"

#include <algorithm>
#include <optional>

#include "service/store/acts/audit.h"
#include "service/store/acts/counting.h"

namespace sportello::store::acts {
namespace {

struct Head {
  std::int64_t chain = 1;
  std::int64_t sequence = 0;
  wire::JournalHash hash = wire::journal_begin;
  bool begins_anew = false;
  bool refused = false;
};

wire::JournalHash hash_in(const Row& row, std::size_t column) {
  const auto hash = secret::exactly<32>(row.blob(column));
  if (!hash) throw Failure("a journal's hash has another length than 32");
  return *hash;
}

Head head_of(Session& session, const Device& device) {
  const auto row = session.first(
      "SELECT chain, sequence, hash, begins_anew, refused FROM journal_head WHERE device_id = $1", device.id);
  if (!row) return {};
  return {row->integer(0), row->integer(1), hash_in(*row, 2), row->boolean(3), row->boolean(4)};
}

void save(Session& session, const Device& device, const Head& head) {
  session.exec(
      "INSERT INTO journal_head (device_id, school_id, chain, sequence, hash, begins_anew, refused) VALUES ($1, $2, "
      "$3, $4, $5, $6, $7) ON CONFLICT (device_id) DO UPDATE SET chain = excluded.chain, sequence = "
      "excluded.sequence, hash = excluded.hash, begins_anew = excluded.begins_anew, refused = excluded.refused",
      device.id, device.school_id, head.chain, head.sequence, head.hash, head.begins_anew, head.refused);
}

// Of an entry that should be held already: whether it is another one. What went by its age cannot tell any more.
bool is_another(Session& session, const Device& device, const Head& head, std::int64_t sequence,
                const wire::JournalHash& hash) {
  if (sequence == head.sequence) return hash != head.hash;
  const auto row = session.first("SELECT hash FROM journal WHERE device_id = $1 AND chain = $2 AND sequence = $3",
                                 device.id, head.chain, sequence);
  return row && hash_in(*row, 0) != hash;
}

struct Fitting {
  Head head;  // after them
  std::vector<std::pair<const wire::JournalEntry*, wire::JournalHash>> taken;
  std::int64_t repeated = 0;
};
std::expected<Fitting, wire::Code> fit(Session& session, const Device& device, const Head& head,
                                       const std::vector<wire::JournalEntry>& entries) {
  Fitting fitting{head, {}, 0};
  auto& now_held = fitting.head;
  for (const auto& entry : entries) {
    const auto hash = wire::journal_hash(device.id, entry);
    if (entry.sequence <= now_held.sequence) {
      // Within one call a number comes once: then what is held is what was held before the call.
      if (entry.sequence > head.sequence) {
        if (entry.sequence != now_held.sequence || hash != now_held.hash) {
          return std::unexpected(wire::Code::journal_fork);
        }
      } else if (is_another(session, device, head, entry.sequence, hash)) {
        return std::unexpected(wire::Code::journal_fork);
      }
      ++fitting.repeated;
      continue;
    }
    if (!now_held.begins_anew) {
      if (entry.sequence != now_held.sequence + 1) return std::unexpected(wire::Code::journal_gap);
      if (entry.previous != now_held.hash) return std::unexpected(wire::Code::journal_fork);
    }
    now_held.begins_anew = false;
    now_held.refused = false;
    now_held.sequence = entry.sequence;
    now_held.hash = hash;
    fitting.taken.emplace_back(&entry, hash);
  }
  return fitting;
}

std::unexpected<wire::Problem> refuse(Session& session, const Office& office, const Device& device, Head head,
                                      wire::Code code, Time now) {
  if (!head.refused) {
    head.refused = true;
    save(session, device, head);
    append(session, office,
           {device.school_id, EventName::journal_refused, device.id, "",
            personal_json({{"why", wire::name_of(code)}, {"held", std::to_string(head.sequence)}})},
           now);
  }
  return refused(code, "held up to " + std::to_string(head.sequence));
}

}  // namespace

Outcome<JournalKept> keep_journal(Session& session, const Office& office, const Device& device,
                                  const std::vector<wire::JournalEntry>& entries, Time now) {
  const auto head = head_of(session, device);
  const auto fitting = fit(session, device, head, entries);
  if (!fitting) return refuse(session, office, device, head, fitting.error(), now);
  const auto taken = static_cast<std::int64_t>(fitting->taken.size());
  if (const auto within = count_delivered(session, device, "journal", taken, desk::entries_per_kiosk_day, now);
      !within) {
    return std::unexpected(within.error());
  }
  for (const auto& [entry, hash] : fitting->taken) {
    session.exec(
        "INSERT INTO journal (device_id, chain, sequence, school_id, at, event, data, previous, hash, delivered_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        device.id, head.chain, entry->sequence, device.school_id, entry->at, entry->event, entry->data,
        entry->previous, hash, now);
  }
  if (taken > 0) save(session, device, fitting->head);
  return JournalKept{{fitting->head.sequence, fitting->head.hash}, taken, fitting->repeated};
}

Told<void> begin_journal_anew(Session& session, const Office& office, std::string_view device_id, Time now) {
  const auto device = find_device(session, device_id);
  if (!device) {
    return std::unexpected("there is no device " + std::string{device_id} + ": see sportello-service device list");
  }
  const auto head = head_of(session, *device);
  if (head.begins_anew) return {};
  save(session, *device, {head.chain + 1, 0, wire::journal_begin, true, false});
  append(session, office, {device->school_id, EventName::journal_begins_anew, device->id, "", ""}, now);
  return {};
}

void begin_journals_anew(Session& session) {
  session.exec("UPDATE journal_head SET chain = chain + 1, sequence = 0, hash = $1, begins_anew = 1, refused = 0",
               wire::journal_begin);
  session.exec(
      "INSERT INTO journal_head (device_id, school_id, chain, sequence, hash, begins_anew) SELECT d.id, d.school_id, "
      "1, 0, $1, 1 FROM device d WHERE NOT EXISTS (SELECT 1 FROM journal_head h WHERE h.device_id = d.id)",
      wire::journal_begin);
}

Told<std::vector<JournalRow>> journal_of(Session& session, std::string_view device, int most) {
  if (!find_device(session, device)) {
    return std::unexpected("there is no device " + std::string{device} + ": see sportello-service device list");
  }
  std::vector<JournalRow> rows;
  for (const auto& row : session.query("SELECT sequence, at, event, data, previous, delivered_at FROM journal WHERE "
                                       "device_id = $1 ORDER BY chain "
                                       "DESC, sequence DESC LIMIT $2",
                                       device, most)) {
    rows.push_back({{row.integer(0), row.integer(1), row.text(2), row.text(3), hash_in(row, 4)}, row.time(5)});
  }
  std::ranges::reverse(rows);
  return rows;
}

}  // namespace sportello::store::acts
