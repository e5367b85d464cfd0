// Process-wide protection of memory. Linux only.
#include "service/shared/secret/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <stdexcept>

#include "service/shared/secret/bytes.h"

namespace sportello::secret {

void harden_process() {
  start_sodium();
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    throw std::runtime_error("cannot switch core files off");
  }
}

}  // namespace sportello::secret
