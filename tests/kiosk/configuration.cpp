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

TEST_CASE("a right configuration") {
  const auto result = parse_device_configuration(right, "kiosk.toml", "/etc/sportello");
  REQUIRE(result);
  CHECK(result->device_directory == "/etc/sportello/device");
  CHECK(result->assets_directory == "/usr/share/sportello");
  CHECK_FALSE(result->rehearsal);
}

TEST_CASE("every mistake is one sentence that says where and how to mend it") {
  CHECK(error_of(changed("language = \"it\"", "language = \"xx\"")) ==
        "kiosk.toml:16: [screen] language must be \"it\" or \"en\"");
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

TEST_CASE("a file that is not there") {
  const auto result = load_device_configuration("/nonexistent/kiosk.toml");
  REQUIRE_FALSE(result);
  CHECK(result.error() == "cannot read /nonexistent/kiosk.toml: name the device's configuration with --config FILE");
}
