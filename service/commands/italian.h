// Times as an Italian office reads them.
#pragma once

#include <string>

#include "service/store/session.h"

namespace sportello::commands {

std::string italian_text(store::Time at);  // 2027-01-15 09:30
std::string italian_iso(store::Time at);   // 2027-01-15T09:30:12+01:00

}  // namespace sportello::commands
