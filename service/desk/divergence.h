// Whether codes leave and do not come back: a provider that delivers nothing, or somebody who tries cards that are
// not theirs. A rule over two numbers; asks no clock.
#pragma once

#include "service/desk/limits.h"

namespace sportello::desk {

struct CodeCounts {
  int sent = 0;
  int right = 0;
};
bool diverges(const CodeCounts& counts);

}  // namespace sportello::desk
