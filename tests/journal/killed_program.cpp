// A kiosk as a program of its own, for a test that kills it: leaves a request for every document it is given, as
// guardians who come again and again, delivers until nothing waits, and says what it did.
#include <cstdio>

#include "tests/journal/kiosk_of_test.h"

using namespace sportello;

// FOLDER DEVICE KEY-FILE SEALING-KEY URL PIN DOCUMENT…
int main(int argc, char** argv) {
  if (argc < 8) return 2;
  secret::start_sodium();
  tests::KioskOfTest kiosk{{argv[2], argv[3]}, argv[1]};
  kiosk.boot();
  const auto key = secret::exactly<32>(secret::from_base64url(argv[4]));
  if (!key) return 2;
  kiosk.hear(*key);
  for (int i = 7; i < argc; ++i) {
    const auto outcome = kiosk.leave(argv[i], wire::Wish::recovery);
    if (outcome == visit::RequestOutcome::kept) std::printf("left %s\n", argv[i]);
    std::fflush(stdout);
  }
  for (int rounds = 0; rounds < 50; ++rounds) {
    const auto pause = kiosk.deliver({argv[5], argv[6]});
    if (!pause && kiosk.book().waiting().requests == 0) {
      std::puts("done");
      return 0;
    }
  }
  return 1;
}
