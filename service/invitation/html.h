// HTML out of templates and values: every value is escaped, unless it is markup made here.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "service/escaped.h"

namespace sportello::invitation {

// Text that is HTML already.
class Markup {
 public:
  Markup() = default;
  explicit Markup(std::string html) : html_(std::move(html)) {}
  [[nodiscard]] const std::string& html() const { return html_; }
  Markup& operator+=(const Markup& more) {
    html_ += more.html_;
    return *this;
  }

 private:
  std::string html_;
};

// What stands in a template's {name}.
struct Slot {
  Slot(std::string_view slot, const Markup& markup) : name(slot), html(markup.html()) {}
  Slot(std::string_view slot, std::string_view text) : name(slot), html(escaped(text)) {}
  Slot(std::string_view slot, const std::string& text) : name(slot), html(escaped(text)) {}
  Slot(std::string_view slot, const char* text) : name(slot), html(escaped(text)) {}
  Slot(std::string_view slot, int number) : name(slot), html(std::to_string(number)) {}
  std::string_view name;
  std::string html;
};
using Slots = std::initializer_list<Slot>;

// A template of ours: its braces filled in, all else as it stands. One that no slot fills stays as it is.
Markup filled(std::string_view html, Slots slots);
// A text for people: escaped, *stars* made strong, then filled in.
Markup worded(std::string_view text, Slots slots = {});

}  // namespace sportello::invitation
