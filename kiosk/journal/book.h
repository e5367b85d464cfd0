// What a kiosk keeps of its own on its disk, in one file: requests that it cannot read back, its journal, and the key
// that requests are sealed to. Whatever is kept is on the disk when the call returns; a call does all or nothing. Any
// thread. Knows no line, asks no clock; keeps nothing that says who asked.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/journal/database.h"
#include "kiosk/journal/limits.h"
#include "service/shared/signing/key.h"
#include "service/shared/wire/journal.h"
#include "service/shared/wire/sealed_request.h"

namespace sportello::journal {

// One thing that happened, in words and counts: see wire/journal.h for their shape.
struct Note {
  std::string event;
  std::string data;
  bool operator==(const Note&) const = default;
};

enum class Shelved {
  kept,
  full,    // as many as there may be
  no_key,  // the service's key was never heard
  failed,  // the disk
};

// What the service answered to the numbers that were sent.
struct Settled {
  std::int64_t delivered = 0, let_go = 0, numbered = 0;
};

// What the service's word about the journal means.
enum class Held {
  fits,    // the next entries go on from there
  gap,     // the next entry is not here any more
  fork,    // another entry stands there
  failed,  // the disk
};

class Book {
 public:
  // Opens the file with the first call that needs it, and again after the disk failed. A file that cannot be read any
  // more is moved aside; one of another device is begun anew.
  struct Bounds {
    std::int64_t most_requests = limits::most_requests;
    std::int64_t most_entries = limits::most_entries;
    std::int64_t room_to_resume = limits::room_to_resume;
  };
  Book(std::filesystem::path file, std::string device, Bounds bounds)
      : file_(std::move(file)), device_(std::move(device)), bounds_(bounds) {}
  Book(std::filesystem::path file, std::string device) : Book(std::move(file), std::move(device), Bounds{}) {}

  [[nodiscard]] const std::string& device() const { return device_; }
  [[nodiscard]] bool learn(const secret::SealPublicKey& key, std::int64_t at);
  [[nodiscard]] bool can_keep();  // a key is known, the file is read, and the last that was to be written was

  // `content` without its time: it is made at `now`, or at the latest that is known when the clock has gone back.
  Shelved keep(wire::RequestContent content, const signing::SigningKey& key, std::int64_t now);
  std::vector<wire::SealedRequest> oldest_requests(std::size_t most);
  // Lets go of what the answers say, gives new numbers `step` above the highest, and notes both.
  std::optional<Settled> settle(std::span<const wire::SealedRequest> sent, const wire::RequestsAnswer& answer,
                                const signing::SigningKey& key, std::int64_t step, std::int64_t now);
  // Older than wire::request_life.
  void let_go_of_old(std::int64_t now);

  // False: the disk failed, and it is counted.
  bool note(const Note& note, std::int64_t now);
  // What the service does not hold yet, oldest first.
  std::vector<wire::JournalEntry> entries_to_send(std::size_t most);
  Held held(const wire::JournalAnswer& answer);
  struct Waiting {
    std::int64_t requests = 0, entries = 0;
  };
  Waiting waiting();

 private:
  struct State {
    std::int64_t highest = 0;  // number of a request
    secret::Bytes sealing_key;
    std::int64_t heard_at = 0;
    std::int64_t sequence = 0;  // of the journal
    wire::JournalHash hash = wire::journal_begin;
    std::int64_t held = 0;  // by the service
    std::int64_t lost = 0;  // entries that found no room
  };
  // Does `act` on the open file, in another one when it is broken; `otherwise` when the disk fails, which is said
  // once.
  template <class Act, class Result>
  Result with_file(Act act, Result otherwise);
  void open();
  void set_aside(const Failure& why);
  State state();
  void save(const State& state);
  void enter(State& state, const Note& note, std::int64_t now);
  void append(State& state, const Note& note, std::int64_t now);

  std::filesystem::path file_;
  std::string device_;
  Bounds bounds_;
  std::mutex mutex_;
  std::optional<Database> database_;
  bool writes_ = true;          // the last note or request found its place
  bool said_ = false;           // that the disk fails
  bool said_full_ = false;      // that requests find no room
  std::int64_t not_noted_ = 0;  // while the disk failed
};

}  // namespace sportello::journal
