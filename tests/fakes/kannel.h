// A real Kannel (bearerbox and smsbox) with its fake SMS centre, on free ports of this machine.
// What the centre received is the proof that a message left: a 202 of smsbox only says that it queued.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::fakes {

struct ReceivedSms {
  std::string from, to, text;
};

class Kannel {
 public:
  Kannel();  // returns when all three programs are connected
  Kannel(const Kannel&) = delete;
  Kannel& operator=(const Kannel&) = delete;
  ~Kannel();

  // True where Debian's packages kannel and kannel-extras are installed.
  static bool installed();

  [[nodiscard]] std::string url() const;  // of smsbox
  [[nodiscard]] std::string username() const { return "sportello"; }
  [[nodiscard]] std::string password() const { return "una-prova"; }
  // Everything the centre received so far, in order.
  [[nodiscard]] std::vector<ReceivedSms> received() const;

 private:
  bool start();
  TempFolder folder_;
  std::uint16_t sendsms_port_ = 0;
  std::vector<Process> processes_;  // bearerbox, smsbox, centre
};

}  // namespace sportello::fakes
