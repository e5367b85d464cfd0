// Every control of every screen under one finger: it acts when the finger leaves it inside, never before, never when
// the finger slid off, and asks for no more than one short press.
#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;
using visit::Language;
using visit::TextSize;

namespace {

struct Control {
  screens::Preview preview;
  std::string id;
  widgets::Rect box;
};

// Those that are awake, on every page.
const std::vector<Control>& controls() {
  static const auto all = [] {
    std::vector<Control> found;
    const std::array looks = {visit::Comfort{.language = Language::it, .size = TextSize::normal},
                              visit::Comfort{.language = Language::ar, .size = TextSize::largest}};
    for (const auto& comfort : looks) {
      for (auto& preview : screens::previews(comfort)) {
        int pages = 1;
        for (int page = 0; page < pages; ++page) {
          auto shown = preview;
          shown.visit.page += page;
          draw(shown);
          if (page == 0) pages = headless().pages() - headless().page();
          for (const auto* entry : headless().record().controls()) {
            if (entry->enabled) found.push_back({shown, entry->id, entry->box});
          }
        }
      }
    }
    return found;
  }();
  return all;
}

bool acts(const std::optional<visit::Event>& event) {
  return event && !std::holds_alternative<visit::Touched>(*event);
}

// A finger at a place, down or not.
bool acts(const Control& control, float x, float y, bool down) {
  return acts(draw(control.preview, {}, {.x = x, .y = y, .down = down}));
}

}  // namespace

TEST_CASE("every control acts when the finger is lifted inside it, by one press of one finger") {
  int early = 0, deaf = 0;
  for (const auto& control : controls()) {
    INFO(control.preview.name << " " << control.id);
    draw(control.preview);
    const bool at_once = acts(control, control.box.middle_x(), control.box.middle_y(), true);
    const bool lifted = acts(control, control.box.middle_x(), control.box.middle_y(), false);
    CHECK_FALSE(at_once);
    CHECK(lifted);
    early += at_once ? 1 : 0;
    deaf += lifted ? 0 : 1;
  }
  CHECK(controls().size() > 2000);
  clause("11.2.5.2", "controls that act before the finger is lifted", early, "==", 0);
  clause("5.9", "controls that one finger cannot press", deaf, "==", 0);
}

TEST_CASE("no control acts when the finger slid off it, nor when it slid onto it") {
  int off = 0, onto = 0;
  for (const auto& control : controls()) {
    const float x = control.box.middle_x(), y = control.box.middle_y();
    // Between two controls, and out of the window.
    for (const auto& [there_x, there_y] : {std::pair{control.box.right() + 4, y}, std::pair{-5.0F, -5.0F}}) {
      INFO(control.preview.name << " " << control.id << " to " << there_x);
      draw(control.preview);
      acts(control, x, y, true);
      const bool slid = acts(control, there_x, there_y, true) || acts(control, there_x, there_y, false);
      CHECK_FALSE(slid);
      off += slid ? 1 : 0;

      draw(control.preview);
      acts(control, there_x, there_y, true);
      const bool pulled = acts(control, x, y, true) || acts(control, x, y, false);
      CHECK_FALSE(pulled);
      onto += pulled ? 1 : 0;
    }
  }
  clause("11.2.5.2", "controls that act though the finger slid off", off, "==", 0);
  clause("11.2.5.2", "controls that act though the finger went down elsewhere", onto, "==", 0);
}

TEST_CASE("nothing is drawn with a finger, held, or pressed twice: what acts has acted when it is lifted") {
  // A second press, where the first one changed nothing, means the same as the first.
  int other = 0;
  for (const auto& control : controls()) {
    const float x = control.box.middle_x(), y = control.box.middle_y();
    draw(control.preview);
    draw(control.preview, {}, {.x = x, .y = y, .down = true});
    const auto first = draw(control.preview, {}, {.x = x, .y = y, .down = false});
    using namespace std::chrono_literals;
    draw(control.preview, {}, {.x = x, .y = y, .down = true, .now = 1000ms});
    draw(control.preview, {}, {.x = x, .y = y, .down = true, .now = 9000ms});  // held for eight seconds
    const auto second = draw(control.preview, {}, {.x = x, .y = y, .down = false, .now = 9001ms});
    INFO(control.preview.name << " " << control.id);
    const bool same = first && second && first->index() == second->index();
    CHECK(same);
    other += same ? 0 : 1;
  }
  clause("5.5.1", "controls that mean something else when they are held or pressed twice", other, "==", 0);
}
