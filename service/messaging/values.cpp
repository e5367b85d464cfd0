// A code's digits and a link's token exist from here to the gateway, and nowhere else.
#include "service/messaging/values.h"

#include <charconv>

#include "service/desk/limits.h"
#include "service/messaging/italian_time.h"

namespace sportello::messaging {
namespace {

using secret::SecretText;
using store::LinkKind;
using store::acts::MessageKind;

std::optional<store::Time> time_in(const std::map<std::string, std::string>& parameters, const std::string& name) {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(found->second.data(), found->second.data() + found->second.size(), seconds);
  return store::Time{std::chrono::seconds{seconds}};
}

SecretText link_of(const store::acts::Office& office, const store::acts::Claimed& message,
                   const std::string& public_url) {
  if (public_url.empty() || message.subject.empty()) return {};
  const auto to = [&](std::string_view path, LinkKind kind) {
    return SecretText{public_url}.appended(path).appended(office.vault.link_token(kind, message.subject).reveal());
  };
  switch (message.kind) {
    case MessageKind::invitation:
    case MessageKind::invitation_recovery:
    case MessageKind::invitation_reminder: return to("/invitation/", LinkKind::invitation);
    case MessageKind::credentials_issued:
    case MessageKind::password_changed:
    case MessageKind::pin_changed:
    case MessageKind::pin_removed:
    case MessageKind::user_code_shown:
    case MessageKind::mail_changed: return to("/not-me/", LinkKind::freeze);
    default: return {};
  }
}

}  // namespace

Values values_for(const store::acts::Office& office, const store::acts::Claimed& message,
                  const std::string& public_url) {
  Values values;
  values.school = message.school_name;
  const auto put = [&](std::string_view name, std::string_view value) {
    values.others.insert_or_assign(std::string{name}, SecretText{value});
  };
  put("minutes", std::to_string(desk::code_life / std::chrono::minutes{1}));
  put("hours", std::to_string(desk::lock_life / std::chrono::hours{1}));
  put("contact_name", message.contact.name);
  put("contact_mail", message.contact.mail);
  put("contact_phone", message.contact.phone);
  put("contact_hours", message.contact.hours);
  put("login_url", message.contact.login_url);
  for (const auto& [name, value] : message.parameters) put(name, value);
  if (const auto at = time_in(message.parameters, "at")) {
    const auto when = italian_time(*at);
    put("time", when.time);
    put("date", when.date);
    put("day", when.day);
    put("month", when.month);
  }
  if (const auto ends = time_in(message.parameters, "ends")) put("ends", italian_time(*ends).date);
  values.others.insert_or_assign("code", store::acts::digits_for(office, message));
  values.others.insert_or_assign("link", link_of(office, message, public_url));
  return values;
}

}  // namespace sportello::messaging
