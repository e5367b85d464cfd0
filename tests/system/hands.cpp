// xdotool and the layout record.
#include "tests/system/hands.h"

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "tests/fakes/files.h"

namespace sportello::tests {
namespace {

using namespace std::chrono_literals;

boost::json::object record_in(const std::filesystem::path& file) {
  boost::json::error_code error;
  auto value = boost::json::parse(fakes::read_file(file), error);
  return error || !value.is_object() ? boost::json::object{} : value.as_object();
}

}  // namespace

Display::Display(std::pair<int, int> size) {
  const auto screen = std::to_string(size.first) + "x" + std::to_string(size.second) + "x24";
  // Its number goes to a file of its own: warnings about other displays go to the log.
  const auto file = (folder_ / "display").string();
  server_.emplace(
      std::vector<std::string>{"sh", "-c", "exec Xvfb -displayfd 3 -screen 0 " + screen + " -nolisten tcp 3>" + file},
      folder_ / "log");
  const auto ready = [&] {
    const auto text = fakes::read_file(folder_ / "display");
    const auto end = text.find('\n');
    if (end == std::string::npos) return false;
    name_ = ":" + text.substr(0, end);
    return true;
  };
  if (!fakes::eventually(ready)) throw std::runtime_error("Xvfb does not start");
}

std::optional<Hands::Spot> Hands::find(const std::string& id) const {
  const auto record = record_in(layout_);
  if (!record.contains("entries")) return std::nullopt;
  for (const auto& value : record.at("entries").as_array()) {
    const auto& entry = value.as_object();
    if (entry.at("id").as_string() != id) continue;
    const auto& box = entry.at("box").as_array();
    const auto at = [&](std::size_t i) { return box.at(i).to_number<double>(); };
    return Spot{static_cast<int>(at(0) + (at(2) / 2)), static_cast<int>(at(1) + (at(3) / 2)),
                entry.at("enabled").as_bool(), std::string{entry.at("label").as_string()}};
  }
  return std::nullopt;
}

void Hands::run(const std::string& command) const {
  if (std::system(("DISPLAY=" + display_ + " " + command + " >/dev/null 2>&1").c_str()) != 0) {
    throw std::runtime_error("this does not work: " + command);
  }
}

void Hands::click(const std::string& id) {
  ++touches_;
  press_on_screen(id);
}

void Hands::press_on_screen(const std::string& id) {
  std::optional<Spot> spot;
  const auto awake = [&] {
    spot = find(id);
    return spot && spot->enabled;
  };
  if (!fakes::eventually(awake)) throw std::runtime_error("nothing to press is called " + id + " on " + screen());
  run("xdotool mousemove " + std::to_string(spot->x) + " " + std::to_string(spot->y) + " click 1");
  std::this_thread::sleep_for(60ms);  // a finger is no faster, and the next record is there
}

void Hands::click_keys(std::string_view text) {
  for (const char c : text) {
    const auto key = std::string{"key."} + c;
    const auto comes = [&] { return fakes::eventually([&] { return find(key).has_value(); }, 1s); };
    const bool capital = c >= 'A' && c <= 'Z';
    const bool small = c >= 'a' && c <= 'z';
    // The keyboard goes back to small letters by itself after a capital: the record may be a moment late.
    if (!find(key) && !(small && comes())) {
      const std::string layer = capital ? "key.upper" : "key.symbols";
      if (find(layer)) press_on_screen(layer);
      comes();
    }
    press_on_screen(key);
  }
}

void Hands::expect(const std::string& wanted) {
  if (!fakes::eventually([&] { return screen() == wanted; })) {
    throw std::runtime_error("the screen " + wanted + " does not come: it is " + screen());
  }
}

void Hands::type(const std::string& text) { run("xdotool type --delay 30 -- '" + text + "'"); }
void Hands::press(const std::string& key_name) { run("xdotool key " + key_name); }

std::string Hands::screen() const {
  const auto record = record_in(layout_);
  return record.contains("screen") ? std::string{record.at("screen").as_string()} : "";
}

bool Hands::sees(const std::string& id) const { return find(id).has_value(); }

std::string Hands::label(const std::string& id) const {
  const auto spot = find(id);
  return spot ? spot->label : "";
}

void Hands::photograph(const std::filesystem::path& file) const {
  std::filesystem::create_directories(file.parent_path());
  run("import -window root '" + file.string() + "'");
}

}  // namespace sportello::tests
