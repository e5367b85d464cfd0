#include "kiosk/widgets/line_breaks.h"

#include <pango/pango.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace sportello::widgets {

namespace {

constexpr std::string_view may_part = "\u200B", joins = "\u2060", no_break = "\u00A0";
constexpr double even_least = 0.5, last_word_least = 0.85;  // of the width: narrower would be another column
constexpr double short_line = 0.45;                         // of the width: a long word alone is no orphan
constexpr int grace = PANGO_SCALE;                          // letters set anew may want a part of a pixel more

std::optional<Words> replaced(const Words& words, std::string_view what, std::string_view with) {
  if (std::ranges::none_of(words, [&](const Run& run) { return run.text.find(what) != std::string::npos; }))
    return {};
  Words changed = words;
  for (auto& run : changed) {
    for (auto at = run.text.find(what); at != std::string::npos; at = run.text.find(what, at + with.size())) {
      run.text.replace(at, what.size(), with);
    }
  }
  return changed;
}

int across(PangoLayoutLine* line) {
  PangoRectangle box;
  pango_layout_line_get_extents(line, nullptr, &box);
  return box.width;
}

// What no line may break, and the blank after it.
struct Part {
  int words = 0, blank = 0;
  bool begins_line = false;
};

// From the layout as it stands: to shape it again at every width tried would cost a screen some milliseconds.
std::vector<Part> parts_of(PangoLayout* layout) {
  const std::string_view text = pango_layout_get_text(layout);
  std::vector<int> wide(text.size() + 1);
  PangoLayoutIter* at = pango_layout_get_iter(layout);
  do {
    PangoRectangle box;
    pango_layout_iter_get_cluster_extents(at, nullptr, &box);
    wide[std::min(static_cast<std::size_t>(pango_layout_iter_get_index(at)), text.size())] += box.width;
  } while (pango_layout_iter_next_cluster(at));
  pango_layout_iter_free(at);

  int count = 0, blank = 0;
  const PangoLogAttr* signs = pango_layout_get_log_attrs_readonly(layout, &count);
  const auto walk = [&](auto&& with) {
    std::size_t byte = 0;
    for (int i = 0; i < count && byte < text.size(); ++i) {
      with(signs[i], wide[byte], i);
      byte += static_cast<std::size_t>(g_utf8_skip[static_cast<unsigned char>(text[byte])]);
    }
  };
  walk([&](const PangoLogAttr& sign, int width, int) {
    if (sign.is_white) blank = std::max(blank, width);
  });
  std::vector<Part> parts(1);
  walk([&](const PangoLogAttr& sign, int width, int i) {
    if (i > 0 && sign.is_line_break) parts.push_back({0, 0, sign.is_mandatory_break != 0});
    auto& part = parts.back();
    if (sign.is_white) {
      part.blank += width > 0 ? width : blank;  // at the end of a line it has lost its width
    } else {
      part.words += part.blank + width;
      part.blank = 0;
    }
  });
  return parts;
}

struct Broken {
  int lines = 1, parts_of_last = 0, last = 0;
};
Broken broken_at(const std::vector<Part>& parts, int width) {
  Broken found;
  int blank = 0;
  for (const auto& part : parts) {
    if (found.parts_of_last > 0 && (part.begins_line || found.last + blank + part.words > width)) {
      ++found.lines;
      found.parts_of_last = found.last = blank = 0;
    }
    ++found.parts_of_last;
    found.last += blank + part.words;
    blank = part.blank;
  }
  return found;
}

}  // namespace

std::optional<Words> kept_together(const Words& words) { return replaced(words, may_part, joins); }

std::optional<Words> parted(const Words& words) { return replaced(words, no_break, " "); }

bool sticks_out(PangoLayout* layout) {
  const int width = pango_layout_get_width(layout);
  if (width < 0) return false;
  for (GSList* at = pango_layout_get_lines_readonly(layout); at != nullptr; at = at->next) {
    if (across(static_cast<PangoLayoutLine*>(at->data)) > width) return true;
  }
  return false;
}

void balance(PangoLayout* layout, bool even) {
  const int whole = pango_layout_get_width(layout), lines = pango_layout_get_line_count(layout);
  if (whole <= 0 || lines < 2) return;
  const auto parts = parts_of(layout);
  const auto before = broken_at(parts, whole);
  if (before.lines != lines) return;
  if (!even && (before.parts_of_last > 1 || before.last > static_cast<int>(short_line * whole))) return;
  int good = whole, least = static_cast<int>(whole * (even ? even_least : last_word_least));
  while (good - least > grace) {
    const int tried = least + (good - least) / 2;
    (broken_at(parts, tried).lines > lines ? least : good) = tried;
  }
  good += grace;
  if (good >= whole || (!even && broken_at(parts, good).parts_of_last < 2)) return;
  pango_layout_set_width(layout, good);
  if (pango_layout_get_line_count(layout) > lines) pango_layout_set_width(layout, whole);
}

}  // namespace sportello::widgets
