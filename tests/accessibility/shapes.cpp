// Colour is never alone: the high-contrast theme has one ink, and in it every state still looks different from its
// opposite. Painted with no display.
#include "kiosk/widgets/offscreen.h"
#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

constexpr int width = 1280, height = 800;

class Eye {
 public:
  Eye() {
    auto off = widgets::Offscreen::open(width, height);
    if (!off) throw std::runtime_error(off.error());
    off_ = std::move(*off);
    auto ui = widgets::Ui::load(SPORTELLO_ASSETS, widgets::Surface::opengl);
    if (!ui) throw std::runtime_error(ui.error());
    ui_ = std::move(*ui);
    ui_->premises = screens::preview_premises();
  }

  // Which pixels of this thing are dark; the focus after so many steps.
  std::vector<bool> look(const std::string& name, const std::string& id, int focus = 0,
                         visit::Language language = visit::Language::it) {
    const auto preview = preview_named(name, {.language = language, .theme = visit::Theme::contrast_light});
    ui_->forget();
    paint(preview, {});
    for (int step = 0; step < focus; ++step) paint(preview, {.focus_step = 1});
    const auto pixels = widgets::read_pixels(width, height);
    const auto* entry = ui_->record().find(id);
    if (entry == nullptr) throw std::runtime_error(name + " has no " + id);
    std::vector<bool> dark;
    // With a little around it: rings stand outside.
    const auto box = entry->box.inset(-6);
    for (int y = std::max(0, static_cast<int>(box.y)); y < std::min<int>(height, static_cast<int>(box.bottom()));
         ++y) {
      for (int x = std::max(0, static_cast<int>(box.x)); x < std::min<int>(width, static_cast<int>(box.right()));
           ++x) {
        const auto at = 4 * (static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x));
        dark.push_back(pixels[at] * 0.07 + pixels[at + 1] * 0.72 + pixels[at + 2] * 0.21 < 128);
      }
    }
    return dark;
  }

 private:
  void paint(const screens::Preview& preview, const widgets::Input& input) {
    off_->frame([&](ImDrawList* list) {
      ui_->begin(width, height, input, list);
      screens::draw(preview.visit, preview.now, *ui_);
    });
  }
  std::unique_ptr<widgets::Offscreen> off_;
  std::unique_ptr<widgets::Ui> ui_;  // after off_: its textures go before their context
};

struct Pair {
  std::string one, other, id;
};

int different(const std::vector<bool>& one, const std::vector<bool>& other) {
  if (one.size() != other.size()) return static_cast<int>(std::max(one.size(), other.size()));
  int count = 0;
  for (std::size_t i = 0; i < one.size(); ++i) count += one[i] != other[i] ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("in one ink every state looks different from its opposite") {
  Eye eye;
  const std::vector<Pair> pairs = {
      {"commitments", "commitments-all", "commitment.child"},    // ticked
      {"commitments", "commitments-all", "commitments.accept"},  // asleep, awake
      {"report-empty", "report", "report.phone"},                // ticked
      {"typed-entry", "typed-entry-complete", "typed.check"},    // asleep, awake
      {"code-entry", "code-entry-ready", "code.confirm"},        // asleep, awake
      {"code-entry", "code-entry-wrong", "code.cell.6"},         // wrong
      {"code-entry", "code-entry-checking", "key.1"},            // asleep
      {"choose-password-empty", "choose-password-good", "password.save"},
      {"current-password", "current-password-accents", "key.accents"},  // held down
  };
  int least = 1'000'000;
  const auto look = [&](const std::string& what, int pixels) {
    INFO(what << ": " << pixels << " pixels");
    CHECK(pixels >= 60);
    least = std::min(least, pixels);
  };
  for (const auto& pair : pairs) {
    look(pair.other + " " + pair.id, different(eye.look(pair.one, pair.id), eye.look(pair.other, pair.id)));
  }
  look("chosen", different(eye.look("languages", "language.ro", 0, visit::Language::ro),
                           eye.look("languages", "language.ro", 0, visit::Language::it)));
  look("focus", different(eye.look("leave", "leave.stay"), eye.look("leave", "leave.stay", 1)) +
                    different(eye.look("leave", "leave.end"), eye.look("leave", "leave.end", 1)));
  CHECK(different(eye.look("leave", "leave.stay"), eye.look("leave", "leave.stay")) == 0);  // it can tell none, too
  clause("11.1.4.1", "least pixels that tell a state in one ink", least, ">=", 60);
}
