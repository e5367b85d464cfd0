#include "kiosk/widgets/ui.h"

#include "kiosk/widgets/focus_walk.h"
#include "kiosk/widgets/inside.h"
#include "kiosk/widgets/painting.h"

namespace sportello::widgets {

Ui::Ui() : inside_(std::make_unique<Inside>()) {}
Ui::~Ui() = default;

std::expected<std::unique_ptr<Ui>, std::string> Ui::load(const std::filesystem::path& assets, Surface surface,
                                                         std::optional<visit::Language> first) {
  auto tokens = Tokens::load(assets / "theme.toml");
  if (!tokens) return std::unexpected(tokens.error());
  auto texts = Texts::load(assets / "texts", first);
  if (!texts) return std::unexpected(texts.error());
  auto fonts = Fonts::load(assets / "fonts.conf");
  if (!fonts) return std::unexpected(fonts.error());
  auto pictures = Pictures::load(assets, surface);
  if (!pictures) return std::unexpected(pictures.error());
  std::unique_ptr<Ui> ui(new Ui);
  auto& in = *ui->inside_;
  in.surface = surface;
  in.tokens = *std::move(tokens);
  in.texts = *std::move(texts);
  in.pictures.emplace(*std::move(pictures));
  in.shaped.emplace(*fonts, surface);
  in.glyphs.emplace(*fonts, surface);
  return ui;
}

std::expected<void, std::string> Ui::load_rest() { return inside_->texts.load_rest(); }

void Ui::begin(int width, int height, const Input& input, ImDrawList* paint) {
  auto& in = *inside_;
  in.paint = paint;
  in.window_w = std::max(width, 1);
  in.window_h = std::max(height, 1);
  in.dots_per_mm = dots_per_mm;
  in.stand(in.comfort.low_reach);
  in.redraw.reset();
  if (in.press_ended) in.pressed.clear();
  in.press_began = input.down && !in.was_down;
  in.press_ended = !input.down && in.was_down;
  in.press_meant_something = false;
  in.was_down = input.down;
  in.input = input;
  if (in.press_began) in.focused.clear();  // a finger needs no ring
  if (input.focus_step != 0) in.step_focus(input.focus_step);
  if (input.arrow != Arrow::none) in.focused = focus_after(in.record, in.focused, input.arrow, in.mirrored);
}

void Ui::Inside::step_focus(int step) {
  std::vector<std::string> order;
  for (const auto& entry : record.entries()) {
    if (entry.focus >= 0) order.push_back(entry.id);
  }
  if (order.empty()) return;
  const auto count = static_cast<std::ptrdiff_t>(order.size());
  const auto at = std::ranges::find(order, focused) - order.begin();
  auto next = at == count ? (step > 0 ? 0 : count - 1) : (at + step) % count;
  if (next < 0) next += count;
  focused = order[static_cast<std::size_t>(next)];
}

void Ui::open(std::string_view name, const visit::Comfort& comfort) {
  auto& in = *inside_;
  if (in.record.screen() != name) {
    in.focused.clear();
    in.acted.clear();
    if (!in.record.screen().empty()) in.changed_at = in.input.now;
  }
  if (!in.pressed.empty() && in.pressed_screen != name) in.pressed.clear();
  in.comfort = comfort;
  in.mirrored = visit::right_to_left(comfort.language);
  in.kept.reset();
  in.counting = in.every_page = false;
  in.pages_of = {1, 0, 0, 0};
  in.page = 0;
  in.record.clear(name, static_cast<float>(in.window_w), static_cast<float>(in.window_h));
  if (in.paint != nullptr) clear_to(*in.paint, in.colour(Colour::bg));
  in.stand(comfort.low_reach);
  if (in.top > 0) name_school_above();
  in.first_vertex = in.vertices();
}

void Ui::forget() {
  auto& in = *inside_;
  in.shaped->clear();
  in.preview = {};
  in.preview_sequence = 0;
  preview.reset();
  in.pressed.clear();
  in.focused.clear();
  in.record.clear("", 0, 0);
  in.released.clear();
}

std::string_view Ui::focused() const { return inside_->focused; }
void Ui::unfocus() { inside_->focused.clear(); }
const Texts& Ui::texts() const { return inside_->texts; }

const LayoutRecord& Ui::record() const { return inside_->record; }
std::optional<std::chrono::milliseconds> Ui::redraw_after() const { return inside_->redraw; }
void Ui::redraw_within(std::chrono::milliseconds time) {
  if (inside_->counting) return;
  auto& redraw = inside_->redraw;
  redraw = std::min(redraw.value_or(time), time);
}
const visit::Comfort& Ui::comfort() const { return inside_->comfort; }
Rect Ui::window() const {
  const auto& in = *inside_;
  return {0, 0, static_cast<float>(in.width) / in.scale, static_cast<float>(in.height) / in.scale};
}
float Ui::scale() const { return inside_->scale; }
bool Ui::portrait() const { return inside_->height > inside_->width; }
bool Ui::contrast() const {
  return inside_->comfort.theme == visit::Theme::contrast_light ||
         inside_->comfort.theme == visit::Theme::contrast_dark;
}
float Ui::type(Type type) const { return inside_->tokens.type(inside_->comfort.size, type); }
float Ui::measure(Measure measure) const {
  // High contrast has no tints: what can be pressed, and where it ends, is said by lines.
  if (contrast() && measure == Measure::line) return 2;
  if (contrast() && measure == Measure::border) return 3;
  if (contrast() && measure == Measure::strong) return 6;
  return inside_->tokens.measure(measure);
}
float Ui::line_height(const TextStyle& style) const {
  const float size = style.size > 0 ? style.size : type(style.type);
  return size * style.line * line_factor(style.language.value_or(inside_->comfort.language));
}
float Ui::grown(Type type) const { return this->type(type) / inside_->tokens.type(visit::TextSize::normal, type); }

Words Ui::say(TextKey key, Arguments arguments) const {
  return inside_->texts.get(inside_->comfort.language, key, arguments);
}

Words Ui::say_count(TextKey key, int number, Arguments arguments) const {
  return inside_->texts.count(inside_->comfort.language, key, number, arguments);
}

void Ui::note(Recorded entry) {
  if (!inside_->place(entry.box)) return;
  const float s = inside_->scale;
  const auto left = static_cast<float>(inside_->left), top = static_cast<float>(inside_->top);
  entry.box = {left + entry.box.x * s, top + entry.box.y * s, entry.box.w * s, entry.box.h * s};
  inside_->record.add(std::move(entry));
}

namespace {
constexpr std::chrono::milliseconds least_pressed{120}, fade{120}, between_frames{16};
}  // namespace

// The same thing again within half a second, or whatever came under the finger meanwhile (EN 301 549, 5.8).
bool Ui::Inside::trembles(std::string_view id) const {
  if (!comfort.steady || released.empty() || input.now - released_at >= visit::second_press) return false;
  return released == id || released_screen != record.screen();
}

void Ui::finish() {
  auto& in = *inside_;
  const auto passed = in.input.now - in.changed_at;
  if (motion && !contrast() && passed >= std::chrono::milliseconds{0} && passed < fade) {
    redraw_within(between_frames);
    cover(1 - static_cast<float>(passed.count()) / static_cast<float>(fade.count()));
  }
  in.lower();
}

Ui::Pressed Ui::target(const Target& target) {
  auto& in = *inside_;
  Pressed result;
  Rect seen = target.box;
  if (!in.place(seen)) return result;
  const bool inside = seen.holds(in.finger_x(), in.finger_y());
  if (target.enabled) {
    if (in.press_began && inside && in.trembles(target.id)) {
      in.press_meant_something = true;  // somebody is there
    } else if (in.press_began && inside) {
      in.pressed = target.id;
      in.pressed_screen = in.record.screen();
      in.press_meant_something = true;
    }
    const bool ours = in.pressed == target.id;
    result.held = ours && inside && in.input.down;
    result.focused = in.focused == target.id;
    result.acted = (ours && inside && in.press_ended) || (result.focused && in.input.activate);
    if (result.acted) {
      in.press_meant_something = true;
      in.released = target.id;
      in.released_screen = in.record.screen();
      in.released_at = in.input.now;
      in.acted = target.id;
      in.acted_at = in.input.now;
    }
    // A quick touch is seen, too.
    if (const auto left = in.acted_at + least_pressed - in.input.now;
        motion && !target.secret && in.acted == target.id && left.count() > 0) {
      result.held = true;
      redraw_within(left);
    }
  }
  note({std::string(target.id), target.label, target.role, target.box, target.enabled, target.primary,
        target.selected, -1, target.fits});
  return result;
}

bool Ui::touched_nothing() const {
  const auto& in = *inside_;
  return (in.press_began || in.press_ended) && !in.press_meant_something;
}

}  // namespace sportello::widgets
