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
                   [&](const visit::ChoosePin& state) { draw_choose_pin(frame, state); },
                   [&](const visit::ConfirmAct& state) { draw_confirm_act(frame, state); },
                   [&](const visit::CurrentPassword& state) { draw_current_password(frame, state); },
                   [&](const visit::MailEntry& state) { draw_mail_entry(frame, state); },
                   [&](const visit::MailCode& state) { draw_mail_code(frame, state); },
                   [&](const visit::SendLink& state) { draw_send_link(frame, state); },
                   [&](const visit::OnFile& state) { draw_on_file(frame, state); },
                   [&](const visit::Report& state) { draw_report(frame, state); },
                   [&](const visit::Told& state) { draw_told(frame, state); },
                   [&](const visit::DigitalIdentity& state) { draw_digital_identity(frame, state); },
                   [&](const visit::Result& state) { draw_result(frame, state); },
                   [&](const visit::Goodbye& state) { draw_goodbye(frame, state); },
                   [&](const visit::OfficeNeeded& state) { draw_office_needed(frame, state); },
                   [&](const visit::OutOfService& state) { draw_out_of_service(frame, state); },
                   [&](const visit::Printing& state) { draw_printing(frame, state); },
                   [&](const visit::RequestWish& state) { draw_request_wish(frame, state); },
                   [&](const visit::RequestLeft& state) { draw_request_left(frame, state); }},
             frame.visit.state);
}

void draw_overlay(Frame& frame, const visit::Overlay& overlay) {
  switch (overlay.kind) {
    case visit::OverlayKind::help: draw_help(frame); break;
    case visit::OverlayKind::languages: draw_languages(frame); break;
    case visit::OverlayKind::comfort: draw_comfort(frame); break;
    case visit::OverlayKind::hearing: draw_comfort_hearing(frame); break;
    case visit::OverlayKind::reaching: draw_comfort_reaching(frame); break;
    case visit::OverlayKind::no_voice: draw_no_voice(frame); break;
    case visit::OverlayKind::privacy: draw_privacy(frame); break;
    case visit::OverlayKind::leave: draw_leave(frame); break;
    case visit::OverlayKind::still_there: draw_still_there(frame, overlay); break;
  }
}

// Where there is no header: above all else.
void draw_notice(Frame& frame) {
  Ui& ui = frame.ui;
  const Words words = notice_words(frame);
  if (words.empty() || ui.record().find("notice") != nullptr) return;
  const TextStyle style = {.type = Type::body, .bold = true, .align = Align::centre, .line = 1.2F};
  const auto size = ui.measure(words, style);
  const float wide = std::min(size.w + 48, ui.window().w - 16), high = size.h + 8;
  const Rect box = {(ui.window().w - wide) / 2, 6, wide, high};
  ui.on_every_page(true);
  ui.boxed(box, Colour::surface, Colour::edge, ui.measure(Measure::radius_button), ui.measure(Measure::border));
  ui.text("notice", words, style, {box.x + 8, box.y + 4, box.w - 16, size.h + 1}, Role::banner);
  ui.on_every_page(false);
}

}  // namespace

std::optional<visit::Event> draw(const visit::Visit& visit, visit::TimePoint now, Ui& ui) {
  ui.open(visit::name_of(visit), visit.comfort);
  const auto draw_all = [&](Frame& frame) {
    // What an overlay covers is not drawn at all: nothing of the visit can be read behind it.
    if (visit.overlay) {
      draw_overlay(frame, *visit.overlay);
    } else {
      draw_state(frame);
    }
  };
  // Once to learn how many pages there are, once for the one that is shown.
  Frame counted{visit, now, ui, std::nullopt};
  ui.count_pages();
  draw_all(counted);
  ui.show_page(visit.page);
  Frame frame{visit, now, ui, std::nullopt};
  draw_all(frame);
  draw_notice(frame);
  ui.finish();
  if (ui.touched_nothing()) frame.emit(visit::Touched{});
  return frame.event;
}

}  // namespace sportello::screens
