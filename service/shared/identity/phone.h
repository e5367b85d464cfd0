// Telephone numbers as E.164, and how a number is shown to whoever holds the card.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sportello::identity {

// Always "+" and 8 to 15 digits (ITU-T E.164). Handle as a secret.
class Phone {
 public:
  // Spaces, dots, dashes, slashes and brackets are dropped; 00 means +; with neither, the number is Italian
  // (+39 is put before it). Nothing when what remains is no number that can receive an SMS by its length.
  static std::optional<Phone> parse(std::string_view text);
  [[nodiscard]] const std::string& text() const { return text_; }
  // The last two digits: enough to know one's own number, too little to learn somebody's.
  [[nodiscard]] std::string hint() const { return text_.substr(text_.size() - 2); }
  bool operator==(const Phone&) const = default;

 private:
  explicit Phone(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace sportello::identity
