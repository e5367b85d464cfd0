// Dispatch: stale answers die here, overlays come first, the camera follows the state.
#include "kiosk/visit/next.h"

#include <algorithm>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/turn.h"

namespace sportello::visit {
namespace {

// An answer counts only for the visit and the question that wait for it.
bool stale(const Visit& visit, const Answer& answer) {
  const auto pending = pending_in(visit.state);
  return answer.visit != visit.id || !pending || pending->request != answer.request;
}

bool by_guardian(const Event& event) {
  return !std::holds_alternative<Tick>(event) && !std::holds_alternative<DayIs>(event) &&
         !std::holds_alternative<OpeningIs>(event) && !std::holds_alternative<CameraLost>(event) &&
         !std::holds_alternative<EquipmentIs>(event) && !std::holds_alternative<Speaking>(event) &&
         !std::holds_alternative<VoicesAre>(event) && !std::holds_alternative<PrintNews>(event) &&
         !std::holds_alternative<RequestKept>(event) && !std::holds_alternative<Answer>(event);
}

void turn_page(Visit& visit, int by) {
  // Only the screen knows how many pages there are: it offers no control beyond the last.
  visit.page = std::max(0, visit.page + std::clamp(by, -1, 1));
}

bool covered_by_question(const Visit& visit) {
  return visit.overlay && visit.overlay->kind == OverlayKind::still_there;
}

// What a page belongs to: another screen, or words of another size or language, begin at their first.
bool same_pages(const Visit& a, const Visit& b) {
  return name_of(a) == name_of(b) && a.comfort.language == b.comfort.language && a.comfort.size == b.comfort.size &&
         a.comfort.theme == b.comfort.theme && a.comfort.low_reach == b.comfort.low_reach;
}

// The camera is on where its picture is on the screen, and nowhere else.
bool camera_wanted(const Visit& visit) { return std::holds_alternative<Scan>(visit.state) && !visit.overlay; }

void dispatch(Turn& turn, const Event& event) {
  std::visit(Match{[&](const Welcome&) { arriving(turn, event); },
                   [&](const Scan&) { arriving(turn, event); },
                   [&](const TypedEntry&) { arriving(turn, event); },
                   [&](const MinorCard&) { arriving(turn, event); },
                   [&](const Identifying&) { arriving(turn, event); },
                   [&](const CodeEntry&) { entering_code(turn, event); },
                   [&](const Choose&) { acting(turn, event); },
                   [&](const Commitments&) { acting(turn, event); },
                   [&](const ChoosePassword&) { acting(turn, event); },
                   [&](const Result&) { acting(turn, event); },
                   [&](const ChoosePin&) { acting(turn, event); },
                   [&](const ConfirmAct&) { acting(turn, event); },
                   [&](const CurrentPassword&) { acting(turn, event); },
                   [&](const MailEntry&) { contacting(turn, event); },
                   [&](const MailCode&) { contacting(turn, event); },
                   [&](const SendLink&) { contacting(turn, event); },
                   [&](const OnFile&) { contacting(turn, event); },
                   [&](const Report&) { contacting(turn, event); },
                   [&](const Told&) { contacting(turn, event); },
                   [&](const DigitalIdentity&) { contacting(turn, event); },
                   [&](const Goodbye&) { ending(turn, event); },
                   [&](const OfficeNeeded&) { ending(turn, event); },
                   [&](const OutOfService&) { ending(turn, event); },
                   [&](const Printing&) { printing_slip(turn, event); },
                   [&](const RequestWish&) { leaving_request(turn, event); },
                   [&](const RequestLeft&) { leaving_request(turn, event); }},
             State{turn.visit.state});  // a copy: the handler replaces the state it is chosen by
}

}  // namespace

Visit fresh(Comfort home, std::chrono::year_month_day today, TimePoint now) {
  Visit visit;
  visit.today = today;
  visit.home = home;
  visit.comfort = home;
  visit.state = Welcome{.probe_at = now, .pending = {}, .next_picture = now + limits::next_picture};
  visit.last_touch = now;
  return visit;
}

Step next(const Visit& visit, const Event& event, TimePoint now) {
  if (const auto* answer = std::get_if<Answer>(&event); answer != nullptr && stale(visit, *answer)) {
    return {visit, {}};  // that parent has left
  }
  Turn turn{visit, now, {}};
  if (const auto* day = std::get_if<DayIs>(&event)) turn.visit.today = day->today;
  if (const auto* hours = std::get_if<OpeningIs>(&event)) turn.visit.opening = hours->opening;
  if (const auto* around = std::get_if<EquipmentIs>(&event)) equip(turn, around->equipment);
  if (const auto* voices = std::get_if<VoicesAre>(&event)) turn.visit.voiceless = voices->voiceless;
  if (std::holds_alternative<Speaking>(event)) listened(turn);
  if (by_guardian(event)) {
    turn.visit.last_touch = now;
    // The pictures take turns while nobody is there to read one.
    if (auto* welcome = std::get_if<Welcome>(&turn.visit.state)) welcome->next_picture = now + limits::next_picture;
  }

  const auto* page = std::get_if<TurnPage>(&event);
  if (std::holds_alternative<Tick>(event)) {
    passing_time(turn);
  } else if (page != nullptr && !covered_by_question(turn.visit)) {
    turn_page(turn.visit, page->by);
  } else if (about_listening(event) && !covered_by_question(turn.visit)) {
    listening(turn, event);
  } else if (by_guardian(event) && turn.visit.overlay) {
    covering(turn, event);
  } else if (const auto* open = std::get_if<OpenOverlay>(&event)) {
    if (may_open(open->kind)) turn.visit.overlay = Overlay{open->kind, {}};
  } else {
    dispatch(turn, event);
  }

  mind_voice(turn, visit);
  if (!same_pages(visit, turn.visit)) turn.visit.page = 0;
  const bool was_open = camera_wanted(visit);
  const bool is_open = camera_wanted(turn.visit);
  if (is_open && !was_open) turn.effects.emplace_back(OpenCamera{});
  if (was_open && !is_open) turn.effects.emplace_back(CloseCamera{});
  return {std::move(turn.visit), std::move(turn.effects)};
}

Waiting waiting(const Visit& visit, TimePoint now) {
  const auto pending = pending_in(visit.state);
  if (!pending || std::holds_alternative<Welcome>(visit.state) || now < pending->since + limits::progress_after) {
    return Waiting::no;
  }
  return now < pending->since + limits::way_out_after ? Waiting::progress : Waiting::way_out;
}

}  // namespace sportello::visit
