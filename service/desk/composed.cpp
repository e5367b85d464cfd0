// utf8proc, Unicode's own tables.
#include "service/desk/composed.h"

#include <sodium.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

namespace sportello::desk {

secret::SecretText composed(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
  if (plain) return secret::SecretText{text};
  utf8proc_uint8_t* made = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &made, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (length < 0) return secret::SecretText{text};
  const auto size = static_cast<std::size_t>(length);
  secret::SecretText result{std::string_view{reinterpret_cast<const char*>(made), size}};
  sodium_memzero(made, size);
  std::free(made);  // NOLINT(cppcoreguidelines-no-malloc): utf8proc's own allocation
  return result;
}

}  // namespace sportello::desk
