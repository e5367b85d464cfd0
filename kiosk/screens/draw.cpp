// From the state of a visit to its screen: the one place where each is named.
#include "kiosk/screens/draw.h"

#include "kiosk/screens/common.h"
#include "kiosk/visit/match.h"

namespace sportello::screens {

namespace {

using visit::Match;

void draw_state(Frame& frame) {
  std::visit(Match{[&](const visit::Welcome&) { draw_welcome(frame); },
                   [&](const visit::Scan& state) { draw_scan(frame, state); },
                   [&](const visit::TypedEntry& state) { draw_typed_entry(frame, state); },
                   [&](const visit::MinorCard&) { draw_minor_card(frame); },
                   [&](const visit::Identifying& state) { draw_identifying(frame, state); },
                   [&](const visit::CodeEntry& state) { draw_code_entry(frame, state); },
                   [&](const visit::Choose& state) { draw_choose(frame, state); },
                   [&](const visit::Commitments& state) { draw_commitments(frame, state); },
                   [&](const visit::ChoosePassword& state) { draw_choose_password(frame, state); },
                   [&](const visit::Result& state) { draw_result(frame, state); },
                   [&](const visit::Goodbye& state) { draw_goodbye(frame, state); },
                   [&](const visit::OfficeNeeded& state) { draw_office_needed(frame, state); },
                   [&](const visit::OutOfService& state) { draw_out_of_service(frame, state); }},
             frame.visit.state);
}

void draw_overlay(Frame& frame, const visit::Overlay& overlay) {
  switch (overlay.kind) {
    case visit::OverlayKind::help: draw_help(frame); break;
    case visit::OverlayKind::languages: draw_languages(frame); break;
    case visit::OverlayKind::comfort: draw_comfort(frame); break;
    case visit::OverlayKind::privacy: draw_privacy(frame); break;
    case visit::OverlayKind::leave: draw_leave(frame); break;
    case visit::OverlayKind::still_there: draw_still_there(frame, overlay); break;
  }
}

}  // namespace

std::optional<visit::Event> draw(const visit::Visit& visit, visit::TimePoint now, Ui& ui) {
  ui.open(visit::name_of(visit), visit.comfort);
  Frame frame{visit, now, ui, std::nullopt};
  // What an overlay covers is not drawn at all: nothing of the visit can be read behind it.
  if (visit.overlay) {
    draw_overlay(frame, *visit.overlay);
  } else {
    draw_state(frame);
  }
  if (ui.touched_nothing()) frame.emit(visit::Touched{});
  return frame.event;
}

}  // namespace sportello::screens
