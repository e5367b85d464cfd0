// `sportello-kiosk say`, as a technician runs it: into a file, into a device of ALSA, and misused.
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>

#include "tests/speech/alsa_configuration.h"
#include "tests/speech/measure.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

struct Ran {
  int status = 0;
  std::string output;  // both
};

Ran say(const std::string& arguments) {
  const std::string command = std::string(KIOSK) + " say " + arguments + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ran ran;
  char part[512];
  while (std::fgets(part, sizeof part, pipe) != nullptr) ran.output += part;
  ran.status = WEXITSTATUS(pclose(pipe));
  return ran;
}

Pcm wav(const std::filesystem::path& file) {
  auto sound = read_raw(file);
  REQUIRE(sound.size() > 22);
  sound.erase(sound.begin(), sound.begin() + 22);
  return sound;
}

}  // namespace

TEST_CASE("a sentence becomes a WAV file, louder and slower when asked") {
  const fakes::TempFolder folder;
  const auto file = (folder / "said.wav").string();
  const auto words = std::string(" --language en \"Hold up your health card\" --wav ") + file;
  REQUIRE(say(words).status == 0);
  const auto usual = trimmed(wav(file));
  CHECK(seconds(usual) > 1);
  REQUIRE(say("--volume 5" + words).status == 0);
  CHECK(level(trimmed(wav(file))) == Approx(level(usual) + 12.04).margin(0.7));
  REQUIRE(say("--rate 50" + words).status == 0);
  CHECK(seconds(trimmed(wav(file))) == Approx(2 * seconds(usual)).epsilon(0.15));
}

TEST_CASE("a sentence is heard on a device of ALSA, to its end") {
  auto& alsa = AlsaConfiguration::only();
  REQUIRE(say("--device capture --language zh 请出示您的健康卡").status == 0);
  CHECK(seconds(trimmed(read_raw(alsa.capture()))) > 1);
}

TEST_CASE("the voices are listed; misuse is one sentence") {
  const auto voices = say("--voices");
  CHECK(voices.status == 0);
  CHECK(voices.output.find("it  it\n") != std::string::npos);
  CHECK(std::count(voices.output.begin(), voices.output.end(), '\n') == 12);
  CHECK(say("--device no_such_device ciao").status == 1);
  CHECK(say("--device no_such_device ciao").output.find("no_such_device") != std::string::npos);
  CHECK(say("--language xx ciao").output.find("--language takes") != std::string::npos);
  CHECK(say("--rate 60 ciao").output.find("--rate takes") != std::string::npos);
  CHECK(say("--volume 6 ciao").output.find("--volume takes") != std::string::npos);
  CHECK(say("").output.find("say what?") != std::string::npos);
}
