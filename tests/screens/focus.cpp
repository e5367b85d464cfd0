// The focus on every screen: one arrow comes to every control and round again, by the eye among keys, at every size;
// no screen holds it. And a hand that trembles.
#include <algorithm>
#include <set>

#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;
using widgets::Arrow;

namespace {

std::set<std::string> awake() {
  std::set<std::string> ids;
  for (const auto& entry : headless().record().entries()) {
    if (entry.focus >= 0) ids.insert(entry.id);
  }
  return ids;
}

std::string walk(const screens::Preview& preview, Arrow arrow, Window window = {}) {
  draw(preview, window, {.arrow = arrow});
  return std::string{headless().focused()};
}

const widgets::Recorded& entry_of(const std::string& id) {
  const auto* entry = headless().record().find(id);
  REQUIRE(entry != nullptr);
  return *entry;
}

}  // namespace

TEST_CASE(
    "one arrow leads through every control of every screen and comes round, at every size and in both directions") {
  int controls = 0, unreached = 0, uncircled = 0;
  for (const auto language : {visit::Language::it, visit::Language::ar}) {
    const bool mirrored = visit::right_to_left(language);
    for (const auto size : {visit::TextSize::normal, visit::TextSize::largest}) {
      for (auto preview : screens::previews({.language = language, .size = size})) {
        int pages = 1;
        for (int page = 0; page < pages; ++page) {
          auto now = preview;
          now.visit.page += page;
          headless().forget();
          draw(now);
          if (page == 0) pages = headless().pages() - headless().page();
          const auto all = awake();
          for (const auto arrow : {mirrored ? Arrow::left : Arrow::right, mirrored ? Arrow::right : Arrow::left}) {
            std::set<std::string> seen;
            std::string first;
            for (std::size_t i = 0; i < all.size(); ++i) {
              const auto id = walk(now, arrow);
              if (i == 0) first = id;
              seen.insert(id);
            }
            INFO(visit::code_of(language) << " " << preview.name << " page " << page);
            CHECK(seen == all);
            unreached += static_cast<int>(all.size() - seen.size());
            const bool round = all.empty() || walk(now, arrow) == first;
            CHECK(round);
            uncircled += round ? 0 : 1;
            controls += static_cast<int>(all.size());
          }
        }
      }
    }
  }
  CHECK(controls > 2000);
  clause("5.1.6", "controls that one arrow alone does not reach, on every screen", unreached, "==", 0);
  clause("5.1.6", "screens on which it does not come round", uncircled, "==", 0);
}

TEST_CASE("no screen holds whoever goes up or down alone") {
  std::set<std::string> holding;
  for (const auto& preview : screens::previews()) {
    for (const auto arrow : {Arrow::up, Arrow::down}) {
      headless().forget();
      draw(preview);
      const auto all = awake();
      if (all.empty()) continue;
      std::set<std::string> seen;
      for (std::size_t i = 0; i < 2 * all.size() + 2; ++i) seen.insert(walk(preview, arrow));
      INFO(preview.name);
      // Outside grids, everything; and each grid is left again.
      for (const auto& id : all) {
        const auto role = entry_of(id).role;
        if (role == widgets::Role::key || role == widgets::Role::choice) continue;
        CHECK(seen.contains(id));
        if (!seen.contains(id)) holding.insert(preview.name);
      }
    }
  }
  clause("5.1.6", "screens on which the focus is trapped", static_cast<double>(holding.size()), "==", 0);
}

TEST_CASE("among keys, arrows go where the eye sends them") {
  for (const auto language : {visit::Language::it, visit::Language::ur}) {
    const auto preview = preview_named("choose-password", {.language = language});
    headless().forget();
    draw(preview);
    while (walk(preview, visit::right_to_left(language) ? Arrow::left : Arrow::right) != "key.g") {
    }
    CHECK(walk(preview, Arrow::right) == "key.h");
    CHECK(walk(preview, Arrow::left) == "key.g");
    CHECK(walk(preview, Arrow::up) == "key.t");
    CHECK(walk(preview, Arrow::up) == "key.5");
    CHECK(walk(preview, Arrow::down) == "key.t");
    const auto t = entry_of("key.t").box;
    walk(preview, Arrow::down);
    const auto below = entry_of(std::string{headless().focused()}).box;
    CHECK(below.y > t.y);
    CHECK(std::abs(below.middle_x() - t.middle_x()) < t.w);
  }
}

TEST_CASE("a key that falls asleep under the focus is left to its neighbour, not to the beginning") {
  // After six letters of a tax code only digits may come.
  auto preview = preview_named("typed-entry");
  auto& entry = std::get<visit::TypedEntry>(preview.visit.state);
  entry = {};
  entry.typed = visit::SecretText{"RSSMR"};
  headless().forget();
  draw(preview);
  while (walk(preview, Arrow::right) != "key.A") {
  }
  entry.typed = visit::SecretText{"RSSMRA"};
  draw(preview);
  const auto a = entry_of("key.A");
  CHECK(a.focus < 0);
  const auto place = a.box;
  const auto id = walk(preview, Arrow::up);
  const auto there = entry_of(id).box;
  CHECK(entry_of(id).role == widgets::Role::key);
  CHECK(there.y < place.y);
}

TEST_CASE("another page begins with no focus, and its first arrow with its first control") {
  auto preview = preview_named("choose-many", {.size = visit::TextSize::largest});
  headless().forget();
  draw(preview);
  while (walk(preview, Arrow::right) != "page.more") {
  }
  preview.visit.page = 1;
  draw(preview);
  CHECK(headless().focused().empty());
  const auto first = walk(preview, Arrow::right);
  CHECK(entry_of(first).focus == 0);
}

TEST_CASE("a hand that trembles presses a thing once, and not what comes under it") {
  using std::chrono::milliseconds;
  const auto press = [](const screens::Preview& preview, std::string_view id, milliseconds now) {
    draw(preview, {}, {.now = now});
    const auto box = box_of(id);
    draw(preview, {}, {.x = box.middle_x(), .y = box.middle_y(), .down = true, .now = now});
    return draw(preview, {}, {.x = box.middle_x(), .y = box.middle_y(), .down = false, .now = now});
  };
  visit::Comfort comfort;
  comfort.steady = true;
  const auto code = preview_named("code-entry", comfort);
  const auto is_key = [](const std::optional<visit::Event>& event) {
    return event && std::holds_alternative<visit::Key>(*event);
  };
  headless().forget();
  const bool first = is_key(press(code, "key.5", milliseconds{10'000})),
             second = is_key(press(code, "key.5", milliseconds{10'400}));
  clause("5.8", "touches that count, of two 400 ms apart, when asked", (first ? 1 : 0) + (second ? 1 : 0), "==", 1);
  CHECK(is_key(press(code, "key.6", milliseconds{10'450})));  // another key is a wish
  CHECK(is_key(press(code, "key.6", milliseconds{10'951})));
  const auto leave = preview_named("leave", comfort);
  const auto ended = press(leave, "leave.end", milliseconds{11'100});
  CHECK_FALSE((ended && std::holds_alternative<visit::EndNow>(*ended)));
  CHECK(std::holds_alternative<visit::EndNow>(press(leave, "leave.end", milliseconds{11'600}).value()));
  headless().forget();
  const auto usual = preview_named("code-entry");
  CHECK(is_key(press(usual, "key.5", milliseconds{20'000})));
  CHECK(is_key(press(usual, "key.5", milliseconds{20'050})));
}
