// A kiosk's disk for a test: its folder, its key, a service's sealing key, and what a guardian would leave.
#pragma once

#include "kiosk/journal/book.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::tests {

inline constexpr std::int64_t monday = 1'790'000'000;  // seconds since 1970
inline const std::string lobby = "lobby";              // the device
inline const std::string marios = "RSSMRA80A01H501U";

struct Disk {
  fakes::TempFolder folder;
  std::filesystem::path file = folder / "journal.sqlite";
  signing::SigningKey key = (secret::start_sodium(), signing::SigningKey::generate());
  secret::SealKeyPair service = secret::SealKeyPair::generate();

  [[nodiscard]] journal::Book book(journal::Book::Bounds bounds = {}) const { return {file, lobby, bounds}; }
  journal::Shelved leave(journal::Book& book, std::int64_t now = monday, const std::string& document = marios) const {
    return book.keep({secret::SecretText{document}, wire::Wish::recovery, "it", now,
                      secret::to_base64url(secret::random_bytes(16)), lobby},
                     key, now);
  }
};

// All that are there, by their numbers.
inline std::vector<std::int64_t> numbers_in(journal::Book& book) {
  std::vector<std::int64_t> numbers;
  for (const auto& request : book.oldest_requests(1000)) numbers.push_back(request.sequence);
  return numbers;
}

// Whether these follow each other, and which hash the last one has; nothing where they do not.
inline std::optional<wire::JournalHash> chain_of(const std::vector<wire::JournalEntry>& entries,
                                                 wire::JournalHash hash = wire::journal_begin,
                                                 std::int64_t sequence = 0) {
  for (const auto& entry : entries) {
    if (entry.sequence != ++sequence || entry.previous != hash) return std::nullopt;
    hash = wire::journal_hash(lobby, entry);
  }
  return hash;
}

}  // namespace sportello::tests
