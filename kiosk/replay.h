// Runs a script as if a guardian stood there: touches by rectangle, keys, cards; the visit's clock is the script's.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/app.h"
#include "kiosk/devices/silent_sound.h"
#include "kiosk/event_queue.h"
#include "kiosk/script.h"

namespace sportello::kiosk {

struct ReplayFolders {
  std::filesystem::path script;       // `show` looks beside it
  std::filesystem::path screenshots;  // empty: none
  std::filesystem::path spool;        // where `code` finds messages
  std::filesystem::path reveal;       // where `reveal` writes
  devices::SilentSound::Plug plug;    // where `headset` plugs one in; null: nowhere
};

class Replay {
 public:
  Replay(App& app, EventQueue& events, ReplayFolders folders, visit::TimePoint start);
  // The error says file, line and what was not so.
  std::expected<void, std::string> run(const std::vector<ScriptStep>& steps);

 private:
  using Outcome = std::expected<void, std::string>;
  Outcome take(const ScriptStep& step);
  Outcome touch(const std::string& id);
  Outcome tap(std::string_view text);
  Outcome show(const std::string& file);
  Outcome enter_code();
  Outcome expect(const std::string& screen);
  Outcome answer(const std::string& word);
  Outcome press(const std::string& name);
  Outcome plug(const std::string& word);
  Outcome reveal();
  Outcome save_picture(const std::string& name);
  Outcome follow();  // what other threads brought; pictures of new screens
  template <class Condition>
  bool wait_until(Condition condition);

  App& app_;
  EventQueue& events_;
  ReplayFolders folders_;
  visit::TimePoint now_;
  std::string last_screen_;
  std::string failed_picture_;
  int pictures_ = 0;
  std::vector<std::filesystem::path> seen_messages_;
};

}  // namespace sportello::kiosk
