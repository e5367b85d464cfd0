// What of a visit names or describes a person, and so is not said aloud where others hear (EN 301 549, 5.1.3.9).
// Secrets are not here: they never reach a layout record.
#pragma once

#include <string>
#include <vector>

#include "kiosk/visit/states.h"

namespace sportello::speech {

// Names, classes, and the hints of telephone and mail, as they may stand in a label. In order of length, the longest
// first, so that "Maria Antonietta" goes before "Maria".
std::vector<std::string> personal_values(const visit::Visit& visit);

}  // namespace sportello::speech
