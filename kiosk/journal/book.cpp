// The file, the key, and the requests in it.
#include "kiosk/journal/book.h"

#include <algorithm>

#include "kiosk/journal/with_file.h"

namespace sportello::journal {
namespace {

constexpr std::int64_t version = 1;

constexpr const char* schema =
    "CREATE TABLE book (one INTEGER PRIMARY KEY CHECK (one = 1), device TEXT NOT NULL, highest INTEGER NOT NULL, "
    "sealing_key BLOB, heard_at INTEGER NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, held INTEGER NOT "
    "NULL, lost INTEGER NOT NULL) STRICT;"
    "CREATE TABLE request (sequence INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, key_id TEXT NOT NULL, box BLOB "
    "NOT "
    "NULL, signature BLOB NOT NULL) STRICT;"
    "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, data TEXT NOT NULL, "
    "previous BLOB NOT NULL) STRICT;"
    "PRAGMA user_version = 1;";

template <std::size_t N>
secret::ByteArray<N> array_of(const secret::Bytes& bytes) {
  const auto array = secret::exactly<N>(bytes);
  if (!array) throw Failure("a row of the device's journal has another size than it was written with", true);
  return *array;
}

wire::SealedRequest request_of(const Database::Row& row) {
  return {integer(row, 0), integer(row, 1), text(row, 2), blob(row, 3),
          array_of<std::tuple_size_v<signing::Signature>>(blob(row, 4))};
}

void insert(Database& file, const wire::SealedRequest& request) {
  file.run("INSERT INTO request (sequence, made_at, key_id, box, signature) VALUES (?, ?, ?, ?, ?)",
           {request.sequence, request.made_at, request.key_id, request.box, bytes_of(request.signature)});
}

}  // namespace

void Book::open() {
  Database file{file_};
  if (const auto found = file.number("PRAGMA user_version"); found > version) {
    throw Failure("the device's journal is of a newer program", false);
  } else if (found == 0) {
    file.whole([&] { file.script(schema); });
  }
  const auto rows = file.rows("SELECT device FROM book");
  if (rows.empty() || text(rows.front(), 0) != device_) {
    // Another device's: its requests bear a signature that is worth nothing now, and its chain is not ours.
    file.whole([&] {
      for (const auto* table : {"DELETE FROM book", "DELETE FROM request", "DELETE FROM entry"}) file.run(table);
      file.run(
          "INSERT INTO book (one, device, highest, heard_at, sequence, hash, held, lost) VALUES (1, ?, 0, 0, 0, ?, "
          "0, 0)",
          {device_, bytes_of(wire::journal_begin)});
    });
  }
  database_.emplace(std::move(file));
}

void Book::set_aside(const Failure& why) {
  log::event(log::JournalBegunAnew{.error = why.what()});
  for (const auto* ending : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    std::filesystem::rename(file_.string() + ending, file_.string() + ".broken" + ending, ignored);
  }
}

Book::State Book::state() {
  const auto rows =
      database_->rows("SELECT highest, sealing_key, heard_at, sequence, hash, held, lost FROM book WHERE one = 1");
  if (rows.empty()) throw Failure("the device's journal has lost its first row", true);
  const auto& row = rows.front();
  return {integer(row, 0), blob(row, 1),   integer(row, 2), integer(row, 3), array_of<32>(blob(row, 4)),
          integer(row, 5), integer(row, 6)};
}

void Book::save(const State& state) {
  database_->run(
      "UPDATE book SET highest = ?, sealing_key = ?, heard_at = ?, sequence = ?, hash = ?, held = ?, lost = ?",
      {state.highest, state.sealing_key, state.heard_at, state.sequence, bytes_of(state.hash), state.held,
       state.lost});
}

bool Book::learn(const secret::SealPublicKey& key, std::int64_t at) {
  return with_file(
      [&](Database& file) {
        auto now = state();
        // A minute's heartbeat is no reason to write, unless it brings something: the time is kept by the hour.
        constexpr std::int64_t an_hour = 3600;
        if (now.sealing_key == bytes_of(key) && at < now.heard_at + an_hour && at >= now.heard_at) return true;
        now.sealing_key = bytes_of(key);
        now.heard_at = std::clamp<std::int64_t>(at, 0, wire::latest_second);
        file.whole([&] { save(now); });
        return true;
      },
      false);
}

bool Book::can_keep() {
  return with_file([&](Database&) { return writes_ && !state().sealing_key.empty(); }, false);
}

Shelved Book::keep(wire::RequestContent content, const signing::SigningKey& key, std::int64_t now) {
  const auto shelved = with_file(
      [&](Database& file) {
        auto outcome = Shelved::kept;
        // The number is given and the row is there, or neither.
        file.whole([&] {
          auto book = state();
          if (book.sealing_key.empty()) {
            outcome = Shelved::no_key;
            return;
          }
          if (file.number("SELECT COUNT(*) FROM request") >= bounds_.most_requests) {
            outcome = Shelved::full;
            return;
          }
          // A clock without a battery begins years ago, and the service lets go of what is old.
          content.made_at = std::max(now, book.heard_at);
          const auto sealed = wire::seal_request(content, ++book.highest, array_of<32>(book.sealing_key), key);
          if (!sealed) {
            outcome = Shelved::failed;
            return;
          }
          insert(file, *sealed);
          save(book);
        });
        if (outcome == Shelved::full && !said_full_) log::event(log::RequestsFull{.count = bounds_.most_requests});
        if (outcome == Shelved::kept || outcome == Shelved::full) said_full_ = outcome == Shelved::full;
        return outcome;
      },
      Shelved::failed);
  const std::lock_guard lock{mutex_};
  writes_ = shelved != Shelved::failed;
  return shelved;
}

std::vector<wire::SealedRequest> Book::oldest_requests(std::size_t most) {
  return with_file(
      [&](Database& file) {
        std::vector<wire::SealedRequest> all;
        for (const auto& row : file.rows("SELECT sequence, made_at, key_id, box, signature FROM request ORDER BY "
                                         "sequence LIMIT ?",
                                         {static_cast<std::int64_t>(most)})) {
          all.push_back(request_of(row));
        }
        return all;
      },
      std::vector<wire::SealedRequest>{});
}

std::optional<Settled> Book::settle(std::span<const wire::SealedRequest> sent, const wire::RequestsAnswer& answer,
                                    const signing::SigningKey& key, std::int64_t step, std::int64_t now) {
  return with_file(
      [&](Database& file) -> std::optional<Settled> {
        Settled settled;
        file.whole([&] {
          settled = {};
          auto book = state();
          for (const auto& one : answer.answers) {
            const auto about = std::ranges::find(sent, one.sequence, &wire::SealedRequest::sequence);
            if (about == sent.end()) continue;  // nobody asked
            const auto gone =
                file.run("DELETE FROM request WHERE sequence = ? AND box = ?", {about->sequence, about->box});
            if (gone == 0) continue;  // the same number twice in one answer
            if (one.outcome == wire::RequestOutcome::number_taken) {
              book.highest += step;
              insert(file, wire::numbered(*about, book.highest, device_, key));
              ++settled.numbered;
            } else {
              ++(one.outcome == wire::RequestOutcome::taken ? settled.delivered : settled.let_go);
            }
          }
          if (settled.delivered > 0) enter(book, {"request.delivered", counted(settled.delivered)}, now);
          if (settled.let_go > 0) enter(book, {"request.let_go", counted(settled.let_go)}, now);
          if (settled.numbered > 0) enter(book, {"request.numbered", counted(settled.numbered)}, now);
          save(book);
        });
        return settled;
      },
      std::optional<Settled>{});
}

void Book::let_go_of_old(std::int64_t now) {
  with_file(
      [&](Database& file) {
        const auto life = std::chrono::duration_cast<std::chrono::seconds>(wire::request_life).count();
        if (file.number("SELECT COUNT(*) FROM request WHERE made_at <= ?", {now - life}) == 0) return true;
        file.whole([&] {
          auto book = state();
          const auto gone = file.run("DELETE FROM request WHERE made_at <= ?", {now - life});
          enter(book, {"request.too_old", counted(gone)}, now);
          save(book);
        });
        return true;
      },
      false);
}

Book::Waiting Book::waiting() {
  return with_file(
      [&](Database& file) {
        const auto book = state();
        return Waiting{file.number("SELECT COUNT(*) FROM request"), book.sequence - book.held};
      },
      Waiting{});
}

}  // namespace sportello::journal
