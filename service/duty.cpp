// Linux: the name, the niceness, and the length of a turn.
#include "service/duty.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace sportello {
namespace {

// As the kernel lays it out (sched_setattr(2)); the C libraries of Debian 12 and 13 have no call for it.
struct Attributes {
  std::uint32_t size, policy;
  std::uint64_t flags;
  std::int32_t nice;
  std::uint32_t priority;
  std::uint64_t runtime_ns, deadline_ns, period_ns;
};

// A hash gives way to whoever answers a request: at 5 an answer waited for a tick in one of a hundred calls, at 19 it
// does not (`./run bench service`). Beside other programs the unit's CPUWeight= decides, for niceness counts within a
// control group; without one, a busy neighbour on the same cores slows hashes down.
constexpr int niceness_of_hashes = 19;
// From Linux 6.12 on, a thread that asks for short turns is let in at once when it wakes, also where a hash has the
// core; it is as short as the system grants. Without it, what wakes waits for the next tick: 4 ms, several times a
// call.
constexpr std::uint64_t turn_of_answers_ns = 100'000;

}  // namespace

void begin_duty(const char* name, Duty duty) {
  pthread_setname_np(pthread_self(), name);
  Attributes wanted{};
  wanted.size = sizeof wanted;
  wanted.policy = SCHED_OTHER;
  wanted.nice = ::getpriority(PRIO_PROCESS, 0);  // of this thread, as Linux has it
  switch (duty) {
    case Duty::answers: wanted.runtime_ns = turn_of_answers_ns; break;
    case Duty::hashes: wanted.nice = std::min(wanted.nice + niceness_of_hashes, 19); break;
  }
  // Refused, or not known to an older system: then it goes as it went.
  ::syscall(SYS_sched_setattr, 0, &wanted, 0U);
}

}  // namespace sportello
