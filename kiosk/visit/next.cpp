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
         !std::holds_alternative<CameraLost>(event) && !std::holds_alternative<Answer>(event);
}

// The camera is on where its picture is on the screen, and nowhere else.
bool camera_wanted(const Visit& visit) { return std::holds_alternative<Scan>(visit.state) && !visit.overlay; }

void dispatch(Turn& turn, const Event& event) {
  std::visit(
      Match{[&](const Welcome&) { arriving(turn, event); }, [&](const Scan&) { arriving(turn, event); },
            [&](const TypedEntry&) { arriving(turn, event); }, [&](const MinorCard&) { arriving(turn, event); },
            [&](const Identifying&) { arriving(turn, event); }, [&](const CodeEntry&) { entering_code(turn, event); },
            [&](const Choose&) { acting(turn, event); }, [&](const Commitments&) { acting(turn, event); },
            [&](const ChoosePassword&) { acting(turn, event); }, [&](const Result&) { acting(turn, event); },
            [&](const Goodbye&) { ending(turn, event); }, [&](const OfficeNeeded&) { ending(turn, event); },
            [&](const OutOfService&) { ending(turn, event); }},
      State{turn.visit.state});  // a copy: the handler replaces the state it is chosen by
}

}  // namespace

Visit fresh(Comfort home, std::chrono::year_month_day today, TimePoint now) {
  Visit visit;
  visit.today = today;
  visit.home = home;
  visit.comfort = home;
  visit.state = Welcome{now, std::nullopt};
  visit.last_touch = now;
  return visit;
}

Step next(const Visit& visit, const Event& event, TimePoint now) {
  if (const auto* answer = std::get_if<Answer>(&event); answer != nullptr && stale(visit, *answer)) {
    return {visit, {}};  // that parent has left
  }
  Turn turn{visit, now, {}};
  if (const auto* day = std::get_if<DayIs>(&event)) turn.visit.today = day->today;
  if (by_guardian(event)) turn.visit.last_touch = now;

  if (std::holds_alternative<Tick>(event)) {
    passing_time(turn);
  } else if (by_guardian(event) && turn.visit.overlay) {
    covering(turn, event);
  } else if (const auto* open = std::get_if<OpenOverlay>(&event)) {
    if (open->kind != OverlayKind::still_there && open->kind != OverlayKind::leave) {
      turn.visit.overlay = Overlay{open->kind, {}};
    }
  } else {
    dispatch(turn, event);
  }

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
