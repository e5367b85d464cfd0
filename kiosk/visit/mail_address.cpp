// The service's own rule (one @, something on both sides, none of the signs of a list) and one more: an ending.
#include "kiosk/visit/mail_address.h"

#include <algorithm>

namespace sportello::visit {

MailLack lacks_of_mail(std::string_view typed) {
  const auto at = typed.find('@');
  if (typed.empty() || at == 0) return MailLack::name;
  if (at == std::string_view::npos) return MailLack::at;
  const auto domain = typed.substr(at + 1);
  const auto dot = domain.rfind('.');
  const bool whole = domain.find('@') == std::string_view::npos && dot != std::string_view::npos && dot > 0 &&
                     domain.size() > dot + 2 && domain.find("..") == std::string_view::npos && domain.front() != '.';
  return whole ? MailLack::nothing : MailLack::domain;
}

bool may_stand_in_mail(std::string_view characters) {
  return std::ranges::none_of(characters, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7F || std::string_view{"<>()[]\\,;:\""}.contains(c);
  });
}

std::string masked_mail(std::string_view mail) {
  const auto at = mail.find('@');
  if (at == std::string_view::npos || at == 0) return {};
  // A letter beyond ASCII is more than one byte: whole ones only.
  std::size_t first = 1;
  while (first < at && (static_cast<unsigned char>(mail[first]) & 0xC0U) == 0x80U) ++first;
  return std::string{mail.substr(0, first)} + "…" + std::string{mail.substr(at)};
}

}  // namespace sportello::visit
