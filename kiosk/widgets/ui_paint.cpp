// The half of Ui that paints. Without a draw list it only measures and records.
#include "kiosk/widgets/imgui.h"
#include "kiosk/widgets/inside.h"

namespace sportello::widgets {

std::uint32_t Ui::Inside::colour(Colour colour) const {
  const Rgb c = tokens.colour(comfort.theme, colour);
  return IM_COL32(c.r, c.g, c.b, 255);
}

void Ui::fill(Rect box, Colour colour, float radius) {
  auto& in = *inside_;
  if (in.paint == nullptr || !in.place(box)) return;
  in.paint->AddRectFilled({in.snap(box.x), in.snap(box.y)}, {in.snap(box.right()), in.snap(box.bottom())},
                          in.colour(colour), radius * in.scale);
}

void Ui::cover(float share) {
  auto& in = *inside_;
  if (in.paint == nullptr) return;
  const Rgb c = in.tokens.colour(in.comfort.theme, Colour::bg);
  in.paint->AddRectFilled({0, 0}, {static_cast<float>(in.width), static_cast<float>(in.height)},
                          IM_COL32(c.r, c.g, c.b, std::clamp(static_cast<int>(share * 255), 0, 255)));
}

void Ui::boxed(Rect box, Colour back, Colour border, float radius, float thickness, float foot) {
  auto& in = *inside_;
  if (in.paint == nullptr || !in.place(box)) return;
  const ImVec2 from(in.snap(box.x), in.snap(box.y)), to(in.snap(box.right()), in.snap(box.bottom()));
  const float t = in.thick(thickness), below = foot > 0 ? in.thick(foot) : t;
  if (below == t && 2 * t < std::min(to.x - from.x, to.y - from.y)) {
    // The line over the edge of the filling: where there is no graphics card, each pixel painted twice is paid twice.
    const float half = t / 2;
    const ImVec2 inner_from(from.x + half, from.y + half), inner_to(to.x - half, to.y - half);
    const float r = std::max(0.0F, radius * in.scale - half);
    in.paint->AddRectFilled(inner_from, inner_to, in.colour(back), r);
    in.paint->PathRect(inner_from, inner_to, r);
    in.paint->PathStroke(in.colour(border), ImDrawFlags_Closed, t);
    return;
  }
  in.paint->AddRectFilled(from, to, in.colour(border), radius * in.scale);
  in.paint->AddRectFilled({from.x + t, from.y + t}, {to.x - t, to.y - below}, in.colour(back),
                          std::max(0.0F, radius * in.scale - t));
}

void Ui::dashed(Rect box, Colour colour, float radius, float thickness) {
  auto& in = *inside_;
  if (in.paint == nullptr || !in.place(box)) return;
  const float t = in.thick(thickness), r = radius * in.scale;
  const ImVec2 from(in.snap(box.x) + t / 2, in.snap(box.y) + t / 2);
  const ImVec2 to(in.snap(box.right()) - t / 2, in.snap(box.bottom()) - t / 2);
  in.paint->PathClear();
  in.paint->PathRect(from, to, r);
  std::vector<ImVec2> path(in.paint->_Path.Data, in.paint->_Path.Data + in.paint->_Path.Size);
  in.paint->PathClear();
  if (path.empty()) return;
  path.push_back(path.front());
  const float on = 3 * t, off = 2 * t;
  float walked = 0;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const ImVec2 a = path[i - 1], b = path[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    for (float at = 0; at < length;) {
      const float phase = std::fmod(walked + at, on + off);
      const float step = std::min((phase < on ? on : on + off) - phase + 0.01F, length - at);
      if (phase < on) {
        const auto point = [&](float d) {
          return ImVec2(a.x + (b.x - a.x) * d / length, a.y + (b.y - a.y) * d / length);
        };
        in.paint->AddLine(point(at), point(at + step), in.colour(colour), t);
      }
      at += step;
    }
    walked += length;
  }
}

void Ui::line(float x1, float y1, float x2, float y2, Colour colour, float thickness) {
  auto& in = *inside_;
  Rect from = {x1, y1, 0, 0}, to = {x2, y2, 0, 0};
  if (in.paint == nullptr || !in.place(from) || !in.place(to)) return;
  if (from.x > to.x) std::swap(from, to);
  x1 = from.x, y1 = from.y, x2 = to.x, y2 = to.y;
  const float t = in.thick(thickness);
  if (y1 == y2) {
    in.paint->AddRectFilled({in.snap(x1), in.snap(y1)}, {in.snap(x2), in.snap(y1) + t}, in.colour(colour));
  } else if (x1 == x2) {
    in.paint->AddRectFilled({in.snap(x1), in.snap(y1)}, {in.snap(x1) + t, in.snap(y2)}, in.colour(colour));
  } else {
    in.paint->AddLine({x1 * in.scale, y1 * in.scale}, {x2 * in.scale, y2 * in.scale}, in.colour(colour), t);
  }
}

void Ui::disc(float x, float y, float radius, Colour colour) {
  auto& in = *inside_;
  Rect at = {x, y, 0, 0};
  if (in.paint == nullptr || !in.place(at)) return;
  in.paint->AddCircleFilled({at.x * in.scale, at.y * in.scale}, radius * in.scale, in.colour(colour));
}

void Ui::arc(float x, float y, float radius, float from, float to, Colour colour, float thickness) {
  auto& in = *inside_;
  Rect at = {x, y, 0, 0};
  if (in.paint == nullptr || to <= from || !in.place(at)) return;
  constexpr float turn = 6.2831853F;
  const ImVec2 middle(at.x * in.scale, at.y * in.scale);
  const float r = radius * in.scale, t = thickness * in.scale;
  const auto angle = [&](float turns) { return (turns - 0.25F) * turn; };
  const bool whole = to - from >= 1;
  in.paint->PathClear();
  in.paint->PathArcTo(middle, r, angle(from), angle(to), 96);
  in.paint->PathStroke(in.colour(colour), whole ? ImDrawFlags_Closed : ImDrawFlags_None, t);
  if (whole) return;
  for (const float end : {from, to}) {
    in.paint->AddCircleFilled({middle.x + r * std::cos(angle(end)), middle.y + r * std::sin(angle(end))}, t / 2,
                              in.colour(colour));
  }
}

void Ui::squared_paper(Rect box, float step, Colour back, Colour lines, float radius) {
  fill(box, back, radius);
  if (inside_->paint == nullptr || contrast()) return;  // decoration only
  const auto inset_at = [&](float distance) {
    const float d = radius - distance;
    return distance >= radius ? 0.0F : radius - std::sqrt(std::max(0.0F, radius * radius - d * d));
  };
  for (float x = step; x < box.w - 1; x += step) {
    const float cut = std::max(inset_at(x), inset_at(box.w - x));
    line(box.x + x, box.y + cut, box.x + x, box.bottom() - cut, lines, 1);
  }
  for (float y = step; y < box.h - 1; y += step) {
    const float cut = std::max(inset_at(y), inset_at(box.h - y));
    line(box.x + cut, box.y + y, box.right() - cut, box.y + y, lines, 1);
  }
}

namespace {
constexpr std::array<std::string_view, 3> of_direction = {"back", "next", "exit"};
}  // namespace

void Ui::icon(std::string_view name, Rect box, Colour colour, float stroke) {
  auto& in = *inside_;
  if (in.paint == nullptr || !in.place(box)) return;
  const int size = static_cast<int>(std::lround(std::min(box.w, box.h) * in.scale));
  const Texture* texture = in.pictures->icon(name, size, stroke);
  if (texture == nullptr) return;
  const float x = std::round(box.middle_x() * in.scale - static_cast<float>(size) / 2);
  const float y = std::round(box.middle_y() * in.scale - static_cast<float>(size) / 2);
  // Back is forward when one reads from the right.
  const bool turned = in.flips() && std::ranges::find(of_direction, name) != of_direction.end();
  in.paint->AddImage(texture_id(texture->name()), {x, y},
                     {x + static_cast<float>(size), y + static_cast<float>(size)}, {turned ? 1.0F : 0.0F, 0},
                     {turned ? 0.0F : 1.0F, 1}, in.colour(colour));
}

void Ui::drawing(std::string_view name, Rect box) {
  auto& in = *inside_;
  if (in.paint == nullptr || !in.place(box)) return;
  const float shape = in.pictures->shape(name);
  const float w = std::round(std::min(box.w, box.h * shape) * in.scale), h = std::round(w / shape);
  const auto colour_of = [&](std::string_view role) {
    for (std::size_t i = 0; i < colour_count; ++i) {
      if (name_of(static_cast<Colour>(i)) == role) {
        return to_hex(in.tokens.colour(in.comfort.theme, static_cast<Colour>(i)));
      }
    }
    return std::string("#FF00FF");  // no such role: nobody overlooks it
  };
  const Texture* texture = in.pictures->drawing(name, static_cast<int>(w), static_cast<int>(h),
                                                static_cast<int>(in.comfort.theme), colour_of);
  if (texture == nullptr) return;
  const float x = std::round(box.middle_x() * in.scale - w / 2), y = std::round(box.middle_y() * in.scale - h / 2);
  in.paint->AddImage(texture_id(texture->name()), {x, y}, {x + w, y + h});
}

void Ui::crest(Rect box) {
  auto& in = *inside_;
  if (in.paint == nullptr) return;
  const int side = static_cast<int>(std::lround(std::min(box.w, box.h) * in.scale));
  const Texture* texture = premises.crest.empty() ? nullptr : in.pictures->crest(premises.crest, side);
  if (texture == nullptr) {
    drawing("crest", box);
    return;
  }
  if (!in.place(box)) return;
  const float x = std::round(box.middle_x() * in.scale - static_cast<float>(side) / 2);
  const float y = std::round(box.middle_y() * in.scale - static_cast<float>(side) / 2);
  const auto size = static_cast<float>(side);
  in.paint->AddImage(texture_id(texture->name()), {x, y}, {x + size, y + size});
}

void Ui::picture(const GreyFrame& frame, Rect box, float radius) {
  auto& in = *inside_;
  if (in.paint == nullptr || frame.width <= 0 || frame.height <= 0 || !in.place(box)) return;
  const auto needed = static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height);
  if (frame.pixels.size() < needed) return;
  if (!in.preview || in.preview_sequence != frame.sequence) {
    in.preview = Texture::of_grey(in.surface, frame.pixels.data(), frame.width, frame.height);
    in.preview_sequence = frame.sequence;
  }
  // The middle of the frame, as much as fills the box; left is right, as in a mirror.
  const float shape = static_cast<float>(frame.width) / static_cast<float>(frame.height), wanted = box.w / box.h;
  const float u = shape > wanted ? wanted / shape / 2 : 0.5F, v = shape > wanted ? 0.5F : shape / wanted / 2;
  in.paint->AddImageRounded(texture_id(in.preview.name()), {in.snap(box.x), in.snap(box.y)},
                            {in.snap(box.right()), in.snap(box.bottom())}, {0.5F + u, 0.5F - v}, {0.5F - u, 0.5F + v},
                            IM_COL32_WHITE, radius * in.scale);
}

void Ui::focus_ring(Rect box, float radius) {
  auto& in = *inside_;
  if (in.paint == nullptr || !in.place(box)) return;
  const float t = in.thick(5), gap = in.thick(4) + t / 2;
  in.paint->AddRect({in.snap(box.x) - gap, in.snap(box.y) - gap},
                    {in.snap(box.right()) + gap, in.snap(box.bottom()) + gap}, in.colour(Colour::focus),
                    radius * in.scale + gap, 0, t);
}

}  // namespace sportello::widgets
