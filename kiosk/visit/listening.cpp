// Speech, volume, pace, reach, keys: what a guardian chose of them, on any screen. Turns no page, closes no overlay.
#include <algorithm>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/turn.h"

namespace sportello::visit {
namespace {

void tell(Turn& turn, Heard what) { turn.visit.notice = Notice{what, turn.now + limits::notice_shown}; }

void set_speech(Turn& turn, bool on) {
  if (on && !turn.visit.equipment.sound) {
    tell(turn, Heard::no_sound);
    return;
  }
  turn.visit.comfort.speech = on;
  tell(turn, on ? Heard::speech_on : Heard::speech_off);
}

bool voiceless(const Visit& visit) {
  return visit.comfort.speech && visit.voiceless.at(static_cast<std::size_t>(visit.comfort.language));
}

bool shows(const Visit& visit, OverlayKind kind) { return visit.overlay && visit.overlay->kind == kind; }

}  // namespace

bool about_listening(const Event& event) {
  return std::visit(Match{[](const SetSpeech&) { return true; }, [](const ChangeVolume&) { return true; },
                          [](const ChangePace&) { return true; }, [](const HearAloud&) { return true; },
                          [](const SetLowReach&) { return true; }, [](const SetSteady&) { return true; },
                          [](const ChooseKeyRepeat&) { return true; }, [](const auto&) { return false; }},
                    event);
}

void listening(Turn& turn, const Event& event) {
  auto& comfort = turn.visit.comfort;
  std::visit(Match{[&](const SetSpeech& set) { set_speech(turn, set.on); },
                   [&](const ChangeVolume& change) {
                     comfort.volume =
                         std::clamp(comfort.volume + std::clamp(change.by, -volumes, volumes), 0, volumes - 1);
                     tell(turn, Heard::volume);
                   },
                   [&](const ChangePace& change) {
                     comfort.pace = std::clamp(comfort.pace + std::clamp(change.by, -paces, paces), 0, paces - 1);
                     tell(turn, Heard::pace);
                   },
                   [&](const HearAloud& hear) { comfort.aloud = hear.wanted; },
                   [&](const SetLowReach& set) { comfort.low_reach = set.on; },
                   [&](const SetSteady& set) { comfort.steady = set.on; },
                   [&](const ChooseKeyRepeat& choose) { comfort.key_repeat = choose.repeat; }, [](const auto&) {}},
             event);
}

void equip(Turn& turn, const Equipment& equipment) {
  auto& visit = turn.visit;
  const auto before = std::exchange(visit.equipment, equipment);
  if (equipment.headset && !before.headset) {
    // Somebody's hand did it: who does not see begins this way (EN 301 549, 5.2).
    visit.last_touch = turn.now;
    if (shows(visit, OverlayKind::still_there)) visit.overlay.reset();
    if (equipment.sound) visit.comfort.speech = true;
    tell(turn, equipment.sound ? Heard::headset_in : Heard::no_sound);
  } else if (before.headset && !equipment.headset && visit.comfort.speech) {
    tell(turn, Heard::headset_out);
  } else if (before.sound && !equipment.sound && visit.comfort.speech) {
    tell(turn, Heard::no_sound);
  }
}

void listened(Turn& turn) {
  auto& visit = turn.visit;
  // Nobody is asked whether they are still there while they are spoken to; the question itself is not put off.
  if (shows(visit, OverlayKind::still_there)) return;
  visit.last_touch = turn.now;
  if (auto* goodbye = std::get_if<Goodbye>(&visit.state)) {
    goodbye->until = std::max(goodbye->until, turn.now + limits::after_last_word);
  }
}

void mind_voice(Turn& turn, const Visit& before) {
  auto& visit = turn.visit;
  if (!voiceless(visit)) {
    if (shows(visit, OverlayKind::no_voice)) visit.overlay.reset();
    return;
  }
  if (shows(visit, OverlayKind::no_voice)) return;
  if (shows(before, OverlayKind::no_voice)) {
    // Closed with no other language chosen: they go on in their own, and read.
    if (!visit.overlay) visit.comfort.speech = false;
    return;
  }
  const bool asked =
      visit.overlay && (visit.overlay->kind == OverlayKind::leave || visit.overlay->kind == OverlayKind::still_there);
  if (!voiceless(before) && !asked) visit.overlay = Overlay{OverlayKind::no_voice, {}};
}

}  // namespace sportello::visit
