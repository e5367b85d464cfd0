// Draws secrets one character at a time from atlases that hold every character anyway: no picture, no layout and
// no cache ever knows which ones were typed. Needs no key, keeps no text.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "kiosk/widgets/shaped_text.h"

namespace sportello::widgets {

class SecretGlyphs {
 public:
  SecretGlyphs(std::shared_ptr<const Fonts> fonts, Surface surface) : fonts_(std::move(fonts)), surface_(surface) {}

  struct Glyph {
    float advance = 0;
    int x = 0, y = 0, w = 0, h = 0;  // in the atlas
    float left = 0, top = 0;         // of the ink, from the pen and from the top of a line of 1.36
  };
  struct Atlas {
    Texture texture;
    int width = 0, height = 0;
    float line = 0;
    std::map<char32_t, Glyph> glyphs;
    // What stands for a character that is in no atlas.
    [[nodiscard]] const Glyph& glyph(char32_t character) const;
  };
  // Made whole at its first use. `all`: the letters of passwords, accents too; else those of codes.
  const Atlas& atlas(float size, bool bold, bool all);

 private:
  std::shared_ptr<const Fonts> fonts_;
  Surface surface_;
  std::map<std::tuple<int, bool, bool>, std::unique_ptr<Atlas>> atlases_;
};

// The next character of UTF-8; advances `at`. Broken bytes are taken one by one.
char32_t next_character(std::string_view text, std::size_t& at);
std::size_t count_characters(std::string_view text);

}  // namespace sportello::widgets
