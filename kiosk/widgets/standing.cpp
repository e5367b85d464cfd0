// How large a screen is in its window, and where it stands: everywhere, or low, for whoever reaches no higher.
#include "kiosk/widgets/imgui.h"
#include "kiosk/widgets/inside.h"

namespace sportello::widgets {

namespace {

constexpr float design_w = 1280, design_h = 800;
constexpr float design_dots_per_mm = 3.809F;  // 1280×800 on 15.6 inches
constexpr float widest_window = 1.5F;         // of 1280×800: on a larger display words would stand too far apart
constexpr float low_share = 0.8F;             // of the size that fills a window whose millimetres nobody declared
constexpr float worth_it = 0.92F;             // of the height: less lower than this helps nobody

bool upright(int width, int height) { return height > width; }

float filling(int width, int height) {
  const auto w = static_cast<float>(width), h = static_cast<float>(height);
  return upright(width, height) ? std::min(w / 1080, h / 1920) * 1.06F : std::min(w / design_w, h / design_h);
}

// 1280×800 fills its window exactly; a tall screen of 1080×1920 is read from as near, and 1.06 of it is right. A
// display that says how dense it is gets real millimetres, as far as everything finds its place in them.
float usual_scale(int width, int height, std::optional<float> dots_per_mm) {
  const float whole = filling(width, height);
  return dots_per_mm ? std::clamp(*dots_per_mm / design_dots_per_mm, whole / widest_window, whole) : whole;
}

// In a tall window the wide layout, from side to side; in a wide one as small as declared millimetres allow.
float low_scale(int width, int height, std::optional<float> dots_per_mm) {
  if (upright(width, height)) return static_cast<float>(width) / design_w;
  const float usual = usual_scale(width, height, dots_per_mm);
  return dots_per_mm ? usual : usual * low_share;
}

int pixels(float design, float scale, int most) {
  return std::min(most, static_cast<int>(std::ceil(design * scale)));
}

}  // namespace

void Ui::Inside::stand(bool low) {
  width = window_w;
  height = window_h;
  left = top = 0;
  scale = usual_scale(window_w, window_h, dots_per_mm);
  if (!low) return;
  const float smaller = low_scale(window_w, window_h, dots_per_mm);
  const int w = pixels(design_w, smaller, window_w), h = pixels(design_h, smaller, window_h);
  if (static_cast<float>(h) > worth_it * static_cast<float>(window_h)) return;
  scale = smaller;
  width = w;
  height = h;
  left = (window_w - w) / 2;
  top = window_h - h;
}

bool Ui::can_stand_low() const {
  const auto& in = *inside_;
  const int h = pixels(design_h, low_scale(in.window_w, in.window_h, in.dots_per_mm), in.window_h);
  return static_cast<float>(h) <= worth_it * static_cast<float>(in.window_h);
}

std::optional<Rect> Ui::where(std::string_view id) const {
  const auto& in = *inside_;
  const auto* entry = in.record.find(id);
  if (entry == nullptr) return std::nullopt;
  const float x = entry->box.x - static_cast<float>(in.left), y = entry->box.y - static_cast<float>(in.top);
  return Rect{x / in.scale, y / in.scale, entry->box.w / in.scale, entry->box.h / in.scale};
}

// Above a low screen nothing can be pressed: it says where one is.
void Ui::name_school_above() {
  auto& in = *inside_;
  const auto height = std::exchange(in.height, in.top), width = std::exchange(in.width, in.window_w);
  const auto top = std::exchange(in.top, 0), left = std::exchange(in.left, 0);
  const Rect free = window();
  const TextStyle style = {.type = Type::title, .bold = true, .display = true, .align = Align::centre, .line = 1.2F};
  const Words school = plain(premises.school);
  const float room = free.w - 2 * measure(Measure::margin), tall = measure(school, style, room).h;
  if (tall + 24 <= free.h) {
    text("reach.school", school, style, {(free.w - room) / 2, (free.h - tall) / 2, room, tall});
  }
  in.height = height;
  in.width = width;
  in.top = top;
  in.left = left;
}

int Ui::Inside::vertices() const { return paint == nullptr ? 0 : paint->VtxBuffer.Size; }

void Ui::Inside::lower() {
  if (paint == nullptr || (left == 0 && top == 0)) return;
  for (int i = first_vertex; i < paint->VtxBuffer.Size; ++i) {
    paint->VtxBuffer[i].pos.x += static_cast<float>(left);
    paint->VtxBuffer[i].pos.y += static_cast<float>(top);
  }
}

}  // namespace sportello::widgets
