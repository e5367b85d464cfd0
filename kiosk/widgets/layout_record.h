// What stands where on the screen just drawn: ids, labels, roles, rectangles, focus order.
// Holds no secret: what is secret is written ‹secret›. Draws nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/widgets/rect.h"

namespace sportello::widgets {

// What stands in a record for a character of a code, a password, a PIN.
inline constexpr std::string_view secret_label = "‹secret›";

enum class Role { text, title, image, panel, banner, cell, progress, button, key, checkbox, choice };
std::string_view name_of(Role role);
bool is_control(Role role);

struct Recorded {
  std::string id;  // the same in every language: "footer.back", "key.A", "act.issue"
  std::string label;
  Role role = Role::text;
  Rect box;  // window pixels
  bool enabled = true;
  bool primary = false;
  bool selected = false;
  int focus = -1;    // place in the focus order; -1: cannot be focused
  bool fits = true;  // false: the words are larger than their box
};

// The smallest words of a screen: whoever sees badly reads those last.
struct Written {
  float size = 0;     // of the type, window pixels; 0: nothing is written
  std::string words;  // ‹secret› where they are
};

class LayoutRecord {
 public:
  void clear(std::string_view screen, float width, float height);
  // Something was written in this size, as a text of its own or on a control.
  void wrote(float size, std::string_view words);
  // Gives the entry its place in the focus order when it is an enabled control.
  void add(Recorded entry);

  [[nodiscard]] const std::string& screen() const { return screen_; }  // as visit::name_of
  [[nodiscard]] float width() const { return width_; }
  [[nodiscard]] float height() const { return height_; }
  [[nodiscard]] const std::vector<Recorded>& entries() const { return entries_; }
  [[nodiscard]] const Written& smallest() const { return smallest_; }
  [[nodiscard]] const Recorded* find(std::string_view id) const;
  [[nodiscard]] std::vector<const Recorded*> controls() const;  // enabled or not, in drawing order

  [[nodiscard]] std::string to_text() const;  // one line an entry: for goldens
  [[nodiscard]] std::string to_json() const;

 private:
  std::string screen_;
  float width_ = 0, height_ = 0;
  int next_focus_ = 0;
  std::vector<Recorded> entries_;
  Written smallest_;
};

}  // namespace sportello::widgets
