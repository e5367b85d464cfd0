// By ear alone: nothing here looks at the visit or at a layout record.
#include "tests/accessibility/blind_guardian.h"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "kiosk/speech/spoken_text.h"

namespace sportello::tests {

using namespace std::chrono_literals;
using namespace widgets::literals;
using kiosk::KeypadKey;

namespace {

constexpr int most_presses = 120;  // of one screen: more controls than any has
constexpr auto patience = 60s;     // for an answer of the service, on a busy machine

std::string flat_words(const speech::Utterance& utterance) {
  std::string all;
  for (const auto& phrase : utterance) {
    if (!all.empty()) all += ' ';
    all += phrase.text;
  }
  return all;
}

}  // namespace

BlindGuardian::BlindGuardian(KioskByEar& kiosk, visit::Language language)
    : kiosk_(kiosk), language_(language), words_(kiosk.texts()) {}

std::string BlindGuardian::spoken(widgets::TextKey key, widgets::Arguments arguments) const {
  return flat_words(speech::phrases_of(widgets::flat(kiosk_.texts().get(language_, key, arguments)), language_));
}

void BlindGuardian::lost(const std::string& wanted) const {
  throw std::runtime_error("not heard: \"" + wanted + "\"; heard last: \"" + last_ + "\"; focus: \"" + focus_ + "\"");
}

void BlindGuardian::hear() {
  auto heard = kiosk_.listen();
  auto words = heard.words();
  if (!words.empty()) {
    last_ = words;
    gathered_ += " " + words;
  }
  for (auto& secret : heard.spelled) spelled_.push_back(std::move(secret));
}

std::string BlindGuardian::press(KeypadKey key) {
  ++presses_;
  last_.clear();
  kiosk_.press(key);
  hear();
  return last_;
}

std::string BlindGuardian::press_next() {
  focus_ = press(visit::right_to_left(language_) ? KeypadKey::left : KeypadKey::right);
  return focus_;
}

bool BlindGuardian::find(const std::function<bool(const std::string&)>& wanted) {
  std::string first;
  for (int i = 0; i < most_presses; ++i) {
    const auto heard = press_next();
    if (wanted(heard)) return true;
    if (heard == first) return false;  // came round
    if (first.empty()) first = heard;
  }
  return false;
}

void BlindGuardian::put_on_headset() {
  gathered_.clear();
  kiosk_.plug_headset(true);
  const auto until = std::chrono::steady_clock::now() + patience;
  while (gathered_.empty()) {
    if (std::chrono::steady_clock::now() > until) lost("anything at all");
    hear();
    std::this_thread::sleep_for(5ms);
  }
}

void BlindGuardian::take_off_headset() { kiosk_.plug_headset(false); }

void BlindGuardian::choose_language() {
  // The names of languages are said each in its own.
  const auto key = "language." + std::string(visit::code_of(language_));
  const auto name = widgets::flat(kiosk_.texts().get(language_, {key}));
  const auto wanted = language_;
  language_ = visit::Language::it;  // until it is chosen the kiosk speaks, and is read, as Italian
  const bool found = find([&](const std::string& heard) { return heard.starts_with(name); });
  language_ = wanted;
  if (!found) lost(name);
  focus_.clear();
  press(KeypadKey::ok);
}

void BlindGuardian::choose(widgets::TextKey label) {
  const auto wanted = spoken(label);
  if (!find([&](const std::string& heard) { return heard.starts_with(wanted); })) lost(wanted);
  gathered_.clear();
  focus_.clear();
  press(KeypadKey::ok);
}

void BlindGuardian::expect(widgets::TextKey words, widgets::Arguments arguments) {
  const auto wanted = spoken(words, arguments);
  const auto until = std::chrono::steady_clock::now() + patience;
  while (gathered_.find(wanted) == std::string::npos) {
    if (std::chrono::steady_clock::now() > until) lost(wanted);
    hear();
    std::this_thread::sleep_for(2ms);
  }
}

void BlindGuardian::type_one(const std::string& character) {
  const auto is_it = [&](const std::string& heard) { return heard == character; };
  if (!is_it(focus_) && !find(is_it)) {
    const bool capital = character.size() == 1 && character[0] >= 'A' && character[0] <= 'Z';
    const bool small = character.size() == 1 && character[0] >= 'a' && character[0] <= 'z';
    const auto face = capital ? spoken("password.upper"_t)
                      : small ? spoken("password.lower"_t)
                              : spoken("password.more"_t);
    if (!find([&](const std::string& heard) { return heard.starts_with(face); })) lost(character + " or " + face);
    press(KeypadKey::ok);
    if (!find(is_it)) lost(character);
  }
  const auto before = spelled_.size();
  const auto key = focus_;
  press(KeypadKey::ok);
  // What was typed is said back.
  if (spelled_.size() != before + 1 || spelled_.back() != character) lost(character + ", said back");
  spelled_.pop_back();
  focus_ = key;
}

void BlindGuardian::type(const std::string& text) {
  for (const char c : text) type_one(std::string{c});
}

void BlindGuardian::tick_all() {
  const auto open = words_.ticked(language_, false);
  while (find([&](const std::string& heard) { return heard.find(open) != std::string::npos; })) {
    press(KeypadKey::ok);
    if (last_.find(words_.ticked(language_, true)) == std::string::npos) lost(words_.ticked(language_, true));
  }
}

std::string BlindGuardian::write_down() {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (spelled_.empty()) {
    if (std::chrono::steady_clock::now() > until) lost("a secret, spelled");
    hear();
  }
  auto secret = spelled_.front();
  spelled_.erase(spelled_.begin());
  return secret;
}

}  // namespace sportello::tests
