// A real keyboard does what the keys on the screen do, and nothing else.
#include <algorithm>

#include "kiosk/screens/common.h"
#include "kiosk/screens/draw.h"
#include "kiosk/visit/mail_address.h"

namespace sportello::screens {

namespace {

template <class State>
const State* in(const visit::Visit& visit) {
  return visit.overlay ? nullptr : std::get_if<State>(&visit.state);
}

bool typing(const visit::Visit& visit) {
  return in<visit::TypedEntry>(visit) || in<visit::CodeEntry>(visit) || in<visit::ChoosePassword>(visit) ||
         in<visit::CurrentPassword>(visit) || in<visit::MailEntry>(visit) || in<visit::MailCode>(visit);
}

// The six digits, whole and still good.
bool may_check(const visit::CodeCells& code, visit::TimePoint now) {
  return code.typed.size() == visit::limits::code_length && !code.pending && now < code.expires;
}

}  // namespace

bool may_confirm(const visit::Visit& visit, visit::TimePoint now) {
  if (visit.overlay) return false;
  if (const auto* entry = std::get_if<visit::TypedEntry>(&visit.state)) {
    return identity::CodiceFiscale::parse(entry->typed.reveal()).has_value();
  }
  if (const auto* code = std::get_if<visit::CodeEntry>(&visit.state)) return may_check(*code, now);
  if (const auto* code = std::get_if<visit::MailCode>(&visit.state)) return may_check(*code, now);
  if (const auto* current = std::get_if<visit::CurrentPassword>(&visit.state)) return !current->typed.empty();
  if (const auto* act = std::get_if<visit::ConfirmAct>(&visit.state)) return !act->pending;
  if (const auto* slip = std::get_if<visit::Printing>(&visit.state)) return visit::may_print(*slip);
  if (const auto* wish = std::get_if<visit::RequestWish>(&visit.state)) return wish->wish && !wish->pending;
  if (const auto* link = std::get_if<visit::SendLink>(&visit.state)) return !link->pending;
  if (const auto* mail = std::get_if<visit::MailEntry>(&visit.state)) {
    return !mail->pending && !mail->refused && visit::lacks_of_mail(mail->typed.reveal()) == visit::MailLack::nothing;
  }
  if (const auto* report = std::get_if<visit::Report>(&visit.state)) {
    return !report->pending && std::ranges::any_of(report->chosen, [](bool yes) { return yes; });
  }
  if (const auto* commitments = std::get_if<visit::Commitments>(&visit.state)) {
    return std::ranges::all_of(commitments->accepted, [](bool yes) { return yes; });
  }
  if (const auto* password = std::get_if<visit::ChoosePassword>(&visit.state)) {
    const bool refused = !password->refused.empty();
    return !password->pending && !refused &&
           wire::unmet_rules(password->proved.person->policy, password->typed.reveal()).empty();
  }
  return false;
}

std::optional<visit::Event> key_event(const visit::Visit& visit, visit::TimePoint now, NamedKey key) {
  if (visit.overlay) {
    if (visit.overlay->kind == visit::OverlayKind::still_there) return visit::CloseOverlay{};
    if (key == NamedKey::enter || key == NamedKey::escape) return visit::CloseOverlay{};
    return std::nullopt;
  }
  switch (key) {
    case NamedKey::enter:
      if (in<visit::Welcome>(visit)) {
        if (!visit.opening.open) return std::nullopt;
        return visit::StartVisit{};
      }
      if (in<visit::Goodbye>(visit)) return visit::StartVisit{};
      if (in<visit::MinorCard>(visit)) return visit::UseCard{};
      if (in<visit::OutOfService>(visit)) return visit::Confirm{};
      if (in<visit::OnFile>(visit)) return visit::Confirm{};
      // Ending a visit by a stray Enter would cost a parent the code on the screen: Result, Told, OfficeNeeded
      // and DigitalIdentity are ended by touch, or by Tab and Space.
      if (may_confirm(visit, now)) return visit::Confirm{};
      return std::nullopt;
    case NamedKey::escape:
      if (in<visit::Welcome>(visit) || in<visit::Goodbye>(visit) || in<visit::Result>(visit) ||
          in<visit::OutOfService>(visit) || in<visit::OfficeNeeded>(visit) || in<visit::Told>(visit) ||
          in<visit::RequestLeft>(visit)) {
        return std::nullopt;
      }
      if (const auto* identity = in<visit::DigitalIdentity>(visit);
          identity != nullptr && identity->proved.person->access == wire::Access::digital_identity) {
        return std::nullopt;
      }
      if (in<visit::Choose>(visit)) return visit::AskExit{};
      return visit::Back{};
    case NamedKey::backspace:
      if (typing(visit)) return visit::Erase{};
      return std::nullopt;
    case NamedKey::remove:
      if (typing(visit)) return visit::EraseAll{};
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<visit::Event> character_event(const visit::Visit& visit, std::string_view character) {
  if (visit.overlay && visit.overlay->kind == visit::OverlayKind::still_there) return visit::CloseOverlay{};
  if (!typing(visit) || character.empty()) return std::nullopt;
  return visit::Key{visit::SecretText{character}};
}

}  // namespace sportello::screens
