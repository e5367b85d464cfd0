// E.164 normalisation. Knows no numbering plan beyond lengths and the Italian prefix.
#include "service/shared/identity/phone.h"

namespace sportello::identity {

std::optional<Phone> Phone::parse(std::string_view text) {
  std::string digits;
  bool international = false;
  for (const char c : text) {
    if (c == '+' && digits.empty() && !international) {
      international = true;
    } else if (c >= '0' && c <= '9') {
      digits.push_back(c);
    } else if (std::string_view{" .-/()"}.find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (!international && digits.starts_with("00")) {
    international = true;
    digits.erase(0, 2);
  }
  if (!international) digits.insert(0, "39");
  if (digits.size() < 8 || digits.size() > 15 || digits.front() == '0') return std::nullopt;
  return Phone{"+" + digits};
}

}  // namespace sportello::identity
