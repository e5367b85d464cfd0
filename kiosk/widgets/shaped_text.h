// Lays out words of any script with Pango, and keeps the pictures of those in use (least recently used go first).
// Layout needs no graphics card. Never give it a secret: see secret_glyphs.h.
#pragma once

#include <expected>
#include <filesystem>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "kiosk/widgets/texts.h"
#include "kiosk/widgets/textures.h"
#include "kiosk/widgets/ui.h"

struct _FcConfig;
typedef struct _PangoContext PangoContext;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLayout PangoLayout;

namespace sportello::widgets {

// What a line of this language's script needs, compared with a Latin one.
float line_factor(visit::Language language);
// How far its words are lifted in their line, of the type's size, to stand where Latin ones do.
float line_rise(visit::Language language);

// The fonts of assets/fonts.conf and nothing else of the machine.
class Fonts {
 public:
  static std::expected<std::shared_ptr<Fonts>, std::string> load(const std::filesystem::path& file);
  // The same fonts for another thread: Pango's font map belongs to the thread that lays out with it.
  [[nodiscard]] std::shared_ptr<Fonts> another() const;
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  struct Drop {
    void operator()(PangoLayout* layout) const;
  };
  using Layout = std::unique_ptr<PangoLayout, Drop>;
  // How the lines of a text were found, so that they need not be sought twice.
  struct Lines {
    int width = -1;       // Pango's units; -1: one line
    bool parted = false;  // what belongs together had no room
  };
  // `size` and `width` in real pixels; a width of 0: one line.
  [[nodiscard]] Layout lay_out(const Words& words, const TextStyle& style, float size, float width,
                               visit::Language language, Lines* found = nullptr) const;
  [[nodiscard]] Layout lay_out(const Words& words, const TextStyle& style, float size, const Lines& lines,
                               visit::Language language) const;

 private:
  Fonts() = default;
  [[nodiscard]] Layout shape(const Words& words, const TextStyle& style, float size, int width,
                             visit::Language language) const;
  static std::shared_ptr<Fonts> over(_FcConfig* config);
  PangoFontMap* map_ = nullptr;
  PangoContext* forward_ = nullptr;   // read from the left
  PangoContext* backward_ = nullptr;  // read from the right
};

class ShapedText {
 public:
  ShapedText(std::shared_ptr<const Fonts> fonts, Surface surface) : fonts_(std::move(fonts)), surface_(surface) {}

  struct Piece {
    float w = 0, h = 0;  // what the words take, real pixels
    int lines = 0;
    const Texture* texture = nullptr;  // only from picture(); valid until the next call
    float pad_x = 0, pad_y = 0;        // the texture begins this much before the words
    int texture_w = 0, texture_h = 0;
  };
  Piece measure(const Words& words, const TextStyle& style, float size, float width, visit::Language language);
  Piece picture(const Words& words, const TextStyle& style, float size, float width, visit::Language language);
  void clear();
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t entries() const { return kept_.size(); }

 private:
  struct Kept {
    std::string key;
    Piece piece;
    Fonts::Lines lines;
    Texture texture;
  };
  Kept& find(const Words& words, const TextStyle& style, float size, float width, visit::Language language);
  void make_room();

  std::shared_ptr<const Fonts> fonts_;
  Surface surface_;
  std::list<Kept> kept_;  // the most recently used first
  std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
  std::size_t bytes_ = 0;
};

}  // namespace sportello::widgets
