// What the loop asks of the service, without knowing how: the real client and a script's answers look alike.
#pragma once

#include "kiosk/visit/effects.h"

namespace sportello::reg {

class RegisterPort {
 public:
  RegisterPort() = default;
  RegisterPort(const RegisterPort&) = delete;
  RegisterPort& operator=(const RegisterPort&) = delete;
  virtual ~RegisterPort() = default;

  // Returns at once; the answer comes as a visit::Answer event.
  virtual void ask(visit::Ask ask) = 0;
  // After what was asked: keys and numbers of this visit are wiped.
  virtual void forget(visit::VisitId visit) = 0;
};

}  // namespace sportello::reg
