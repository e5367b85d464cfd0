// The script's hands. Real touches through the layout record; real answers where there is a service.
#include "kiosk/replay.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <fstream>
#include <iterator>
#include <regex>
#include <thread>

#include "kiosk/devices/camera.h"
#include "kiosk/devices/card_reader.h"
#include "kiosk/screens/draw.h"

namespace sportello::kiosk {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10s;  // real time that an answer, a message or a screen may take

std::vector<std::filesystem::path> messages_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator{folder, error}) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

Replay::Replay(App& app, EventQueue& events, ReplayFolders folders, visit::TimePoint start)
    : app_(app), events_(events), folders_(std::move(folders)), now_(start) {
  seen_messages_ = messages_in(folders_.spool);
}

Replay::Outcome Replay::run(const std::vector<ScriptStep>& steps) {
  if (!folders_.screenshots.empty()) {
    std::error_code error;
    std::filesystem::create_directories(folders_.screenshots, error);
    if (error) return std::unexpected("cannot make " + folders_.screenshots.string() + ": " + error.message());
  }
  app_.settle(now_);
  for (const auto& step : steps) {
    auto outcome = take(step);
    if (outcome) outcome = follow();
    if (!outcome) {
      return std::unexpected(folders_.script.string() + ":" + std::to_string(step.line) + ": " + outcome.error() +
                             " (the screen is " + std::string{visit::name_of(app_.visit())} + ")");
    }
  }
  return {};
}

Replay::Outcome Replay::follow() {
  for (const auto& event : events_.drain()) app_.handle(event, now_);
  app_.pass_time(now_);
  app_.settle(now_);
  const std::string screen{visit::name_of(app_.visit())};
  if (screen != last_screen_) {
    last_screen_ = screen;
    if (!folders_.screenshots.empty()) return save_picture(screen);
  }
  return {};
}

Replay::Outcome Replay::save_picture(const std::string& name) {
  ++pictures_;
  const auto number = (pictures_ < 10 ? "0" : "") + std::to_string(pictures_) + "-";
  return app_.save_picture(folders_.screenshots / (number + name + ".png"), now_);
}

template <class Condition>
bool Replay::wait_until(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (true) {
    if (const auto followed = follow(); !followed) {
      failed_picture_ = followed.error();
      return false;
    }
    if (condition()) return true;
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(5ms);
  }
}

Replay::Outcome Replay::take(const ScriptStep& step) {
  switch (step.kind) {
    case StepKind::scripted: return {};
    case StepKind::touch: return touch(step.word);
    case StepKind::tap: return tap(step.word);
    case StepKind::type:
      for (const char& c : step.word) {
        if (auto event = screens::character_event(app_.visit(), {&c, 1})) app_.handle(*event, now_);
        app_.settle(now_);
      }
      return {};
    case StepKind::card: app_.handle(visit::CardRead{secret::SecretText{step.word}}, now_); return {};
    case StepKind::show: return show(step.word);
    case StepKind::code: return enter_code();
    case StepKind::wait:
      now_ += *parse_duration(step.word);
      app_.handle(visit::Tick{}, now_);
      return {};
    case StepKind::expect: return expect(step.word);
    case StepKind::answer: return answer(step.word);
    case StepKind::picture: return folders_.screenshots.empty() ? Outcome{} : save_picture(step.word);
    case StepKind::key: return press(step.word);
    case StepKind::headset: return plug(step.word);
    case StepKind::reveal: return reveal();
  }
  return {};
}

Replay::Outcome Replay::touch(const std::string& id) {
  const widgets::Recorded* control = nullptr;
  const bool there = wait_until([&] {
    app_.redraw();
    app_.settle(now_);
    control = app_.ui().record().find(id);
    return control != nullptr && control->enabled;
  });
  if (!there) return std::unexpected("no control " + id + " is there and awake");
  const widgets::Input down{
      .x = control->box.x + (control->box.w / 2), .y = control->box.y + (control->box.h / 2), .down = true};
  app_.draw(down, now_);
  auto up = down;
  up.down = false;
  app_.draw(up, now_);
  app_.draw(widgets::Input{}, now_);  // the finger is gone
  return {};
}

Replay::Outcome Replay::tap(std::string_view text) {
  for (const char c : text) {
    // Capitals and rarer signs stand on other layers of the keyboard.
    const std::string id = std::string{"key."} + c;
    const auto here = [&](const std::string& key) { return app_.ui().record().find(key) != nullptr; };
    const bool capital = c >= 'A' && c <= 'Z';
    for (const std::string layer : {capital ? "key.upper" : "key.symbols", "key.symbols"}) {
      if (here(id) || !here(layer)) continue;
      if (auto switched = touch(layer); !switched) return switched;
    }
    if (auto touched = touch(id); !touched) return touched;
  }
  return {};
}

Replay::Outcome Replay::show(const std::string& file) {
  const auto frame = devices::load_picture(folders_.script.parent_path() / file);
  if (!frame) return std::unexpected(frame.error());
  devices::CardReader reader;
  for (int frames = 0; frames < 2; ++frames) {
    if (auto text = reader.look(*frame)) {
      app_.handle(visit::CardRead{std::move(*text)}, now_);
      return {};
    }
  }
  return std::unexpected("no card can be read in " + file);
}

Replay::Outcome Replay::enter_code() {
  if (folders_.spool.empty()) return std::unexpected("where messages arrive is not known: give --spool DIR");
  std::string digits;
  const bool arrived = wait_until([&] {
    for (const auto& file : messages_in(folders_.spool)) {
      if (std::ranges::find(seen_messages_, file) != seen_messages_.end()) continue;
      std::ifstream in{file};
      const std::string text{std::istreambuf_iterator<char>{in}, {}};
      boost::json::error_code error;
      const auto message = boost::json::parse(text, error);
      if (error || !message.is_object() || !message.as_object().contains("text")) continue;
      seen_messages_.push_back(file);
      const std::string words{message.as_object().at("text").as_string()};
      std::smatch match;
      if (std::regex_search(words, match, std::regex{"(^|[^0-9])([0-9]{6})([^0-9]|$)"})) digits = match[2];
    }
    return !digits.empty();
  });
  if (!arrived) return std::unexpected("no message with a code has arrived");
  return tap(digits);
}

Replay::Outcome Replay::expect(const std::string& screen) {
  if (wait_until([&] { return visit::name_of(app_.visit()) == screen; })) return {};
  return std::unexpected(failed_picture_.empty() ? "the screen " + screen + " does not come" : failed_picture_);
}

Replay::Outcome Replay::answer(const std::string& word) {
  const auto pending = visit::pending_in(app_.visit().state);
  if (!pending) return std::unexpected("nothing waits for an answer");
  const auto space = word.find(' ');
  const auto kind = word.substr(0, space);
  const auto json = space == std::string::npos ? std::string{} : word.substr(space + 1);
  visit::Answer answer{app_.visit().id, pending->request, visit::NoLine{}};
  std::string problem;
  const auto put = [&](auto parsed) {
    if (!parsed) {
      problem = parsed.error().sentence;
    } else if constexpr (std::is_same_v<std::decay_t<decltype(*parsed)>, wire::Person>) {
      answer.content = std::make_shared<const wire::Person>(std::move(*parsed));
    } else {
      answer.content = std::move(*parsed);
    }
  };
  if (kind == "visit") {
    put(wire::parse<wire::VisitAnswer>(json));
  } else if (kind == "code") {
    put(wire::parse<wire::CodeState>(json));
  } else if (kind == "person") {
    put(wire::parse<wire::Person>(json));
  } else if (kind == "credentials") {
    put(wire::parse<wire::Credentials>(json));
  } else if (kind == "mail") {
    put(wire::parse<wire::MailAnswer>(json));
  } else if (kind == "mail-confirmed") {
    put(wire::parse<wire::MailConfirmed>(json));
  } else if (kind == "invitation") {
    put(wire::parse<wire::InvitationAnswer>(json));
  } else if (kind == "report") {
    put(wire::parse<wire::ReportAnswer>(json));
  } else if (kind == "problem") {
    put(wire::problem_from_json(json));
  } else if (kind == "alive") {
    answer.content = visit::Alive{};
  } else if (kind != "no-line") {
    problem = "no answer is called " + kind;
  }
  if (!problem.empty()) return std::unexpected(problem);
  app_.handle(answer, now_);
  return {};
}

Replay::Outcome Replay::press(const std::string& name) {
  const auto key = keypad_key_named(name);
  if (!key) return std::unexpected("no key of the keypad is called " + name);
  app_.press(*key, now_);
  return {};
}

Replay::Outcome Replay::plug(const std::string& word) {
  if (word != "in" && word != "out") return std::unexpected("a headset is plugged in or out");
  if (!folders_.plug) return std::unexpected("there is nowhere to plug a headset in");
  const bool in = word == "in";
  *folders_.plug = in ? devices::Headset::present : devices::Headset::absent;
  if (wait_until([&] { return app_.visit().equipment.headset == in; })) return {};
  return std::unexpected("nobody looks for a headset");
}

Replay::Outcome Replay::reveal() {
  const auto* result = std::get_if<visit::Result>(&app_.visit().state);
  if (result == nullptr || folders_.reveal.empty()) {
    return std::unexpected("reveal needs the result screen and --reveal FILE");
  }
  boost::json::object shown{{"user_code", std::string{result->user_code.reveal()}}};
  if (result->pin) shown["pin"] = std::string{result->pin->reveal()};
  const auto text = boost::json::serialize(shown) + "\n";
  const int out = ::open(folders_.reveal.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (out >= 0) ::close(out);
  if (!written) return std::unexpected("cannot write " + folders_.reveal.string());
  return {};
}

}  // namespace sportello::kiosk
