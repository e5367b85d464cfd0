// What people who are not on file see and count by: derived from their document, so that it is the same tomorrow.
#pragma once

#include <string>
#include <string_view>

#include "service/shared/secret/bytes.h"

namespace sportello::desk {

// Two digits, as a real phone's last two.
std::string decoy_phone_hint(secret::BytesView key, std::string_view school_id, secret::BytesView document_index);
// 32 bytes in place of a phone's index.
secret::Bytes decoy_phone_index(secret::BytesView key, std::string_view school_id, secret::BytesView document_index);

}  // namespace sportello::desk
