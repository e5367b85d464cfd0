// The configuration is a delivered kiosk's: no rehearsal, so nothing is written beside the screen.
#include "tests/bench/kiosk_ground.h"

#include <stdexcept>

#include "tests/fakes/certificate.h"
#include "tests/fakes/files.h"

namespace sportello::bench {
namespace {

fakes::FixtureOptions as_program() {
  fakes::FixtureOptions options;
  options.as_program = true;  // its memory and time are not this process's
  return options;
}

}  // namespace

KioskGround::KioskGround(int width, int height)
    : width_(width),
      height_(height),
      display_({width, height}),
      service_(std::make_unique<fakes::ServiceFixture>(as_program())) {
  const auto identity = service_->kiosk_identity();
  std::filesystem::create_directories(folder_ / "device");
  if (const auto saved = identity.key->save(folder_ / "device" / "device.key"); !saved) {
    throw std::runtime_error(saved.error());
  }
  fakes::write_file(folder_ / "device" / "device.id", identity.key_id + "\n");
  fakes::write_file(
      folder_ / "kiosk.toml",
      "[school]\nname = \"Istituto Comprensivo Colle Sereno\"\nshort_name = \"I.C. Colle Sereno\"\n"
      "privacy_contact = \"privacy@collesereno.example\"\n[office]\nname = \"Segreteria didattica\"\n"
      "place = \"Piano terra, stanza 4\"\nhours = \"Da lunedì a venerdì, 10:30–12:30\"\nphone = \"06 5550 1234\"\n"
      "[service]\nurl = \"https://" +
          service_->where().authority() + "\"\npins = [\"" + fakes::pin_of(service_->where().certificate) +
          "\"]\n[device]\ndirectory = \"device\"\n[screen]\nlanguage = \"it\"\n[assets]\ndirectory = "
          "\"" SPORTELLO_ASSETS "\"\n");
}

fakes::Process KioskGround::start_kiosk() {
  return fakes::Process{
      {"env", "DISPLAY=" + display(), SPORTELLO_KIOSK_PROGRAM, "--config", (folder_ / "kiosk.toml").string(),
       "--windowed", std::to_string(width_) + "x" + std::to_string(height_)},
      folder_ / "kiosk.log"};
}

fakes::Process KioskGround::start_browser(const std::filesystem::path& page, const std::string& mark) {
  // --no-sandbox: with the sandbox nobody may read what its processes hold, and as root it does not start.
  return fakes::Process{
      {"env", "DISPLAY=" + display(), mark, "HOME=" + folder_.path().string(), "chromium", "--no-sandbox", "--kiosk",
       "--no-first-run", "--disable-sync", "--disable-extensions", "--disable-background-networking",
       "--disable-component-update", "--password-store=basic", "--disable-features=Translate",
       "--window-position=0,0", "--user-data-dir=" + (folder_ / "browser").string(),
       "--window-size=" + std::to_string(width_) + "," + std::to_string(height_), "file://" + page.string()},
      folder_ / "browser.log"};
}

}  // namespace sportello::bench
