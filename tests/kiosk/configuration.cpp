// kiosk.toml: what is right is read, what is wrong is one sentence with file, line, key and mend.
#include "firmware-config/device_configuration.h"

#include "tests/catch.h"

using namespace sportello::config;

namespace {

const std::string right = R"(
[school]
name = "Istituto Comprensivo Colle Sereno"
privacy_contact = "privacy@collesereno.example"
[office]
name = "Segreteria"
place = "Piano terra"
hours = "8–10"
phone = "06 5550 1234"
[service]
url = "https://register.example:8443"
pins = ["sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
[device]
directory = "device"
[screen]
language = "it"
[assets]
directory = "/usr/share/sportello"
)";

std::string changed(const std::string& from, const std::string& to) {
  auto text = right;
  text.replace(text.find(from), from.size(), to);
  return text;
}

std::string error_of(const std::string& text) {
  const auto result = parse_device_configuration(text, "kiosk.toml", "/etc/sportello");
  REQUIRE_FALSE(result);
  return result.error();
}

}  // namespace

TEST_CASE("a display may say how dense it is, and that nothing shall move") {
  const auto plain = parse_device_configuration(right, "kiosk.toml", "/etc/sportello");
  REQUIRE(plain.has_value());
  CHECK_FALSE(plain->dots_per_mm.has_value());
  CHECK_FALSE(plain->reduced_motion);
  const auto told = parse_device_configuration(right + "[display]\ndots_per_mm = 4.03\nreduced_motion = true\n",
                                               "kiosk.toml", "/etc/sportello");
  REQUIRE(told.has_value());
  CHECK(*told->dots_per_mm == 4.03F);
  CHECK(told->reduced_motion);
  CHECK(error_of(right + "[display]\ndots_per_mm = 400\n")
            .find("[display] dots_per_mm must be a number from 1 to 40") != std::string::npos);
}

TEST_CASE("sound goes to the system's device, and nowhere where that was said") {
  const auto plain = parse_device_configuration(right, "kiosk.toml", "/");
  REQUIRE(plain);
  CHECK(plain->sound_device == "default");
  CHECK(plain->sound_jacks.empty());
  const auto told = parse_device_configuration(
      right + "[sound]\ndevice = \"plughw:CARD=Headset\"\njacks = \"hw:1\"\n", "kiosk.toml", "/");
  REQUIRE(told);
  CHECK(told->sound_device == "plughw:CARD=Headset");
  CHECK(told->sound_jacks == "hw:1");
  CHECK(error_of(right + "[sound]\nvolume = \"11\"\n").find("[sound] volume is unknown: use device, jacks") !=
        std::string::npos);
}

TEST_CASE("a keypad's keys are keys of a keyboard, each for one thing") {
  const auto plain = parse_device_configuration(right, "kiosk.toml", "/");
  REQUIRE(plain);
  CHECK(plain->keypad == usual_keypad);
  const auto told = parse_device_configuration(right + "[keypad]\nok = \"kp_5\"\nrepeat = \"a\"\nup = \"page_up\"\n",
                                               "kiosk.toml", "/");
  REQUIRE(told);
  CHECK(told->keypad == Keypad{266, 264, 263, 262, 325, 256, 65, 291, 292});
  for (const std::string name : {"f0", "f26", "f01", "F1", "kp_", "enterr", "€", "kp_10"}) {
    CHECK(error_of(right + "[keypad]\nok = \"" + name + "\"\n") ==
          "kiosk.toml:20: [keypad] ok must be a key, such as \"up\", \"enter\", \"f1\", \"kp_5\" or \"a\"");
  }
  CHECK(error_of(right + "[keypad]\nok = \"f1\"\n").find("must be a key of its own: another is the same") !=
        std::string::npos);
  CHECK(error_of(right + "[keypad]\nsofter = \"f4\"\n").find("[keypad] softer is unknown") != std::string::npos);
}

TEST_CASE("a right configuration") {
  const auto result = parse_device_configuration(right, "kiosk.toml", "/etc/sportello");
  REQUIRE(result);
  CHECK(result->device_directory == "/etc/sportello/device");
  CHECK(result->assets_directory == "/usr/share/sportello");
  CHECK_FALSE(result->rehearsal);
}

TEST_CASE("every mistake is one sentence that says where and how to mend it") {
  CHECK(error_of(changed("language = \"it\"", "language = \"xx\"")) ==
        "kiosk.toml:16: [screen] language must be one of it, en, ro, sq, ar, zh, uk, fr, es, ur, bn, pa");
  CHECK(error_of(changed("language", "langauge")).find("kiosk.toml") == 0);
  CHECK(error_of(changed("phone = \"06 5550 1234\"", "phone = \"06\"\nfax = \"07\""))
            .find("kiosk.toml:10: [office] fax is unknown: use hours, name, phone, place") == 0);
  CHECK(error_of(changed("https://register.example:8443", "http://register.example")).find("[service] url must be") !=
        std::string::npos);
  CHECK(error_of(changed("sha256//AAAA", "sha1//AAAA")).find("[service] pins must hold") != std::string::npos);
  CHECK(error_of(changed("name = \"Segreteria\"", "name = 7")).find("kiosk.toml:6: [office] name must be a text") ==
        0);
  CHECK(error_of("[school\n").find("kiosk.toml:1: not TOML") == 0);
  CHECK(error_of(right + "[radio]\nvolume = \"11\"\n").find("radio is no section here") != std::string::npos);
}

TEST_CASE("a named contact may be left out, but not half said") {
  const auto with = [](const std::string& keys) { return changed("[office]\n", keys + "[office]\n"); };
  CHECK(parse_device_configuration(right, "kiosk.toml", "/")->contact.name.empty());
  const auto full = parse_device_configuration(
      with("contact_name = \"Ada Neri\"\ncontact_phone = \"06\"\ncontact_mail = \"ada@school.example\"\n"
           "contact_hours = \"8–10\"\n"),
      "kiosk.toml", "/");
  REQUIRE(full);
  CHECK(full->contact.name == "Ada Neri");
  CHECK(full->contact.phone == "06");
  CHECK(full->contact.mail == "ada@school.example");
  CHECK(full->contact.hours == "8–10");
  CHECK(parse_device_configuration(with("contact_name = \"Ada\"\ncontact_phone = \"06\"\n"), "kiosk.toml", "/"));
  CHECK(error_of(with("contact_phone = \"06\"\n")).find("[school] contact_name must say who it is") !=
        std::string::npos);
  CHECK(error_of(with("contact_name = \"Ada\"\n")).find("must come with contact_phone or contact_mail") !=
        std::string::npos);
  CHECK(error_of(with("contact_name = \"\"\n")).find("kiosk.toml:5: [school] contact_name must be a text") !=
        std::string::npos);
}

TEST_CASE("every visit may begin in any language of the screens") {
  for (const std::string language : {"it", "en", "ro", "sq", "ar", "zh", "uk", "fr", "es", "ur", "bn", "pa"}) {
    const auto result = parse_device_configuration(changed("language = \"it\"", "language = \"" + language + "\""),
                                                   "kiosk.toml", "/");
    REQUIRE(result);
    CHECK(result->language == language);
  }
}

TEST_CASE("opening hours: always open without them, closed on a day that is left out") {
  using Spans = std::vector<OpeningHours::Span>;
  using std::chrono::year;
  CHECK_FALSE(parse_device_configuration(right, "kiosk.toml", "/")->opening);
  const auto result = parse_device_configuration(
      right +
          "[opening]\nmonday = \"08:00-13:00, 14:00-16:30\"\nsunday = \" 00:00 - 24:00 \"\n"
          "closed = [\"2026-12-24..2027-01-06\", \"2027-04-25\"]\n",
      "kiosk.toml", "/");
  REQUIRE(result);
  REQUIRE(result->opening);
  CHECK(result->opening->week.at(0) == Spans{{480, 780}, {840, 990}});
  CHECK(result->opening->week.at(1).empty());
  CHECK(result->opening->week.at(6) == Spans{{0, 1440}});
  CHECK(result->opening->closed == std::vector<OpeningHours::Days>{{year{2026} / 12 / 24, year{2027} / 1 / 6},
                                                                   {year{2027} / 4 / 25, year{2027} / 4 / 25}});
}

TEST_CASE("hours that can be read in two ways are refused, with the mend") {
  const auto hours = [](const std::string& line) { return error_of(right + "[opening]\n" + line + "\n"); };
  for (const std::string text : {"8-13", "08:00", "08:00-13:60", "08:00-25:00", "08:00–13:00", "08:00-13:00,", ",",
                                 "08.00-13.00", "+8:00-13:00", "08:00-24:01"}) {
    CAPTURE(text);
    CHECK(hours("friday = \"" + text + "\"") ==
          "kiosk.toml:20: [opening] friday must be hours, such as \"08:00-13:00, 14:00-16:30\"");
  }
  CHECK(hours("friday = \"\"").find("[opening] friday must be a text") != std::string::npos);
  CHECK(hours("monday = \"22:00-06:00\"").find("must open before it closes") != std::string::npos);
  CHECK(hours("monday = \"08:00-08:00\"").find("must open before it closes") != std::string::npos);
  CHECK(hours("monday = \"14:00-16:00, 08:00-13:00\"").find("in order, with a pause") != std::string::npos);
  CHECK(hours("monday = \"08:00-13:00, 13:00-16:00\"").find("in order, with a pause") != std::string::npos);
  CHECK(hours("monday = \"08:00-13:00\"\nmontag = \"08:00-13:00\"")
            .find("[opening] montag is unknown: use closed, friday, monday") != std::string::npos);
  CHECK(hours("").find("[opening] monday must say when the kiosk is open") != std::string::npos);
  for (const std::string day : {"2026-02-29", "24-12-2026", "2026-12-24 - 2027-01-06", "2026-12-24..", "26-12-24"}) {
    CAPTURE(day);
    CHECK(hours("monday = \"08:00-13:00\"\nclosed = [\"" + day + "\"]").find("[opening] closed must hold days") !=
          std::string::npos);
  }
  CHECK(hours("monday = \"08:00-13:00\"\nclosed = [\"2027-01-06..2026-12-24\"]").find("before its last") !=
        std::string::npos);
  CHECK(hours("monday = \"08:00-13:00\"\nclosed = \"2027-01-06\"").find("must be a list of texts") !=
        std::string::npos);
}

TEST_CASE("the school's crest is a drawing or a picture beside the file") {
  const auto with = [](const std::string& file) {
    return changed("[office]\n", "crest = \"" + file + "\"\n[office]\n");
  };
  CHECK(parse_device_configuration(right, "kiosk.toml", "/")->crest.empty());
  CHECK(parse_device_configuration(with("crest.svg"), "kiosk.toml", "/etc/sportello")->crest ==
        "/etc/sportello/crest.svg");
  CHECK(parse_device_configuration(with("/srv/crest.png"), "kiosk.toml", "/etc")->crest == "/srv/crest.png");
  CHECK(error_of(with("crest.jpg")) == "kiosk.toml:5: [school] crest must be a .png or .svg file");
}

TEST_CASE("the example loads as it stands, with every section that there is") {
  const auto example = load_device_configuration(EXAMPLE);
  REQUIRE(example);
  CHECK(example->opening);
  CHECK_FALSE(example->crest.empty());
  CHECK_FALSE(example->contact.name.empty());
  CHECK_FALSE(example->rehearsal);
}

TEST_CASE("a file that is not there") {
  const auto result = load_device_configuration("/nonexistent/kiosk.toml");
  REQUIRE_FALSE(result);
  CHECK(result.error() == "cannot read /nonexistent/kiosk.toml: name the device's configuration with --config FILE");
}
