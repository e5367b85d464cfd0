// What a screen draws with: theme, words, shaped text, pictures, input, and the record of what stands where.
// Knows no visit, no device, no clock. One Ui per window.
//
// A frame, in the window:   ui.begin(width, height, input, ImGui::GetBackgroundDrawList());
//                           auto event = screens::draw(visit, now, ui);
// Headless, for tests:      the same with no draw list: everything is laid out and recorded, nothing painted.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/visit/comfort.h"
#include "kiosk/widgets/layout_record.h"
#include "kiosk/widgets/rect.h"
#include "kiosk/widgets/texts.h"
#include "kiosk/widgets/theme.h"
#include "service/shared/secret/secret.h"

struct ImDrawList;

namespace sportello::widgets {

// Whom a parent can ask, as the configuration says it. An empty line is left out.
struct Office {
  std::string name;   // "Segreteria didattica"
  std::string place;  // "Piano terra, stanza 4"
  std::string hours;  // "Da lunedì a venerdì, 10:30–12:30"
  std::string phone;
};

// Who answers for the credentials, by name. Empty name: nobody is named.
struct Contact {
  std::string name;  // "Ada Neri"
  std::string phone;
  std::string mail;
  std::string hours;
};

// Where the kiosk stands. The same on every screen.
struct Premises {
  std::string school;        // "Istituto Comprensivo Colle Sereno"
  std::string school_short;  // for large text; the long one when empty
  Office office;
  Contact contact;
  std::string privacy_contact;  // of the data protection officer
  std::filesystem::path crest;  // a PNG or SVG file; a drawn one when empty or unreadable
};

// What the camera sees now. Not owned: it must live until the frame is drawn.
struct GreyFrame {
  std::span<const std::uint8_t> pixels;  // width × height, no padding
  int width = 0, height = 0;
  std::uint64_t sequence = 0;  // another number: another picture
};

// Arrows of a keypad, by the eye.
enum class Arrow { none, up, down, left, right };

// Window pixels; one pointer, be it a mouse or the first finger.
struct Input {
  float x = -1, y = -1;
  bool down = false;
  int focus_step = 0;                // Tab: +1, Shift+Tab: -1
  Arrow arrow = Arrow::none;         // see focus_walk.h
  bool activate = false;             // what is focused is pressed
  std::chrono::milliseconds now{0};  // of a clock that only goes forward
};

enum class Surface { headless, opengl };
enum class Align { start, centre, end };

struct TextStyle {
  Type type = Type::body;
  Colour colour = Colour::ink;
  bool bold = false;
  bool display = false;       // the titles' face
  bool slashed_zero = false;  // codes: 0 is not O
  Align align = Align::start;
  float line = 1.36F;                            // height of a line, of the type's size
  float tracking = 0;                            // of the type's size
  float size = 0;                                // design pixels instead of the type's; 0: the type's
  std::optional<visit::Language> language = {};  // whose words these are, when not the guardian's
};

struct Size {
  float w = 0, h = 0;
};

class Ui {
 public:
  // Reads theme, texts, fonts, icons, drawings. Surface::opengl needs a current OpenGL context.
  // `first`: no other language's words yet, which load_rest() reads when the first picture stands.
  static std::expected<std::unique_ptr<Ui>, std::string> load(const std::filesystem::path& assets, Surface surface,
                                                              std::optional<visit::Language> first = {});
  std::expected<void, std::string> load_rest();
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  Premises premises;
  std::optional<GreyFrame> preview;  // of the camera, while it is on
  bool conceal = false;              // for pictures: bars stand in the place of secret characters
  bool motion = false;               // a short fade between screens, and a pressed look that lasts
  // Of the display, as declared: sizes are millimetres then. Nothing: the window stands for 15.6 inches.
  std::optional<float> dots_per_mm;

  // --- for the loop -----------------------------------------------------------------------------------------
  // Begins a frame. The last frame's record is gone.
  void begin(int width, int height, const Input& input, ImDrawList* paint = nullptr);
  [[nodiscard]] const LayoutRecord& record() const;
  // The screen changes by itself after this long (a countdown, a progress sign): draw again then.
  [[nodiscard]] std::optional<std::chrono::milliseconds> redraw_after() const;
  // The control that keys and Space press; empty: none.
  [[nodiscard]] std::string_view focused() const;
  void unfocus();  // where somebody types, a ring is in the way
  // Whether the screen can stand lower in this window, and smaller, than it does (Comfort::low_reach).
  [[nodiscard]] bool can_stand_low() const;
  [[nodiscard]] const Texts& texts() const;
  // At the end of a visit: every texture that could show something of it, the preview, focus and press.
  void forget();

  // --- for screens ------------------------------------------------------------------------------------------
  // Opens the screen `name` (as visit::name_of) in the guardian's comfort.
  void open(std::string_view name, const visit::Comfort& comfort);
  // All is drawn. What is new fades in, where motion is wanted.
  void finish();
  // The press that just ended or began meant no control.
  [[nodiscard]] bool touched_nothing() const;
  void redraw_within(std::chrono::milliseconds time);

  [[nodiscard]] const visit::Comfort& comfort() const;
  [[nodiscard]] Rect window() const;  // design pixels
  [[nodiscard]] bool portrait() const;
  [[nodiscard]] float scale() const;  // window pixels of a design pixel
  // Where a thing of this frame stands, in design pixels, as it is seen; nothing: it is not there.
  [[nodiscard]] std::optional<Rect> where(std::string_view id) const;
  [[nodiscard]] bool contrast() const;  // a high-contrast theme: borders instead of tints
  [[nodiscard]] float type(Type type) const;
  [[nodiscard]] float measure(Measure measure) const;
  // The height of one line in this style, by the script of its language.
  [[nodiscard]] float line_height(const TextStyle& style) const;
  // How much larger than at normal size text of this type is: boxes that hold a line grow with it.
  [[nodiscard]] float grown(Type type) const;

  [[nodiscard]] Words say(TextKey key, Arguments arguments = {}) const;
  [[nodiscard]] Words say_count(TextKey key, int number, Arguments arguments = {}) const;

  // Text: measured, then drawn and recorded. A width of 0: one line.
  [[nodiscard]] Size measure(const Words& words, const TextStyle& style, float width = 0);
  float text(std::string_view id, const Words& words, const TextStyle& style, Rect box, Role role = Role::text);
  // The same without an entry in the record: labels of controls.
  void paint_text(const Words& words, const TextStyle& style, Rect box);

  // Secret text: from a glyph atlas, one character at a time; recorded as ‹secret›. Returns the width.
  float secret(std::string_view id, const secret::SecretText& text, const TextStyle& style, Rect box);
  void paint_secret(std::string_view character, const TextStyle& style, Rect box);
  [[nodiscard]] float secret_width(std::string_view text, const TextStyle& style);

  // Shapes.
  void fill(Rect box, Colour colour, float radius = 0);
  // A filled box with a border inside its edge; `foot`: the border's thickness below, if another.
  void boxed(Rect box, Colour back, Colour border, float radius, float thickness, float foot = 0);
  void dashed(Rect box, Colour colour, float radius, float thickness);
  void line(float x1, float y1, float x2, float y2, Colour colour, float thickness);
  void arc(float x, float y, float radius, float from, float to, Colour colour, float thickness);  // turns, 0 = up
  void disc(float x, float y, float radius, Colour colour);
  void squared_paper(Rect box, float step, Colour back, Colour lines, float radius);
  void icon(std::string_view name, Rect box, Colour colour, float stroke = 2);
  void drawing(std::string_view name, Rect box);
  void crest(Rect box);                                          // the school's, or a drawn one
  void picture(const GreyFrame& frame, Rect box, float radius);  // mirrored, cut to fill the box
  // `side` × `side` cells, black or white whatever the theme, never mirrored: see qr_code.h.
  void squares(int side, const std::vector<bool>& dark, Rect box);

  // --- right to left ----------------------------------------------------------------------------------------
  // Screens are written from left to right; in Arabic and Urdu the Ui mirrors what they place. See LeftToRight.
  [[nodiscard]] bool mirrored() const;
  bool keep_left_to_right(Rect region);  // false: it is kept already
  void end_left_to_right();

  // --- pages ------------------------------------------------------------------------------------------------
  // Nothing scrolls. What does not fit at the two larger sizes goes to a next page: Stack sees to it. A frame draws
  // twice: count_pages(), then show_page().
  [[nodiscard]] bool turns_pages() const;
  void count_pages();
  void show_page(int page);
  [[nodiscard]] int page() const;
  [[nodiscard]] int pages() const;
  // What stands in `box` needs so many pages: which of them to draw now.
  int page_of(Rect box, int pages);
  // The same place, on the pages after those of what stands in `box`.
  [[nodiscard]] static Rect on_later_page(Rect box);
  void on_every_page(bool on);  // header and footer

  // Something to press: recorded; true when it was pressed and released inside, or focused and activated.
  struct Target {
    std::string_view id;
    std::string label;
    Role role = Role::button;
    Rect box;
    bool enabled = true;
    bool primary = false;
    bool selected = false;
    bool fits = true;
    bool secret = false;  // typed keys: no pressed look where what is typed is hidden
  };
  struct Pressed {
    bool acted = false;
    bool held = false;  // the finger is on it now
    bool focused = false;
  };
  Pressed target(const Target& target);
  void note(Recorded entry);                // a record in design pixels; nothing drawn
  void focus_ring(Rect box, float radius);  // drawn at once: call after the thing itself

 private:
  Ui();
  void name_school_above();
  void cover(float share);  // the whole window, with what is behind every screen
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// A region that stays left to right in every language: keypads, code cells, keyboards, numbers. It moves as a whole
// to the mirrored place; what is in it keeps its order.
class LeftToRight {
 public:
  LeftToRight(Ui& ui, Rect region) : ui_(ui), ours_(ui.keep_left_to_right(region)) {}
  ~LeftToRight() {
    if (ours_) ui_.end_left_to_right();
  }
  LeftToRight(const LeftToRight&) = delete;
  LeftToRight& operator=(const LeftToRight&) = delete;

 private:
  Ui& ui_;
  bool ours_;
};

}  // namespace sportello::widgets
