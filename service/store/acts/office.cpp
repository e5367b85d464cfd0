// Ids. Random, so that they can be made before the row and tell nothing.
#include "service/store/acts/office.h"

namespace sportello::store::acts {

std::string new_id() { return secret::to_base64url(secret::random_bytes(16)); }

}  // namespace sportello::store::acts
