// A Ui with no window, and a finger for it. Nothing is painted: everything is laid out and recorded.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/screens/draw.h"
#include "kiosk/screens/previews.h"
#include "kiosk/widgets/ui.h"
#include "tests/catch.h"

namespace sportello::tests {

inline widgets::Ui& headless() {
  static const auto ui = [] {
    auto made = widgets::Ui::load(SPORTELLO_ASSETS, widgets::Surface::headless);
    if (!made) throw std::runtime_error(made.error());
    (*made)->premises = screens::preview_premises();
    return std::move(*made);
  }();
  return *ui;
}

struct Window {
  int width = 1280, height = 800;
};

inline std::optional<visit::Event> draw(const screens::Preview& preview, Window window = {},
                                        const widgets::Input& input = {}) {
  headless().begin(window.width, window.height, input);
  return screens::draw(preview.visit, preview.now, headless());
}

// Real pixels of a design pixel, of the frame just drawn.
inline float scale_now() { return headless().scale(); }

inline screens::Preview preview_named(std::string_view name, const visit::Comfort& comfort = {}) {
  for (auto& preview : screens::previews(comfort)) {
    if (preview.name == name) return preview;
  }
  throw std::runtime_error("no preview " + std::string(name));
}

inline widgets::Rect box_of(std::string_view id) {
  const auto* entry = headless().record().find(id);
  if (entry == nullptr) throw std::runtime_error("nothing called " + std::string(id));
  return entry->box;
}

// A finger down on `id`, then up there.
inline std::optional<visit::Event> tap(const screens::Preview& preview, std::string_view id) {
  draw(preview);
  const auto box = box_of(id);
  const widgets::Input down = {box.middle_x(), box.middle_y(), true};
  if (auto early = draw(preview, {}, down)) return early;
  widgets::Input up = down;
  up.down = false;
  return draw(preview, {}, up);
}

}  // namespace sportello::tests
