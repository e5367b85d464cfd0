// Complete visits, many at once: open, the code from where it arrives, check, credentials, end.
#pragma once

#include <sys/types.h>

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "tests/drill/codes.h"
#include "tests/drill/line.h"
#include "tests/drill/measure.h"

namespace sportello::drill {

struct Card {
  std::string document;
  std::string phone;  // as the messages say it: +39…
};
// Lines of document;phone. The error is a sentence.
std::expected<std::vector<Card>, std::string> read_cards(const std::string& file);

struct VisitsWish {
  Place place;
  std::vector<Card> cards;  // one visit each, from the first on; a card that has credentials gets a new password
  std::size_t visits = 0;
  unsigned concurrency = 1;
  std::string password;
  std::string language = "it";
  std::string acknowledged;  // a file for visit;document;user code;ms since 1970, a line for each that was told it
                             // has credentials
  unsigned rest_s = 0;       // after a visit that failed: a kiosk that is told "busy" waits too
  pid_t pid = 0;             // of the service; 0: its processor time is not told
};

struct VisitsResult {
  std::size_t done = 0;
  std::size_t hashes = 0;                       // that the visits held: a password each, and a PIN where one was made
  std::map<std::string, std::size_t> failures;  // how often, by where and why
  double seconds = 0;
  std::map<std::string, Times> calls;          // "1 open" … "5 end", in the order of a visit
  Times visits;                                // with the wait for the code
  double server_ms_per_visit = 0;              // 0: not measured
  std::map<std::string, double> ms_by_thread;  // of a visit, by the names of the service's threads
  double own_ms_per_visit = 0;                 // the drill's own, for those who ask what it disturbs

  [[nodiscard]] std::size_t failed() const;
};

VisitsResult run_visits(const VisitsWish& wish, Codes& codes);

std::string in_words(const VisitsResult& result);
std::string in_json(const VisitsResult& result);

}  // namespace sportello::drill
