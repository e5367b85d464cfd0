// Two comparisons.
#include "service/desk/divergence.h"

namespace sportello::desk {

bool diverges(const CodeCounts& counts) {
  return counts.sent >= alert_from_sent && counts.right * 100 < counts.sent * alert_below_percent;
}

}  // namespace sportello::desk
