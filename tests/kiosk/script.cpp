// Scripts are read whole and refused with file and line before the first step.
#include "kiosk/script.h"

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;

namespace {
std::string error_of(const std::string& text) {
  const fakes::TempFolder folder;
  fakes::write_file(folder / "a.replay", text);
  const auto steps = kiosk::load_script(folder / "a.replay");
  REQUIRE_FALSE(steps);
  return steps.error().substr(steps.error().find("a.replay"));
}
}  // namespace

TEST_CASE("a script is steps and comments") {
  const fakes::TempFolder folder;
  fakes::write_file(folder / "a.replay",
                    "# a visit\nscripted\n\n  touch welcome.start  \ntype RSS MRA\nkey ok\nheadset in\nwait 5m\n");
  const auto steps = kiosk::load_script(folder / "a.replay");
  REQUIRE(steps);
  REQUIRE(steps->size() == 6);
  CHECK((*steps)[1].word == "welcome.start");
  CHECK((*steps)[1].line == 4);
  CHECK((*steps)[2].word == "RSS MRA");
}

TEST_CASE("what is wrong is said with its line") {
  CHECK(error_of("touch a\nclick b\n") == "a.replay:2: no step is called that: see --help");
  CHECK(error_of("touch\n") == "a.replay:1: touch needs a word after it");
  CHECK(error_of("code 123456\n") == "a.replay:1: code stands alone on its line");
  CHECK(error_of("wait long\n") == "a.replay:1: a time is a number and s or m, such as 61s");
  CHECK(error_of("# nothing\n") == "a.replay holds no step: write one a line");
}
