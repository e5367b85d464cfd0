// What can be asked of a state without changing it.
#include "kiosk/visit/states.h"

#include <type_traits>

#include "kiosk/visit/match.h"

namespace sportello::visit {

int step_of(const State& state) {
  return std::visit(Match{[](const Welcome&) { return 0; },
                          [](const Scan&) { return 1; },
                          [](const TypedEntry&) { return 1; },
                          [](const MinorCard&) { return 1; },
                          [](const Identifying&) { return 1; },
                          [](const CodeEntry&) { return 2; },
                          [](const Choose&) { return 3; },
                          [](const Commitments&) { return 3; },
                          [](const ChoosePin&) { return 3; },
                          [](const ConfirmAct&) { return 4; },
                          [](const CurrentPassword&) { return 4; },
                          [](const ChoosePassword&) { return 4; },
                          [](const Result&) { return 5; },
                          [](const MailEntry&) { return 4; },
                          [](const MailCode&) { return 4; },
                          [](const SendLink&) { return 4; },
                          [](const OnFile&) { return 4; },
                          [](const Report&) { return 4; },
                          [](const Told&) { return 5; },
                          [](const DigitalIdentity&) { return 4; },
                          [](const Goodbye&) { return 0; },
                          [](const OfficeNeeded&) { return 0; },
                          [](const OutOfService&) { return 0; },
                          [](const Printing&) { return 5; },
                          [](const RequestWish&) { return 0; },
                          [](const RequestLeft&) { return 0; }},
                    state);
}

const Opened* opened_in(const State& state) {
  return std::visit(
      [](const auto& held) -> const Opened* {
        if constexpr (requires { held.opened; }) {
          return &held.opened;
        } else if constexpr (requires { held.proved; }) {
          return &held.proved.opened;
        } else if constexpr (requires { held.result.opened; }) {
          return &held.result.opened;
        } else {
          return nullptr;
        }
      },
      state);
}

bool after_code(const State& state) {
  return std::visit(
      [](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        return requires { held.proved; } || std::is_same_v<Held, Result> || std::is_same_v<Held, Printing>;
      },
      state);
}

std::optional<Pending> pending_in(const State& state) {
  return std::visit(
      [](const auto& held) -> std::optional<Pending> {
        if constexpr (requires { held.pending; }) {
          return held.pending;
        } else {
          return std::nullopt;
        }
      },
      state);
}

std::string_view name_of(const Visit& visit) {
  if (visit.overlay) {
    switch (visit.overlay->kind) {
      case OverlayKind::help: return "help";
      case OverlayKind::languages: return "languages";
      case OverlayKind::comfort: return "comfort";
      case OverlayKind::privacy: return "privacy";
      case OverlayKind::leave: return "leave";
      case OverlayKind::still_there: return "still-there";
      case OverlayKind::hearing: return "comfort-hearing";
      case OverlayKind::reaching: return "comfort-keys";
      case OverlayKind::no_voice: return "no-voice";
    }
  }
  return std::visit(Match{[](const Welcome&) { return "welcome"; },
                          [](const Scan&) { return "scan"; },
                          [](const TypedEntry&) { return "typed-entry"; },
                          [](const MinorCard&) { return "minor-card"; },
                          [](const Identifying&) { return "identifying"; },
                          [](const CodeEntry&) { return "code-entry"; },
                          [](const Choose&) { return "choose"; },
                          [](const Commitments&) { return "commitments"; },
                          [](const ChoosePin&) { return "choose-pin"; },
                          [](const ConfirmAct&) { return "confirm-act"; },
                          [](const CurrentPassword&) { return "current-password"; },
                          [](const ChoosePassword&) { return "choose-password"; },
                          [](const Result&) { return "result"; },
                          [](const MailEntry&) { return "mail-entry"; },
                          [](const MailCode&) { return "mail-code"; },
                          [](const SendLink&) { return "send-link"; },
                          [](const OnFile&) { return "on-file"; },
                          [](const Report&) { return "report"; },
                          [](const Told&) { return "told"; },
                          [](const DigitalIdentity&) { return "digital-identity"; },
                          [](const Goodbye&) { return "goodbye"; },
                          [](const OfficeNeeded&) { return "office-needed"; },
                          [](const OutOfService&) { return "out-of-service"; },
                          [](const Printing&) { return "printing"; },
                          [](const RequestWish&) { return "request-wish"; },
                          [](const RequestLeft&) { return "request-left"; }},
                    visit.state);
}

}  // namespace sportello::visit
