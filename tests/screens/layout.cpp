// What must hold on every screen, in every language, window and text size.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;
using widgets::Recorded;
using widgets::Rect;

namespace {

constexpr float target_px = 56, gap_px = 9.7F;  // 14.7 mm and 2.54 mm

bool overlap(const Rect& a, const Rect& b, float slack) {
  return a.x + slack < b.right() && b.x + slack < a.right() && a.y + slack < b.bottom() && b.y + slack < a.bottom();
}
float distance(const Rect& a, const Rect& b) {
  const float dx = std::max({a.x - b.right(), b.x - a.right(), 0.0F});
  const float dy = std::max({a.y - b.bottom(), b.y - a.bottom(), 0.0F});
  return std::max(dx, dy);
}
bool is_words(const Recorded& e) { return e.role == widgets::Role::text || e.role == widgets::Role::title; }

// Everything wrong with the screen just drawn, one line each.
std::vector<std::string> faults(float scale) {
  std::vector<std::string> found;
  const auto& record = headless().record();
  std::set<std::string> ids;
  int primaries = 0, titles = 0;
  for (const auto& e : record.entries()) {
    const auto say = [&](const std::string& what) { found.push_back(e.id + ": " + what); };
    if (e.id.empty() || !ids.insert(e.id).second) say("its id is not its own");
    if (e.box.x < -1 || e.box.y < -1 || e.box.right() > record.width() + 1 || e.box.bottom() > record.height() + 1) {
      say("reaches out of the window");
    }
    if (!e.fits) say("its words do not fit: " + e.label);
    if (e.label.find('{') != std::string::npos || e.label.find("⟦") != std::string::npos ||
        e.label.find('*') != std::string::npos) {
      if (e.role != widgets::Role::key) say("an unfilled text: " + e.label);
    }
    primaries += e.primary ? 1 : 0;
    titles += e.role == widgets::Role::title ? 1 : 0;
    if (widgets::is_control(e.role)) {
      if (std::min(e.box.w, e.box.h) < target_px * scale - 1) say("too small to touch");
      if (e.label.empty()) say("has no name");
      if (e.enabled != (e.focus >= 0)) say("the focus order passes it by");
    }
  }
  if (primaries > 1) found.push_back("more than one primary");
  if (titles != 1) found.push_back("not one title but " + std::to_string(titles));
  const auto& all = record.entries();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const bool controls = widgets::is_control(all[i].role) && widgets::is_control(all[j].role);
      const bool words = is_words(all[i]) || is_words(all[j]);
      const bool solid = [&](const Recorded& e) {
        return widgets::is_control(e.role) || is_words(e) || e.role == widgets::Role::banner ||
               e.role == widgets::Role::cell;
      }(is_words(all[i]) ? all[j] : all[i]);
      if (controls && distance(all[i].box, all[j].box) < gap_px * scale - 1) {
        found.push_back(all[i].id + " and " + all[j].id + " are too near");
      } else if (words && solid && overlap(all[i].box, all[j].box, 2 * scale)) {
        found.push_back(all[i].id + " and " + all[j].id + " overlap");
      }
    }
  }
  return found;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "\n  " + line;
  return text;
}

std::vector<std::string> faults_of_all(Window window, visit::TextSize size, float scale) {
  std::vector<std::string> all;
  for (const auto language : visit::languages) {
    for (const auto& preview : screens::previews({language, size, visit::Theme::light})) {
      draw(preview, window);
      for (const auto& fault : faults(scale)) {
        all.push_back(preview.name + " (" + std::string(visit::code_of(language)) + ") " + fault);
      }
    }
  }
  return all;
}

}  // namespace

TEST_CASE("every screen keeps the rules of touch, words and places") {
  const auto check = [](Window window, visit::TextSize size, float scale) {
    const auto found = faults_of_all(window, size, scale);
    INFO(window.width << "x" << window.height << " " << widgets::name_of(size) << joined(found));
    CHECK(found.empty());
  };
  SECTION("1280×800") { check({1280, 800}, visit::TextSize::normal, 1); }
  SECTION("1920×1080") { check({1920, 1080}, visit::TextSize::normal, 1.35F); }
  SECTION("1080×1920") { check({1080, 1920}, visit::TextSize::normal, 1.06F); }
  SECTION("1280×800, large text") { check({1280, 800}, visit::TextSize::large, 1); }
  SECTION("1920×1080, large text") { check({1920, 1080}, visit::TextSize::large, 1.35F); }
}

TEST_CASE("the rules find what breaks them") {
  auto& ui = headless();
  ui.begin(1280, 800, {});
  ui.open("broken", {});
  ui.text("title", widgets::plain("Una parola lunghissima"), {.type = widgets::Type::title}, {10, 10, 80, 20},
          widgets::Role::title);
  ui.target({.id = "a", .label = "a", .box = {100, 100, 40, 40}});
  ui.target({.id = "a", .label = "", .box = {142, 100, 60, 60}, .primary = true});
  ui.target({.id = "b", .label = "{n}", .box = {1270, 100, 60, 60}, .primary = true});
  ui.text("t", widgets::plain("sopra"), {}, {110, 110, 0, 0});
  const auto found = joined(faults(1));
  for (const auto* fault : {"do not fit", "too small", "its id is not its own", "has no name", "out of the window",
                            "unfilled", "more than one primary", "too near", "overlap"}) {
    INFO(found);
    CHECK(found.find(fault) != std::string::npos);
  }
}

TEST_CASE("nothing moves in the footer") {
  std::set<std::pair<int, int>> back, help, access;
  for (const auto& preview : screens::previews()) {
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
  for (const auto language : visit::languages) {
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
