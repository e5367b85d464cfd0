// What keys do to the screen that stands there: those of the keypad, the named ones of a keyboard, characters.
#include "kiosk/app.h"
#include "kiosk/screens/draw.h"

namespace sportello::kiosk {

namespace {

// Numbers of their own for the gate: a key of the keypad, a named one, a character.
constexpr int named_from = 100, characters_from = 1000;

int number_of(std::string_view character) {
  int number = 0;
  for (const char c : character.substr(0, 3)) number = number * 256 + static_cast<unsigned char>(c);
  return characters_from + number;
}

widgets::Arrow arrow_of(KeypadKey key) {
  switch (key) {
    case KeypadKey::up: return widgets::Arrow::up;
    case KeypadKey::down: return widgets::Arrow::down;
    case KeypadKey::left: return widgets::Arrow::left;
    case KeypadKey::right: return widgets::Arrow::right;
    case KeypadKey::ok:
    case KeypadKey::back:
    case KeypadKey::repeat:
    case KeypadKey::louder:
    case KeypadKey::faster: return widgets::Arrow::none;
  }
  return widgets::Arrow::none;
}

// From the most back to the least: one key is enough.
int one_more(int value, int steps) { return value + 1 < steps ? 1 : 1 - steps; }

}  // namespace

// Somebody is there. True: that was all the press could mean, because they were asked.
bool App::someone_pressed(int number, visit::TimePoint now, bool repeated) {
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  if (!gate_.counts(number, repeated, time, visit_.comfort)) return true;
  if (voice_ != nullptr) voice_->hush();
  const bool asked = visit_.overlay && visit_.overlay->kind == visit::OverlayKind::still_there;
  if (asked) handle(visit::Touched{}, now);
  return asked;
}

void App::press(KeypadKey key, visit::TimePoint now, bool repeated) {
  // What acts must not act again by itself: only the arrows repeat.
  const auto arrow = arrow_of(key);
  if (repeated && arrow == widgets::Arrow::none) return;
  if (someone_pressed(static_cast<int>(key), now, repeated)) return;
  const auto& comfort = visit_.comfort;
  switch (key) {
    case KeypadKey::up:
    case KeypadKey::down:
    case KeypadKey::left:
    case KeypadKey::right:
      handle(visit::Touched{}, now);
      draw({.arrow = arrow}, now);
      return;
    case KeypadKey::ok: press_ok(now); return;
    case KeypadKey::back:
      handle(screens::key_event(visit_, now, screens::NamedKey::escape).value_or(visit::Touched{}), now);
      return;
    case KeypadKey::repeat:
      if (!comfort.speech) {
        handle(visit::SetSpeech{true}, now);
        return;
      }
      handle(visit::Touched{}, now);
      if (voice_ != nullptr) voice_->repeat(visit_, ports_.ui, now);
      return;
    // Nobody hears what they change while speech is off.
    case KeypadKey::louder:
      comfort.speech ? handle(visit::ChangeVolume{one_more(comfort.volume, visit::volumes)}, now)
                     : handle(visit::Touched{}, now);
      return;
    case KeypadKey::faster:
      comfort.speech ? handle(visit::ChangePace{one_more(comfort.pace, visit::paces)}, now)
                     : handle(visit::Touched{}, now);
      return;
  }
}

// What is focused; else the way to the next page; else what Enter means here; else the first thing there is.
void App::press_ok(visit::TimePoint now) {
  const auto& ui = ports_.ui;
  const auto awake = [&ui](std::string_view id) {
    const auto* entry = ui.record().find(id);
    return entry != nullptr && entry->focus >= 0;
  };
  if (awake(ui.focused())) {
    handle(visit::Touched{}, now);
    draw({.activate = true}, now);
  } else if (awake("page.more")) {
    handle(visit::TurnPage{1}, now);
  } else if (const auto event = screens::key_event(visit_, now, screens::NamedKey::enter)) {
    handle(*event, now);
  } else {
    handle(visit::Touched{}, now);
    draw({.arrow = widgets::Arrow::down}, now);
  }
}

void App::press(screens::NamedKey key, visit::TimePoint now, bool repeated) {
  if (someone_pressed(named_from + static_cast<int>(key), now, repeated)) return;
  handle(screens::key_event(visit_, now, key).value_or(visit::Touched{}), now);
}

void App::type(const secret::SecretText& character, visit::TimePoint now, bool repeated) {
  if (someone_pressed(number_of(character.reveal()), now, repeated)) return;
  ports_.ui.unfocus();
  handle(screens::character_event(visit_, character.reveal()).value_or(visit::Touched{}), now);
}

void App::step_focus(int step, visit::TimePoint now) {
  if (voice_ != nullptr) voice_->hush();
  draw({.focus_step = step}, now);
}

void App::activate(visit::TimePoint now) {
  if (voice_ != nullptr) voice_->hush();
  draw({.activate = true}, now);
}

}  // namespace sportello::kiosk
