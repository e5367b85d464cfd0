// The arrows of a keypad on every page of every screen: one of them alone leads through all that is awake and comes
// round, and none ever stays caught.
#include <algorithm>
#include <map>
#include <set>

#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;
using visit::Language;
using visit::TextSize;
using widgets::Arrow;

namespace {

std::set<std::string> awake() {
  std::set<std::string> ids;
  for (const auto& entry : headless().record().entries()) {
    if (entry.focus >= 0) ids.insert(entry.id);
  }
  return ids;
}

std::string after(const screens::Preview& preview, Arrow arrow) {
  draw(preview, {}, {.arrow = arrow});
  return std::string(headless().focused());
}

// Where the focus comes by this arrow alone, from nowhere.
std::vector<std::string> walk(const screens::Preview& preview, Arrow arrow, std::size_t steps) {
  headless().forget();
  draw(preview);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < steps; ++i) ids.push_back(after(preview, arrow));
  return ids;
}

template <class Do>
void on_every_page(Do&& then) {
  for (const auto language : {Language::it, Language::ar}) {
    for (const auto size : {TextSize::normal, TextSize::largest}) {
      for (auto& preview : screens::previews({.language = language, .size = size})) {
        int pages = 1;
        for (int page = 0; page < pages; ++page) {
          auto shown = preview;
          shown.visit.page += page;
          draw(shown);
          if (page == 0) pages = headless().pages() - headless().page();
          then(shown, visit::right_to_left(language));
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("one arrow alone reaches every control of every screen, in a circle; OK there is what a finger does") {
  int unreached = 0, uncircled = 0, screens = 0;
  on_every_page([&](const screens::Preview& preview, bool right_to_left) {
    const auto all = awake();
    if (all.empty()) return;
    ++screens;
    for (const auto arrow : {Arrow::right, Arrow::left}) {
      const auto ids = walk(preview, arrow, all.size() + 1);
      const std::set<std::string> reached(ids.begin(), ids.end());
      for (const auto& id : all) {
        const bool there = reached.contains(id);
        INFO(preview.name << (right_to_left ? " from the right: " : ": ") << id);
        CHECK(there);
        unreached += there ? 0 : 1;
      }
      const bool round = ids.front() == ids.back();
      CHECK(round);
      uncircled += round ? 0 : 1;
    }
  });
  CHECK(screens > 400);
  clause("5.1.6", "controls that one arrow alone does not reach, on every screen", unreached, "==", 0);
  clause("5.1.6", "screens on which it does not come round", uncircled, "==", 0);
}

TEST_CASE("no arrow is caught: from any control the focus comes to any other") {
  int trapped = 0;
  on_every_page([&](const screens::Preview& preview, bool) {
    const auto all = awake();
    if (all.size() < 2) return;
    for (const auto arrow : {Arrow::up, Arrow::down}) {
      // From wherever it has come, the next press of the same arrow moves it.
      const auto ids = walk(preview, arrow, 2 * all.size());
      const bool caught = std::ranges::adjacent_find(ids) != ids.end();
      INFO(preview.name);
      CHECK_FALSE(caught);
      trapped += caught ? 1 : 0;
    }
  });
  clause("5.1.6", "screens on which the focus is trapped", trapped, "==", 0);
}
