// sportello-kiosk: reads the configuration, builds the parts, runs.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <future>

#include "firmware-config/device_configuration.h"
#include "kiosk/app.h"
#include "kiosk/opening.h"
#include "kiosk/register/enrolment.h"
#include "kiosk/register/register_client.h"
#include "kiosk/replay.h"
#include "kiosk/say.h"
#include "kiosk/startup_memory.h"
#include "kiosk/visit/match.h"
#include "kiosk/window.h"
#include "service/shared/log/log.h"
#include "service/shared/secret/process.h"

namespace {

using namespace sportello;

constexpr int exit_misuse = 2;
constexpr int exit_failed = 1;
constexpr std::pair<int, int> default_size = {1280, 800};

struct Options {
  std::string configuration = "/etc/sportello/kiosk.toml";
  std::string windowed;
  std::string camera;
  std::string replay;
  std::string screenshots;
  std::string spool;
  std::string reveal;
  std::string layout;
  std::string code;
  bool witnessed = false;
  kiosk::Saying saying;
};

int complain(const std::string& sentence, int status) {
  std::fprintf(stderr, "sportello-kiosk: %s\n", sentence.c_str());
  return status;
}

std::expected<std::pair<int, int>, std::string> parse_size(const std::string& text) {
  int width = 0;
  int height = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%5dx%5d%c", &width, &height, &rest) != 2 || width < 640 || height < 480 ||
      width > 7680 || height > 7680) {
    return std::unexpected("--windowed takes WIDTHxHEIGHT from 640x480 to 7680x7680, such as 1280x800");
  }
  return std::pair{width, height};
}

visit::TimePoint steady_now() {
  return visit::TimePoint{
      std::chrono::duration_cast<visit::Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

// The clock on the wall: its day, its minute, and what is left of that minute.
struct WallClock {
  kiosk::LocalTime local;
  visit::Duration rest_of_minute;
};
WallClock wall_clock() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return {{std::chrono::year{local.tm_year + 1900} / (local.tm_mon + 1) / local.tm_mday,
           (local.tm_hour * 60) + local.tm_min},
          std::chrono::seconds{60 - std::min(local.tm_sec, 59)}};
}

// Tells the visit what the clock on the wall decides, when it changes. Answers how long nothing of it will.
class Clockwork {
 public:
  Clockwork(kiosk::App& app, std::optional<config::OpeningHours> hours) : app_(app), hours_(std::move(hours)) {}

  visit::Duration tell() {
    const auto clock = wall_clock();
    if (clock.local.day != app_.visit().today) app_.handle(visit::DayIs{clock.local.day}, steady_now());
    // Midnight is looked for once an hour, and the rest with it: an age changes with the day, and a clock that is put
    // forward or back is seen.
    visit::Duration quiet = std::chrono::hours{1};
    if (!hours_) return quiet;
    const auto now = kiosk::opening_at(*hours_, clock.local);
    if (now.opening != app_.visit().opening) app_.handle(visit::OpeningIs{now.opening}, steady_now());
    const auto left = now.unchanged_for - std::chrono::minutes{1} + clock.rest_of_minute;
    return std::min<visit::Duration>(quiet, std::chrono::duration_cast<visit::Duration>(left));
  }

 private:
  kiosk::App& app_;
  std::optional<config::OpeningHours> hours_;
};

// Questions that nobody answers but the script.
class SilentRegister : public reg::RegisterPort {
 public:
  void ask(visit::Ask) override {}
  void forget(visit::VisitId) override {}
};

int enrol(const config::DeviceConfiguration& configuration, const std::string& code) {
  const auto enrolled = reg::enrol(configuration, code);
  if (!enrolled) return complain(enrolled.error(), exit_failed);
  std::printf("school: %s\ndevice: %s\nwords: %s\n", enrolled->school_name.c_str(), enrolled->id.c_str(),
              enrolled->words.c_str());
  return 0;
}

// What `sportello-service audit verify --witnesses` reads.
int tell_witnessed(const config::DeviceConfiguration& configuration) {
  const auto identity = reg::load_identity(configuration);
  if (!identity) return complain(identity.error(), exit_failed);
  const auto witness = reg::Witness::load(reg::Witness::file_of(configuration), identity->id);
  std::fputs(wire::to_text(witness.kept()).c_str(), stdout);
  return 0;
}

void run_window(kiosk::App& app, kiosk::Window& window, kiosk::EventQueue& events, Clockwork clockwork) {
  // By then the first picture stands and the service was asked whether it is there.
  std::optional<visit::TimePoint> hand_back_at = steady_now() + std::chrono::seconds{3};
  while (!window.should_close()) {
    const auto told = clockwork.tell();
    app.settle(steady_now());
    if (hand_back_at && steady_now() >= *hand_back_at) {
      kiosk::hand_back_startup_memory();
      hand_back_at.reset();
    }
    auto quiet = std::min(app.quiet_for(steady_now()).value_or(told), told);
    if (hand_back_at) quiet = std::min(quiet, *hand_back_at - steady_now());
    window.wait(quiet);
    if (window.take_refresh()) app.redraw();
    for (const auto& event : events.drain()) app.handle(event, steady_now());
    for (const auto& input : window.take_input()) {
      const auto now = steady_now();
      std::visit(
          visit::Match{[&](const kiosk::PointerMoved& p) { app.draw({.x = p.x, .y = p.y, .down = p.down}, now); },
                       [&](const kiosk::Typed& typed) { app.type(typed.character, now, typed.repeated); },
                       [&](const kiosk::Pressed& pressed) {
                         std::visit([&](auto key) { app.press(key, now, pressed.repeated); }, pressed.key);
                       },
                       [&](const kiosk::FocusMoved& f) { app.step_focus(f.step, now); },
                       [&](const kiosk::Activated&) { app.activate(now); }},
          input);
    }
    app.pass_time(steady_now());
  }
}

int run(const Options& options, const config::DeviceConfiguration& configuration) {
  const bool rehearsing = !options.replay.empty() || !options.layout.empty() || !options.camera.empty();
  if (rehearsing && !configuration.rehearsal) {
    return complain(
        "--replay, --layout and --camera file: are for rehearsals: set [device] rehearsal = true, never on "
        "a device that parents use",
        exit_misuse);
  }
  std::optional<std::pair<int, int>> size;
  if (!options.windowed.empty()) {
    const auto parsed = parse_size(options.windowed);
    if (!parsed) return complain(parsed.error(), exit_misuse);
    size = *parsed;
  }
  std::vector<kiosk::ScriptStep> script;
  if (!options.replay.empty()) {
    auto loaded = kiosk::load_script(options.replay);
    if (!loaded) return complain(loaded.error(), exit_misuse);
    script = std::move(*loaded);
  }
  const bool windowless = !options.replay.empty() && !size;
  const auto [width, height] = size.value_or(default_size);

  // Read while the window opens: that takes longer, and needs nothing of it. The first texture comes with the first
  // frame, when the window's context is there.
  const bool painted = !windowless || !options.screenshots.empty();
  const auto language = visit::language_named(configuration.language).value_or(visit::Language::it);
  auto reading = std::async(std::launch::async, widgets::Ui::load, configuration.assets_directory,
                            painted ? widgets::Surface::opengl : widgets::Surface::headless, language);
  std::unique_ptr<kiosk::Stage> stage;
  kiosk::Window* window = nullptr;
  if (windowless && options.screenshots.empty()) {
    stage = kiosk::headless_stage(width, height);
  } else if (windowless) {
    auto made = kiosk::offscreen_stage(width, height);
    if (!made) return complain(made.error(), exit_failed);
    stage = std::move(*made);
  } else {
    auto made = kiosk::Window::open(size);
    if (!made) return complain(made.error(), exit_failed);
    window = made->get();
    stage = std::move(*made);
  }
  auto ui = reading.get();
  if (!ui) return complain(ui.error(), exit_failed);
  (*ui)->premises = {.school = configuration.school_name,
                     .school_short = configuration.school_short_name,
                     .office = {configuration.office.name, configuration.office.place, configuration.office.hours,
                                configuration.office.phone},
                     .contact = {configuration.contact.name, configuration.contact.phone, configuration.contact.mail,
                                 configuration.contact.hours},
                     .privacy_contact = configuration.privacy_contact,
                     .crest = configuration.crest};

  (*ui)->dots_per_mm = configuration.dots_per_mm;
  (*ui)->motion = !configuration.reduced_motion && options.replay.empty();

  kiosk::EventQueue events;
  kiosk::LatestFrame latest;
  std::unique_ptr<devices::Camera> camera;
  if (!options.camera.empty()) {
    camera = std::make_unique<devices::PictureCamera>(options.camera.substr(std::string_view{"file:"}.size()));
  }
  devices::CardScan scan{std::move(camera), events, latest};

  std::unique_ptr<reg::RegisterPort> service;
  if (!script.empty() && script.front().kind == kiosk::StepKind::scripted) {
    service = std::make_unique<SilentRegister>();
  } else {
    auto identity = reg::load_identity(configuration);
    if (!identity) return complain(identity.error(), exit_failed);
    auto witness = reg::Witness::load(reg::Witness::file_of(configuration), identity->id);
    service = std::make_unique<reg::RegisterClient>(
        std::make_unique<reg::SignedClient>(configuration.service_url, configuration.service_pins,
                                            std::move(identity->key), identity->id),
        events, std::move(witness));
  }

  kiosk::Equipment equipment{events};
  const auto plug = script.empty() ? nullptr : std::make_shared<std::atomic<devices::Headset>>();
  kiosk::Voice voice{(*ui)->texts(), equipment, events, kiosk::voice_parts(configuration, plug)};
  visit::Comfort home;
  home.language = language;
  kiosk::App app{visit::fresh(home, wall_clock().local.day, steady_now()), {*service, scan, **ui}, *stage, latest};
  app.speak_with(voice);
  if (!options.layout.empty()) app.follow_layout(options.layout);
  log::event(log::Started{});

  Clockwork clockwork{app, configuration.opening};
  if (window != nullptr && script.empty()) {
    clockwork.tell();
    app.settle(steady_now());  // the first picture, before all that it does not need
  }
  if (const auto rest = (*ui)->load_rest(); !rest) return complain(rest.error(), exit_failed);
  voice.watch();
  int status = 0;
  if (!script.empty()) {
    kiosk::Replay replay{
        app, events, {options.replay, options.screenshots, options.spool, options.reveal, plug}, steady_now()};
    if (const auto outcome = replay.run(script); !outcome) status = complain(outcome.error(), exit_failed);
  } else {
    window->set_keypad(kiosk::keypad_map(configuration.keypad));
    events.set_wake(kiosk::Window::wake);
    run_window(app, *window, events, std::move(clockwork));
    events.set_wake({});
  }
  log::event(log::Stopped{});
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{
      "Sportello, the kiosk: a parent leaves with working credentials.\n"
      "Reads kiosk.toml, shows the fullscreen window and talks to the service it is enrolled with."};
  cli.set_version_flag("--version", std::string{"sportello-kiosk "} + SPORTELLO_VERSION);
  Options options;
  cli.add_option("--config", options.configuration, "The device's configuration")->capture_default_str();
  cli.add_option("--windowed", options.windowed, "A window of WIDTHxHEIGHT instead of the whole screen");
  cli.add_option("--camera", options.camera, "file:PATH: pictures of a file or directory in the place of a camera");
  cli.add_option("--replay", options.replay, "Run a visit from a script; without --windowed, with no window");
  cli.add_option("--screenshots", options.screenshots,
                 "With --replay: one PNG per screen reached, into this directory");
  cli.add_option("--spool", options.spool, "With --replay: where the demo's messages arrive");
  cli.add_option("--reveal", options.reveal, "With --replay: where the step `reveal` writes the credentials");
  cli.add_option("--layout", options.layout, "Write what stands where on the screen to this file, at every change");
  cli.add_flag("--witnessed", options.witnessed,
               "Print the newest signed head of the audit that this device keeps, for the office, and end");
  auto* enrol_command = cli.add_subcommand("enrol", "Make this device's key and enrol it with the service");
  enrol_command->add_option("--code", options.code, "The single-use code of the enrolment sheet")->required();
  enrol_command->fallthrough();
  auto* say_command = cli.add_subcommand("say", "Hear a sentence: tests the voice and the loudspeaker");
  say_command->add_option("text", options.saying.text, "What to say");
  say_command->add_option("--language", options.saying.language, "it, en, ro, …")->capture_default_str();
  say_command->add_option("--device", options.saying.device, "A device as `aplay -L` lists it")
      ->capture_default_str();
  say_command->add_option("--rate", options.saying.rate, "Pace, per cent of the usual")->capture_default_str();
  say_command->add_option("--volume", options.saying.volume, "1 to 5, the loudest")->capture_default_str();
  say_command->add_option("--wav", options.saying.wav, "Write a WAV file instead of sounding");
  say_command->add_flag("--voices", options.saying.voices, "List which languages have a voice, and say nothing");
  try {
    cli.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return cli.exit(asked);
  } catch (const CLI::ParseError& error) {
    return complain(std::string{error.what()} + ": see sportello-kiosk --help", exit_misuse);
  }
  if (!options.camera.empty() && !options.camera.starts_with("file:")) {
    return complain("--camera takes file:PATH", exit_misuse);
  }
  if (options.replay.empty() && (!options.screenshots.empty() || !options.spool.empty() || !options.reveal.empty())) {
    return complain("--screenshots, --spool and --reveal go with --replay FILE", exit_misuse);
  }
  try {
    secret::harden_process();
    if (*say_command) {
      const auto said = kiosk::say(options.saying);
      return said ? 0 : complain(said.error(), exit_failed);
    }
    const auto configuration = config::load_device_configuration(options.configuration);
    if (!configuration) return complain(configuration.error(), exit_misuse);
    if (options.witnessed) return tell_witnessed(*configuration);
    return *enrol_command ? enrol(*configuration, options.code) : run(options, *configuration);
  } catch (const std::exception& error) {
    return complain(error.what(), exit_failed);
  }
}
