// What a process that holds secrets does before it reads any: no core file, no tracer.
#pragma once

namespace sportello::secret {

// Core size 0 and not dumpable, so that neither a crash nor a debugger shows memory. Also starts libsodium.
// Throws std::runtime_error when the system refuses.
void harden_process();

}  // namespace sportello::secret
