// Where a message's sealed fields stand, for whoever writes and whoever reads them. Private to outbox.cpp and
// sending.cpp.
#pragma once

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// What the recipient's column was called when the first rows were sealed: the name is part of the seal.
inline constexpr std::string_view recipient_place = "phone";
inline constexpr std::string_view parameters_place = "parameters";

inline Place outbox_place(std::string_view column, std::string_view school_id, std::string_view id) {
  return {"outbox", column, school_id, id};
}

}  // namespace sportello::store::acts
