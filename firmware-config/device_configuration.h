// What a device is told: the schema of kiosk.toml. Reads and checks; applies nothing.
//
//   [school]   name              as it stands on every screen
//              short_name        for large text; may be left out
//              crest             its crest, a .png or .svg file; may be left out
//              privacy_contact   of the data protection officer, for the privacy notice
//              contact_name      who answers for the credentials, by name; shown on help and out of service. With it,
//              contact_phone, contact_mail, contact_hours    how and when; each may be left out
//   [office]   name, place, hours, phone    where a guardian finds a human; shown on help and wherever we cannot help
//   [opening]  monday … sunday   when the kiosk is open, such as "08:00-13:00, 14:00-16:30"; a day left out is
//   closed.
//              Hours of the wall's clock. Without this section it is always open
//              closed            days on which it is closed all the same: ["2026-12-24..2027-01-06", "2027-06-02"];
//                                may be left out
//   [service]  url         https://host[:port] of the register service
//              pins        one or two "sha256//<base64>" of the server's public key (current, next); trust is in them
//              alone
//   [device]   directory   where the device keeps its key and its id
//              rehearsal   true on a device for demonstrations and tests: scripts, picture files in the place of a
//                          camera, and files that say what the screen shows are refused without it. May be left out
//   [screen]   language    "it", "en", "ro", "sq", "ar", "zh", "uk", "fr", "es", "ur", "bn" or "pa": what every visit
//                          begins with
//   [display]  dots_per_mm     of the display, such as 4.03 for 1920×1080 on 21.5 inches: text is as large as it
//   should be,
//                              in millimetres. Without it a window counts as 15.6 inches (21.5 when it stands
//                              upright)
//              reduced_motion  true: screens change at once. Both may be left out
//   [printer]  kind        "ipp" or "escpos"; without this section there is no printer
//              ipp: address    "ipps://host:631/ipp/print"; "ipp://localhost…" for a printer on USB, or a local CUPS
//                   pin        "sha256//<base64>" of its public key; left out: whoever answers is believed
//                   media      the paper slips are printed on, such as "iso_a5_148x210mm"; left out: the printer's
//                   first
//              escpos: device  such as "/dev/usb/lp0"
//                   baud       of a serial line; left out: as it is set
//                   dots       it prints across: 576 on paper of 80 mm (left out), 384 on 58 mm
//   [sound]    device      where the kiosk speaks: a name of `aplay -L`, such as "plughw:CARD=Headset"; "default"
//                          when left out; "none": it never speaks
//              jacks       the card whose sockets tell of a headset, such as "hw:0"; that of the device when left out
//   [keypad]   up, down, left, right, ok, back, repeat, louder, faster    which keys of the keyboard these are: "up",
//                          "kp_8", "f1", "enter", "page_up", "a"; each may be left out. keypad_keys.h names them all
//   [assets]   directory   texts, theme, icons
// Relative paths start from the folder of the file.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "firmware-config/keypad_keys.h"
#include "firmware-config/opening_hours.h"

namespace sportello::config {

struct Office {
  std::string name;
  std::string place;
  std::string hours;
  std::string phone;
};

// Somebody who answers for the credentials. Empty name: nobody is named.
struct Contact {
  std::string name;
  std::string phone;
  std::string mail;
  std::string hours;
};

struct Printer {
  enum class Kind { ipp, escpos };
  Kind kind = Kind::ipp;
  std::string address, pin, media;  // of ipp; the last two may be empty
  std::filesystem::path device;     // of escpos
  int baud = 0;                     // 0: as it is set
  int dots = 576;
};

struct DeviceConfiguration {
  std::string school_name;
  std::string school_short_name;  // empty: none
  std::filesystem::path crest;    // empty: none
  std::string privacy_contact;
  Contact contact;
  Office office;
  std::optional<OpeningHours> opening;    // nothing: always open
  std::string service_url;                // no trailing slash
  std::vector<std::string> service_pins;  // one or two
  std::filesystem::path device_directory;
  bool rehearsal = false;
  std::string language;
  std::optional<float> dots_per_mm;
  bool reduced_motion = false;
  std::optional<Printer> printer;        // nothing: there is none
  std::string sound_device = "default";  // "none": it never speaks
  std::string sound_jacks;               // empty: those of the device's card
  Keypad keypad = usual_keypad;
  std::filesystem::path assets_directory;
};

// The error is one sentence with file, line and key, and how to mend it.
std::expected<DeviceConfiguration, std::string> load_device_configuration(const std::filesystem::path& file);
// The same for text that stands in no file; `name` and `folder` stand for the file in errors and for relative paths.
std::expected<DeviceConfiguration, std::string> parse_device_configuration(std::string_view text,
                                                                           const std::string& name,
                                                                           const std::filesystem::path& folder);

}  // namespace sportello::config
