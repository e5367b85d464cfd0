// What the system says of this process, under the names that Prometheus gives it. Reads /proc; keeps nothing.
#pragma once

#include <ostream>

namespace sportello::metrics {

void write_process(std::ostream& out);

}  // namespace sportello::metrics
