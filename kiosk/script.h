// A visit written down: one step a line. Reads and checks the whole file before the first step.
//
//   # a comment
//   scripted                 no service: questions wait for `answer` lines (first step, if at all)
//   touch ID                 presses and releases the control with this id
//   tap TEXT                 touches a key of the on-screen keyboard for each character
//   type TEXT                the same on a real keyboard
//   card TEXT                a card with this code is read
//   show FILE                a picture of a card is held to the camera (path beside the script)
//   code                     waits for the next message in the --spool folder and taps its six digits
//   wait 61s                 the visit's clock moves on: s, m
//   expect NAME              waits until this screen is shown, at most ten real seconds
//   answer KIND [JSON]       the service's answer to what is pending: visit, code, person, credentials, mail,
//                            mail-confirmed, invitation, report, problem (JSON as on the wire), alive, no-line
//   picture NAME             an extra picture into the --screenshots folder
//   key NAME                 presses a key of the keypad: up, down, left, right, ok, back, repeat, louder, faster
//   headset in               plugs a headset in (`out`: pulls it), where the kiosk speaks to nobody (see
//   silent_sound.h) reveal                   writes what the result screen holds to the --reveal file
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace sportello::kiosk {

enum class StepKind {
  scripted,
  touch,
  tap,
  type,
  card,
  show,
  code,
  wait,
  expect,
  answer,
  picture,
  key,
  headset,
  reveal
};

struct ScriptStep {
  int line = 0;
  StepKind kind = StepKind::touch;
  std::string word;  // the rest of the line
};

// The error is one sentence with file and line.
std::expected<std::vector<ScriptStep>, std::string> load_script(const std::filesystem::path& file);

// "61s" or "5m".
std::expected<std::chrono::seconds, std::string> parse_duration(std::string_view text);

}  // namespace sportello::kiosk
