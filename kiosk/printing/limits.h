// Every time, size and count of printing, with its reason. Tests give shorter ones.
#pragma once

#include <chrono>
#include <cstddef>

namespace sportello::printing {

struct Limits {
  using ms = std::chrono::milliseconds;

  // A printer answers within a tenth of a second; one that slept may need a few seconds to wake its network.
  ms connect{4000};
  ms answer{4000};
  // One with little memory takes a document only as fast as it wakes.
  ms send{15'000};
  // While a job is in the printer: often enough that a misfortune shows soon, seldom enough to cost nothing.
  ms look_again{500};
  // An office laser that slept prints its first page after some 30 s. Afterwards nobody waits any more.
  ms job{60'000};
  // Somebody else's page is coming out: a guardian waits so long for it, no longer.
  ms busy{10'000};
  // A misfortune counts when two looks in a row see it: a tray that is pushed in reports empty for a moment.
  int looks = 2;
  // A printer stops a job at its next page or line: longer than that, and nobody knows what it does.
  ms take_back{5000};
  // A job that could not be taken back is tried again this often, until the printer says that it is gone.
  ms owed{10'000};
  // An empty tray should be known before a guardian finds it; a question in five minutes wakes no printer.
  ms now_and_then{300'000};
  // Jobs owed at a time. Each next print waits for them, so there is one; more is a fault.
  std::size_t most_owed = 8;

  // A slip with fonts takes 30 to 90 kB; Chinese takes the most.
  std::size_t pdf_bytes = 1U << 20U;
  // 2400 dots of 203 an inch are 30 cm of paper; the longest slip of the tests takes three quarters.
  int most_rows = 2400;

  // ESC/POS. A real-time status is answered at once, on a serial line of 9600 baud within 10 ms.
  ms status{1000};
  // Answers that are not a status before the device counts as something else than a printer.
  int garbage = 3;
  // Rows of dots in one command: 48 are 6 mm. With `bands_ahead`, what may lie in the printer, printed by nobody yet.
  int band_rows = 48;
  int bands_ahead = 2;
  // A band takes a quarter of a second on paper, two seconds at 9600 baud.
  ms band{8000};
  // Dots from the last line to the knife of a receipt printer, and a margin: 12 mm.
  int feed_rows = 96;
};

}  // namespace sportello::printing
