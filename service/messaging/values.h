// What fills the texts of one message: codes and links derived, hours as a wall clock shows them.
#pragma once

#include "service/messaging/filling.h"
#include "service/store/acts/sending.h"

namespace sportello::messaging {

// `public_url` begins the links; without it there are none.
Values values_for(const store::acts::Office& office, const store::acts::Claimed& message,
                  const std::string& public_url);

}  // namespace sportello::messaging
