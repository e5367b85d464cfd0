// The program itself: misuse, a visit with no service and no window, pictures with nothing secret in them.
#include <fstream>

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using namespace std::chrono_literals;

namespace {

struct Outcome {
  int status = -1;
  std::string text;
};

Outcome run(std::vector<std::string> words) {
  const fakes::TempFolder folder;
  words.insert(words.begin(), KIOSK);
  fakes::Process process{words, folder / "out"};
  const auto status = process.wait(60s);
  return {status.value_or(-1), fakes::read_file(folder / "out")};
}

std::string configuration(bool rehearsal = true) {
  return std::string{
             "[school]\nname = \"Istituto Comprensivo Colle Sereno\"\nprivacy_contact = \"p@s.example\"\n"
             "[office]\nname = \"Segreteria\"\nplace = \"Piano terra\"\nhours = \"8–10\"\nphone = \"06\"\n"
             "[service]\nurl = \"https://127.0.0.1:1\"\n"
             "pins = [\"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"]\n[device]\n"
             "directory = \"device\"\n"} +
         (rehearsal ? "rehearsal = true\n" : "") + "[screen]\nlanguage = \"it\"\n[assets]\ndirectory = \"" + ASSETS +
         "\"\n";
}

// One line, said to a technician, with the mend.
void check_misuse(const Outcome& outcome, const std::string& part) {
  INFO(outcome.text);
  CHECK(outcome.status == 2);
  CHECK(outcome.text.find("sportello-kiosk: ") == 0);
  CHECK(outcome.text.find('\n') == outcome.text.size() - 1);
  CHECK(outcome.text.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("help and version") {
  const auto help = run({"--help"});
  CHECK(help.status == 0);
  CHECK(help.text.find("--replay") != std::string::npos);
  CHECK(run({"--version"}).text == "sportello-kiosk 0.1.0\n");
}

TEST_CASE("every misuse is one line that says how to mend it, and exit code 2") {
  const fakes::TempFolder folder;
  const auto file = (folder / "kiosk.toml").string();
  fakes::write_file(file, configuration());
  check_misuse(run({"--colour", "blue"}), "see sportello-kiosk --help");
  check_misuse(run({"--config", "/nonexistent"}), "name the device's configuration with --config FILE");
  check_misuse(run({"--config", file, "--windowed", "huge"}), "such as 1280x800");
  check_misuse(run({"--config", file, "--camera", "/dev/video0"}), "--camera takes file:PATH");
  check_misuse(run({"--config", file, "--replay", "/nonexistent"}), "name it with --replay FILE");
  check_misuse(run({"--config", file, "--screenshots", "x"}), "go with --replay FILE");
  check_misuse(run({"enrol", "--config", file}), "--code is required");
  fakes::write_file(file, configuration(false));
  check_misuse(run({"--config", file, "--replay", SCRIPTS "/first_issue.replay"}), "rehearsal = true");
  fakes::write_file(file, "[school]\nname = 7\n");
  check_misuse(run({"--config", file}), "kiosk.toml:2: [school] name must be a text");
}

TEST_CASE("a device that is not enrolled says how to enrol it") {
  const fakes::TempFolder folder;
  const auto file = (folder / "kiosk.toml").string();
  fakes::write_file(file, configuration());
  fakes::write_file(folder / "a.replay", "expect welcome\n");
  const auto outcome = run({"--config", file, "--replay", (folder / "a.replay").string()});
  CHECK(outcome.status == 1);
  CHECK(outcome.text.find("run sportello-kiosk enrol --code CODE") != std::string::npos);
}

TEST_CASE("a whole first issue with no window and no service, and a picture of every screen") {
  const fakes::TempFolder folder;
  const auto file = (folder / "kiosk.toml").string();
  fakes::write_file(file, configuration());
  const auto outcome = run({"--config", file, "--replay", SCRIPTS "/first_issue.replay", "--screenshots",
                            (folder / "pictures").string(), "--reveal", (folder / "shown.json").string()});
  INFO(outcome.text);
  REQUIRE(outcome.status == 0);
  CHECK(fakes::read_file(folder / "shown.json") == "{\"user_code\":\"G4827163K\",\"pin\":\"52817\"}\n");
  for (const auto* name : {"01-welcome", "02-scan", "04-code-entry", "05-choose", "06-commitments",
                           "07-choose-password", "08-result", "09-still-there", "10-goodbye", "11-welcome"}) {
    INFO(name);
    CHECK(std::filesystem::file_size(folder / "pictures" / (std::string{name} + ".png")) > 10'000);
  }
  for (const auto* secret : {"RSSMRA80A01H501U", "482913", "Vela-Rossa", "G4827163K", "52817"}) {
    CHECK(outcome.text.find(secret) == std::string::npos);
  }
}

TEST_CASE("a script presses the keys of the keypad and plugs a headset in, with no sound card") {
  const fakes::TempFolder folder;
  const auto file = (folder / "kiosk.toml").string();
  fakes::write_file(file, configuration());
  fakes::write_file(folder / "a.replay",
                    "scripted\nheadset in\nexpect welcome\nkey ok\nexpect scan\nkey back\nexpect welcome\n"
                    "key louder\nheadset out\nkey ok\nexpect scan\n");
  const auto outcome = run({"--config", file, "--replay", (folder / "a.replay").string()});
  INFO(outcome.text);
  CHECK(outcome.status == 0);
  fakes::write_file(folder / "b.replay", "scripted\nkey fire\n");
  CHECK(run({"--config", file, "--replay", (folder / "b.replay").string()})
            .text.find("b.replay:2: no key of the keypad is called fire") != std::string::npos);
}

TEST_CASE("a script that is not so fails with its line, what was not so, and the screen") {
  const fakes::TempFolder folder;
  const auto file = (folder / "kiosk.toml").string();
  fakes::write_file(file, configuration());
  fakes::write_file(folder / "a.replay", "scripted\ntouch welcome.start\nanswer alive\n");
  const auto outcome = run({"--config", file, "--replay", (folder / "a.replay").string()});
  CHECK(outcome.status == 1);
  CHECK(outcome.text.find("a.replay:3: nothing waits for an answer (the screen is scan)") != std::string::npos);
}
