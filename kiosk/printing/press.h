// What a kind of printer can do, waiting for it. Used by one thread only, the printer's (printer.h).
#pragma once

#include <functional>
#include <stop_token>

#include "kiosk/printing/condition.h"
#include "kiosk/printing/slip.h"

namespace sportello::printing {

class Press {
 public:
  using Tell = std::function<void(Phase)>;

  Press() = default;
  Press(const Press&) = delete;
  Press& operator=(const Press&) = delete;
  virtual ~Press() = default;

  // Asks the printer, and takes back what is owed. Waits for its answer, never longer than limits allow.
  virtual Condition look(const std::stop_token& stop) = 0;
  // Returns when the slip is out, or will never come out, or nobody can tell. `stop` takes it back. Whatever the end
  // is, no slip waits in the printer for a misfortune to be over, or owes() says so.
  virtual Outcome print(const Slip& slip, const Tell& tell, const std::stop_token& stop) = 0;
  // Whether something of an earlier slip may still come out: look() tries again to take it back.
  [[nodiscard]] virtual bool owes() const { return false; }
};

}  // namespace sportello::printing
