// What the loop leaves to the device's own disk, without knowing how: a real one and a rehearsal's look alike.
#pragma once

#include "kiosk/journal/book.h"
#include "kiosk/visit/effects.h"

namespace sportello::journal {

class RequestPort {
 public:
  RequestPort() = default;
  RequestPort(const RequestPort&) = delete;
  RequestPort& operator=(const RequestPort&) = delete;
  virtual ~RequestPort() = default;

  // Returns at once; the answer comes as a visit::RequestKept event.
  virtual void keep(visit::KeepRequest request) = 0;
  // Returns at once.
  virtual void note(Note note) = 0;
};

// Of a rehearsal without a service: keeps nothing.
class NoRequests : public RequestPort {
 public:
  void keep(visit::KeepRequest) override {}
  void note(Note) override {}
};

}  // namespace sportello::journal
