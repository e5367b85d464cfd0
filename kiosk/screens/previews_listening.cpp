#include "kiosk/screens/album.h"

namespace sportello::screens {

namespace {

void add_sheets(Album& album) {
  using visit::OverlayKind;
  const auto add = [&](std::string name, OverlayKind kind) -> visit::Visit& {
    auto& visit = album.add_overlay(std::move(name), visit::Welcome{}, {kind, {}});
    visit.equipment.sound = true;
    return visit;
  };
  add("comfort-hearing", OverlayKind::hearing);
  auto& loudest = add("comfort-hearing-on", OverlayKind::hearing).comfort;
  loudest.speech = loudest.aloud = true;
  loudest.volume = visit::volumes - 1;
  loudest.pace = 0;
  add("comfort-hearing-no-sound", OverlayKind::hearing).equipment.sound = false;
  add("comfort-keys", OverlayKind::reaching);
  auto& chosen = add("comfort-keys-chosen", OverlayKind::reaching).comfort;
  chosen.steady = true;
  chosen.key_repeat = visit::KeyRepeat::slow;
  auto& mute = add("no-voice", OverlayKind::no_voice);
  mute.comfort.speech = true;
  mute.voiceless.fill(true);
}

void add_notices(Album& album) {
  const auto until = preview_start + visit::limits::notice_shown;
  album.add("notice-headset", visit::Welcome{}).notice = {visit::Heard::headset_in, until};
  album.add("notice-volume", typed_code("48")).notice = {visit::Heard::volume, until};
  album.add("notice-no-sound", visit::CurrentPassword{.proved = proved(mario(true, {wire::Act::change_password}))})
      .notice = {visit::Heard::no_sound, until};
  album.add_overlay("notice-leave", typed_code("48"), {visit::OverlayKind::leave, {}}).notice = {visit::Heard::pace,
                                                                                                 until};
}

void add_low(Album& album) {
  album.add("low-welcome", visit::Welcome{}).comfort.low_reach = true;
  album.add("low-code-entry", typed_code("48")).comfort.low_reach = true;
  visit::CurrentPassword password{.proved = proved(mario(true, {wire::Act::change_password}))};
  password.typed = SecretText{"Vecchia-1"};
  album.add("low-current-password", password).comfort.low_reach = true;
  album.add_overlay("low-leave", typed_code("48"), {visit::OverlayKind::leave, {}}).comfort.low_reach = true;
}

}  // namespace

void add_listening(Album& album) {
  add_sheets(album);
  add_notices(album);
  add_low(album);
}

}  // namespace sportello::screens
