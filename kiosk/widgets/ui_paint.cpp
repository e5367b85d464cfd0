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
  if (in.paint == nullptr) return;
  in.paint->AddRectFilled({in.snap(box.x), in.snap(box.y)}, {in.snap(box.right()), in.snap(box.bottom())},
                          in.colour(colour), radius * in.scale);
}

void Ui::boxed(Rect box, Colour back, Colour border, float radius, float thickness, float foot) {
  auto& in = *inside_;
  if (in.paint == nullptr) return;
  const ImVec2 from(in.snap(box.x), in.snap(box.y)), to(in.snap(box.right()), in.snap(box.bottom()));
  const float t = in.thick(thickness), below = foot > 0 ? in.thick(foot) : t;
  in.paint->AddRectFilled(from, to, in.colour(border), radius * in.scale);
  in.paint->AddRectFilled({from.x + t, from.y + t}, {to.x - t, to.y - below}, in.colour(back),
                          std::max(0.0F, radius * in.scale - t));
}

void Ui::dashed(Rect box, Colour colour, float radius, float thickness) {
  auto& in = *inside_;
  if (in.paint == nullptr) return;
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
  if (in.paint == nullptr) return;
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
  if (in.paint == nullptr) return;
  in.paint->AddCircleFilled({x * in.scale, y * in.scale}, radius * in.scale, in.colour(colour));
}

void Ui::arc(float x, float y, float radius, float from, float to, Colour colour, float thickness) {
  auto& in = *inside_;
  if (in.paint == nullptr || to <= from) return;
  constexpr float turn = 6.2831853F;
  const ImVec2 middle(x * in.scale, y * in.scale);
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

void Ui::icon(std::string_view name, Rect box, Colour colour, float stroke) {
  auto& in = *inside_;
  if (in.paint == nullptr) return;
  const int size = static_cast<int>(std::lround(std::min(box.w, box.h) * in.scale));
  const Texture* texture = in.pictures->icon(name, size, stroke);
  if (texture == nullptr) return;
  const float x = std::round(box.middle_x() * in.scale - static_cast<float>(size) / 2);
  const float y = std::round(box.middle_y() * in.scale - static_cast<float>(size) / 2);
  in.paint->AddImage(texture_id(texture->name()), {x, y},
                     {x + static_cast<float>(size), y + static_cast<float>(size)}, {0, 0}, {1, 1}, in.colour(colour));
}

void Ui::drawing(std::string_view name, Rect box) {
  auto& in = *inside_;
  if (in.paint == nullptr) return;
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

void Ui::picture(const GreyFrame& frame, Rect box, float radius) {
  auto& in = *inside_;
  if (in.paint == nullptr || frame.width <= 0 || frame.height <= 0) return;
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
  if (in.paint == nullptr) return;
  const float t = in.thick(5), gap = in.thick(4) + t / 2;
  in.paint->AddRect({in.snap(box.x) - gap, in.snap(box.y) - gap},
                    {in.snap(box.right()) + gap, in.snap(box.bottom()) + gap}, in.colour(Colour::focus),
                    radius * in.scale + gap, 0, t);
}

namespace {
float size_of(const Ui& ui, const TextStyle& style) { return style.size > 0 ? style.size : ui.type(style.type); }
}  // namespace

Size Ui::measure(const Words& words, const TextStyle& style, float width) {
  auto& in = *inside_;
  const auto piece =
      in.shaped->measure(words, style, size_of(*this, style) * in.scale, width * in.scale, in.comfort.language);
  return {piece.w / in.scale, piece.h / in.scale};
}

void Ui::paint_text(const Words& words, const TextStyle& style, Rect box) {
  auto& in = *inside_;
  if (in.paint == nullptr || words.empty()) return;
  const auto piece =
      in.shaped->picture(words, style, size_of(*this, style) * in.scale, box.w * in.scale, in.comfort.language);
  const float x = in.snap(box.x) - piece.pad_x, y = in.snap(box.y) - piece.pad_y;
  in.paint->AddImage(texture_id(piece.texture->name()), {x, y},
                     {x + static_cast<float>(piece.texture_w), y + static_cast<float>(piece.texture_h)}, {0, 0},
                     {1, 1}, in.colour(style.colour));
}

float Ui::text(std::string_view id, const Words& words, const TextStyle& style, Rect box, Role role) {
  const Size size = measure(words, style, box.w);
  paint_text(words, style, box);
  const float shown = box.w > 0 ? std::min(size.w, box.w) : size.w;
  float x = box.x;
  switch (style.align) {
    case Align::start: break;
    case Align::centre: x += (box.w - shown) / 2; break;
    case Align::end: x += box.w - shown; break;
  }
  const bool fits = (box.w <= 0 || size.w <= box.w + 1) && (box.h <= 0 || size.h <= box.h + 1);
  note({std::string(id), flat(words), role, {x, box.y, shown, size.h}, true, false, false, -1, fits});
  return size.h;
}

float Ui::secret_width(std::string_view text, const TextStyle& style) {
  auto& in = *inside_;
  const float size = size_of(*this, style) * in.scale;
  const auto& atlas = in.glyphs->atlas(size, style.bold);
  float width = 0;
  for (std::size_t at = 0; at < text.size();) {
    width += atlas.glyph(next_character(text, at)).advance + style.tracking * size;
  }
  return width / in.scale;
}

void Ui::paint_secret(std::string_view text, const TextStyle& style, Rect box) {
  auto& in = *inside_;
  if (in.paint == nullptr || text.empty()) return;
  const float size = size_of(*this, style) * in.scale;
  const auto& atlas = in.glyphs->atlas(size, style.bold);
  const float width = secret_width(text, style) * in.scale - style.tracking * size;
  float pen = box.x * in.scale;
  switch (style.align) {
    case Align::start: break;
    case Align::centre: pen += (box.w * in.scale - width) / 2; break;
    case Align::end: pen += box.w * in.scale - width; break;
  }
  if (conceal && text.find("\u2022") != 0) {  // covered characters need no second cover
    in.paint->AddRectFilled({pen, box.middle_y() * in.scale - size / 3},
                            {pen + width, box.middle_y() * in.scale + size / 3}, in.colour(Colour::edge), size / 8);
    return;
  }
  const float top = std::round(box.middle_y() * in.scale - atlas.line / 2);
  const auto across = static_cast<float>(atlas.width), down = static_cast<float>(atlas.height);
  for (std::size_t at = 0; at < text.size();) {
    const auto& glyph = atlas.glyph(next_character(text, at));
    const float x = std::round(pen + glyph.left), y = top + glyph.top;
    const auto gx = static_cast<float>(glyph.x), gy = static_cast<float>(glyph.y);
    const auto gw = static_cast<float>(glyph.w), gh = static_cast<float>(glyph.h);
    in.paint->AddImage(texture_id(atlas.texture.name()), {x, y}, {x + gw, y + gh}, {gx / across, gy / down},
                       {(gx + gw) / across, (gy + gh) / down}, in.colour(style.colour));
    pen += glyph.advance + style.tracking * size;
  }
}

float Ui::secret(std::string_view id, const secret::SecretText& text, const TextStyle& style, Rect box) {
  const float width = secret_width(text.reveal(), style);
  paint_secret(text.reveal(), style, box);
  note({std::string(id), std::string(secret_label), Role::text, box, true, false, false, -1, width <= box.w + 1});
  return width;
}

}  // namespace sportello::widgets
