// One visit with one act in it, for whoever wants to see what an act does: a card, an act, the answer as JSON.
#pragma once

#include <string>
#include <vector>

#include "tests/drill/line.h"

namespace sportello::drill {

struct ActWish {
  Place place;
  std::string codes;  // spool:DIR or fakesmsc:FILE
  std::string card;
  std::string act;  // one of act_names()
  std::string language = "it";
  std::string password_file, current_password_file, mail_file;  // "-": standard input
  std::vector<std::string> what;                                // for a report
  std::string note;
  bool without_pin = false;
  int wait_s = 20;  // for a code
};

// What the wire knows as acts, and: show (what may be done), mail, invitation, report.
std::vector<std::string> act_names();

// Exit code. The answer stands on standard output, a refusal on standard error.
int act(const ActWish& wish);

struct EnrolWish {
  std::string url, pin, code, key_file;
};
// Makes the device's key if there is none; prints the device and the words that `device approve` compares.
int enrol(const EnrolWish& wish);

}  // namespace sportello::drill
