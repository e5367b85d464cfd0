// The rules of layout themselves, the fixed places, and the goldens people can read. See combinations.cpp for the
// rest.
#include <fstream>
#include <set>
#include <sstream>

#include "tests/screens/headless.h"
#include "tests/screens/rules.h"

using namespace sportello;
using namespace sportello::tests;

TEST_CASE("the rules find what breaks them") {
  auto& ui = headless();
  ui.begin(1280, 800, {});
  ui.open("broken", {});
  ui.text("u", widgets::plain("{n}"), {}, {10, 700, 0, 0});
  ui.text("title", widgets::plain("Una parola lunghissima"), {.type = widgets::Type::title}, {10, 10, 80, 20},
          widgets::Role::title);
  ui.target({.id = "a", .label = "a", .box = {100, 100, 40, 40}});
  ui.target({.id = "a", .label = "", .box = {142, 100, 60, 60}, .primary = true});
  ui.target({.id = "b", .label = "{n}", .box = {1270, 100, 60, 60}, .primary = true});
  ui.text("t", widgets::plain("sopra"), {}, {110, 110, 0, 0});
  const auto found = joined(faults(ui.record(), {}));
  for (const auto* fault : {"do not fit", "too small", "its id is not its own", "has no name", "out of the window",
                            "unfilled", "more than one primary", "too near", "overlap"}) {
    INFO(found);
    CHECK(found.find(fault) != std::string::npos);
  }
}

TEST_CASE("a screen with no title is found, a later page needs none") {
  auto& ui = headless();
  ui.begin(1280, 800, {});
  ui.open("untitled", {});
  ui.text("t", widgets::plain("qui"), {}, {110, 110, 0, 0});
  CHECK(joined(faults(ui.record(), {})).find("title") != std::string::npos);
  CHECK(faults(ui.record(), {.scale = 1, .first_page = false}).empty());
}

TEST_CASE("in Arabic and Urdu everything is where a mirror shows it, but what stays left to right") {
  const auto at = [](visit::Language language, std::string_view name, std::string_view id) {
    draw(preview_named(name, {language, visit::TextSize::normal, visit::Theme::light}));
    return box_of(id);
  };
  for (const auto language : {visit::Language::ar, visit::Language::ur}) {
    const auto there = at(visit::Language::it, "scan", "footer.back"), here = at(language, "scan", "footer.back");
    CHECK(here.x == Approx(1280 - there.right()).margin(1));
    CHECK(at(language, "code-entry", "title").right() > 1200);
    // The keypad stands on the other side, and its keys in the same order.
    CHECK(at(language, "code-entry", "key.1").x < 100);
    CHECK(at(language, "code-entry", "key.1").x < at(language, "code-entry", "key.2").x);
    CHECK(at(language, "code-entry", "code.cell.1").x < at(language, "code-entry", "code.cell.2").x);
    // A finger finds what it sees.
    const auto comfort = visit::Comfort{language, visit::TextSize::normal, visit::Theme::light};
    const auto event = tap(preview_named("code-entry", comfort), "key.3");
    REQUIRE(event.has_value());
    CHECK(std::get<visit::Key>(*event).character.reveal() == "3");
  }
}

TEST_CASE("large words turn pages, and every page leads to the next and back") {
  auto preview = preview_named("help", {visit::Language::it, visit::TextSize::largest, visit::Theme::light});
  draw(preview);
  const int pages = headless().pages();
  REQUIRE(pages > 1);
  std::set<std::string> seen;
  for (int page = 0; page < pages; ++page) {
    preview.visit.page = page;
    draw(preview);
    for (const auto& e : headless().record().entries()) seen.insert(e.id);
    CHECK((headless().record().find("page.less") != nullptr) == (page > 0));
    CHECK((headless().record().find("page.more") != nullptr) == (page + 1 < pages));
  }
  for (const auto* id : {"title", "help.one", "help.two", "help.three", "office.phone", "page.close"}) {
    INFO(id);
    CHECK(seen.contains(id));
  }
  preview.visit.page = 0;
  CHECK(std::get<visit::TurnPage>(*tap(preview, "page.more")).by == 1);
  preview.visit.page = 1;
  CHECK(std::get<visit::TurnPage>(*tap(preview, "page.less")).by == -1);
}

TEST_CASE("a display that says how dense it is gets real millimetres, as far as the screens fit") {
  auto& ui = headless();
  const auto window_with = [&](std::optional<float> dots_per_mm, int width, int height) {
    ui.dots_per_mm = dots_per_mm;
    ui.begin(width, height, {});
    const auto window = ui.window();
    ui.dots_per_mm.reset();
    return window;
  };
  CHECK(window_with(std::nullopt, 1280, 800).w == Approx(1280));
  CHECK(window_with(4.03F, 1920, 1080).w == Approx(1920 * 3.809 / 4.03).epsilon(0.01));  // 21.5 inches
  CHECK(window_with(30.0F, 1280, 800).w == Approx(1280));  // a telephone's: never less room
  CHECK(window_with(1.0F, 3840, 2160).h <= 1201);          // a wall's
}

TEST_CASE("a screen that stands low is all below, whole, and answers the finger where it is seen") {
  struct Case {
    Window window;
    std::optional<float> dots;
    float highest;  // of what can be pressed, of the window's height
  };
  for (const auto& [window, dots, highest] :
       {Case{{1280, 800}, {}, 0.2F}, Case{{1920, 1080}, {}, 0.2F}, Case{{1920, 1080}, 4.03F, 0.2F},
        Case{{1080, 1920}, {}, 0.64F}, Case{{1080, 1920}, 4.03F, 0.64F}}) {
    headless().dots_per_mm = dots;
    for (auto preview : screens::previews()) {
      preview.visit.comfort.low_reach = true;
      headless().forget();
      draw(preview, window);
      INFO(preview.name << " " << window.width << "x" << window.height);
      CHECK(headless().can_stand_low());
      // What a declared display shrinks, it shrinks for every text; whether fingers find it is told by `scale`.
      const auto found = faults(headless().record(), {.scale = scale_now(), .first_page = headless().page() == 0});
      INFO(joined(found));
      CHECK(found.empty());
      for (const auto* control : headless().record().controls()) {
        CHECK(control->box.y >= highest * static_cast<float>(window.height));
      }
      const auto controls = headless().record().controls();
      const auto awake = std::ranges::find_if(controls, [](const auto* c) { return c->enabled; });
      if (awake == controls.end()) continue;
      const auto box = (*awake)->box;
      draw(preview, window, {box.middle_x(), box.middle_y(), true});
      const auto event = draw(preview, window, {box.middle_x(), box.middle_y(), false});
      REQUIRE(event.has_value());
      CHECK_FALSE(std::holds_alternative<visit::Touched>(*event));
    }
  }
  headless().dots_per_mm.reset();
}

TEST_CASE("standing low is offered only where it lowers something") {
  const auto offered = [](Window window, std::optional<float> dots) {
    headless().dots_per_mm = dots;
    draw(preview_named("comfort-keys"), window);
    const bool there = headless().record().find("comfort.low") != nullptr;
    CHECK(there == headless().can_stand_low());
    headless().dots_per_mm.reset();
    return there;
  };
  CHECK(offered({1280, 800}, {}));
  CHECK(offered({1920, 1080}, 4.03F));
  CHECK(offered({1080, 1920}, 4.03F));
  CHECK_FALSE(offered({1280, 800}, 3.809F));  // millimetres that were declared are kept
  CHECK_FALSE(offered({1280, 800}, 8.0F));
}

TEST_CASE("nothing moves in the footer") {
  std::set<std::pair<int, int>> back, help, access;
  for (const auto& preview : screens::previews()) {
    if (preview.visit.comfort.low_reach) continue;  // all of it, together
    draw(preview);
    const auto at = [&](std::string_view id, auto& places) {
      if (const auto* e = headless().record().find(id))
        places.insert({static_cast<int>(e->box.x), static_cast<int>(e->box.y)});
    };
    at("footer.back", back);
    at("footer.help", help);
    at("footer.access", access);
  }
  CHECK(back.size() == 1);
  CHECK(help.size() == 1);
  CHECK(access.size() == 1);
}

namespace {

// Numbers may differ by what another release of fonts or Pango rounds otherwise; words may not.
bool alike(const std::string& golden, const std::string& now) {
  std::istringstream a(golden), b(now);
  std::string x, y;
  while (true) {
    const bool more_a = static_cast<bool>(a >> x), more_b = static_cast<bool>(b >> y);
    if (more_a != more_b) return false;
    if (!more_a) return true;
    if (x == y) continue;
    char *end_x = nullptr, *end_y = nullptr;
    const long p = std::strtol(x.c_str(), &end_x, 10), q = std::strtol(y.c_str(), &end_y, 10);
    if (*end_x != '\0' || *end_y != '\0' || std::labs(p - q) > 3) return false;
  }
}

}  // namespace

TEST_CASE("every screen is laid out as its golden says") {
  const std::filesystem::path folder = SPORTELLO_GOLDENS;
  const bool update = std::getenv("SPORTELLO_UPDATE_GOLDENS") != nullptr;
  for (const auto language : {visit::Language::it, visit::Language::ar}) {
    for (const auto& preview : screens::previews({language, visit::TextSize::normal, visit::Theme::light})) {
      draw(preview);
      const auto now = headless().record().to_text();
      const auto file = folder / std::string(visit::code_of(language)) / (preview.name + ".txt");
      if (update) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << now;
        continue;
      }
      std::ifstream in(file);
      std::stringstream golden;
      golden << in.rdbuf();
      INFO(file.string() << " is not what is drawn now. If it should be: SPORTELLO_UPDATE_GOLDENS=1. Now:\n" << now);
      CHECK(alike(golden.str(), now));
    }
  }
}
