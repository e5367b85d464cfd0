// The journal's chain in the book's file: one entry after the other, none taken out but what the service holds.
#include <algorithm>

#include "kiosk/journal/with_file.h"

namespace sportello::journal {
namespace {

wire::JournalEntry entry_of(const Database::Row& row) {
  const auto previous = secret::exactly<32>(blob(row, 4));
  if (!previous) throw Failure("an entry of the device's journal has another size than it was written with", true);
  return {integer(row, 0), integer(row, 1), text(row, 2), text(row, 3), *previous};
}

}  // namespace

void Book::append(State& state, const Note& note, std::int64_t now) {
  const auto at = std::clamp<std::int64_t>(std::max(now, state.heard_at), 0, wire::latest_second);
  const auto entry = wire::journal_entry(state.sequence + 1, state.hash, at, note.event, note.data);
  if (!entry) return;  // words of ours that have another shape: a test of theirs fails
  database_->run("INSERT INTO entry (sequence, at, event, data, previous) VALUES (?, ?, ?, ?, ?)",
                 {entry->sequence, entry->at, entry->event, entry->data, bytes_of(entry->previous)});
  state.sequence = entry->sequence;
  state.hash = wire::journal_hash(device_, *entry);
}

// Within a transaction; the caller saves the state.
void Book::enter(State& state, const Note& note, std::int64_t now) {
  const auto waiting = [&] { return state.sequence - state.held; };
  if (state.lost > 0) {
    if (waiting() > bounds_.most_entries - bounds_.room_to_resume) {
      ++state.lost;
      return;
    }
    append(state, {"journal.resumed", counted(state.lost)}, now);
    state.lost = 0;
  }
  if (waiting() >= bounds_.most_entries - 1) {
    // The last place says why nothing follows.
    append(state, {"journal.full", ""}, now);
    state.lost = 1;
    log::event(log::JournalFull{.count = bounds_.most_entries});
    return;
  }
  append(state, note, now);
  // What the service holds stays a while, for a service that is put back to an older state.
  database_->run("DELETE FROM entry WHERE sequence <= ? AND sequence <= ?",
                 {state.held, state.sequence - bounds_.most_entries});
}

bool Book::note(const Note& note, std::int64_t now) {
  const bool noted = with_file(
      [&](Database& file) {
        file.whole([&] {
          auto book = state();
          if (not_noted_ > 0) {
            enter(book, {"journal.failed", counted(not_noted_)}, now);
          }
          enter(book, note, now);
          save(book);
        });
        not_noted_ = 0;
        return true;
      },
      false);
  const std::lock_guard lock{mutex_};
  writes_ = noted;
  if (!noted) ++not_noted_;
  return noted;
}

std::vector<wire::JournalEntry> Book::entries_to_send(std::size_t most) {
  return with_file(
      [&](Database& file) {
        std::vector<wire::JournalEntry> all;
        for (const auto& row : file.rows("SELECT sequence, at, event, data, previous FROM entry WHERE sequence > ? "
                                         "ORDER BY sequence LIMIT ?",
                                         {state().held, static_cast<std::int64_t>(most)})) {
          all.push_back(entry_of(row));
        }
        return all;
      },
      std::vector<wire::JournalEntry>{});
}

Held Book::held(const wire::JournalAnswer& answer) {
  return with_file(
      [&](Database& file) {
        auto book = state();
        if (answer.held > book.sequence || answer.held < 0) return Held::fork;  // this disk is older than its chain
        if (answer.held == book.sequence) {
          if (answer.hash != book.hash) return Held::fork;
        } else {
          const auto next = file.rows("SELECT previous FROM entry WHERE sequence = ?", {answer.held + 1});
          if (next.empty()) return Held::gap;
          if (secret::exactly<32>(blob(next.front(), 0)) != answer.hash) return Held::fork;
        }
        if (answer.held != book.held) {
          book.held = answer.held;
          file.whole([&] { save(book); });
        }
        return Held::fits;
      },
      Held::failed);
}

}  // namespace sportello::journal
