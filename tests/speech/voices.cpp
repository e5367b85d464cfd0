// Voices that are not there. espeak-ng reads its data once in a process: each case is a process of its own.
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "kiosk/speech/synthesiser.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using speech::Synthesiser;
using visit::Language;

namespace {

// The number of the first thing that was not so, in a child; 0: all was.
int first_fault(const std::function<int()>& child) {
  const auto pid = fork();
  REQUIRE(pid >= 0);
  if (pid == 0) _exit(child());
  int status = 0;
  REQUIRE(waitpid(pid, &status, 0) == pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

bool everything(std::span<const std::int16_t> /*sound*/) { return true; }

}  // namespace

TEST_CASE("a language whose data are not installed has no voice, and says so by value; the others speak") {
  const fakes::TempFolder folder;
  const auto data = folder / "espeak-ng-data";
  std::filesystem::copy(ESPEAK_DATA, data, std::filesystem::copy_options::recursive);
  REQUIRE(std::filesystem::remove(data / "pa_dict"));
  REQUIRE(std::filesystem::remove(data / "lang" / "inc" / "ur"));
  CHECK(first_fault([&] {
          auto made = Synthesiser::start(folder.path());
          if (!made) return 1;
          auto& poorer = **made;
          if (poorer.has_voice(Language::pa)) return 2;
          if (poorer.has_voice(Language::ur)) return 3;
          for (const auto language : {Language::it, Language::en, Language::ar, Language::zh}) {
            if (!poorer.has_voice(language)) return 4;
          }
          const auto none = poorer.words(Language::ur, "اپنا کارڈ دکھائیں", 100, everything);
          if (none || none.error().language != Language::ur) return 5;
          if (poorer.character(Language::pa, U'5', 100, everything)) return 6;
          if (!poorer.words(Language::it, "ciao", 100, everything)) return 7;
          return 0;
        }) == 0);
}

TEST_CASE("no data at all is a sentence; once they are installed it starts") {
  const fakes::TempFolder empty;
  CHECK(first_fault([&] {
          const auto none = Synthesiser::start(empty.path());
          if (none) return 1;
          if (none.error().find("espeak-ng-data") == std::string::npos) return 2;
          auto made = Synthesiser::start();
          return made && (*made)->has_voice(Language::it) ? 0 : 3;
        }) == 0);
}
