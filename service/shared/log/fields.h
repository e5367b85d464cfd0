// What a log line may hold, by kind. A kind has no value of its own to stand in: a field that was forgotten does not
// compile. An id or a name that does not look like one is not written: nothing that somebody typed slips in as one.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>
#include <variant>

namespace sportello::log {

enum class Level { info, warning, error };

// A text that lives until the line is written.
template <class Kind>
class Text {
 public:
  template <class T>
    requires std::convertible_to<const T&, std::string_view>
  Text(const T& text) : view_(text) {}  // NOLINT: converts, so that a call reads like a list of fields
  [[nodiscard]] std::string_view view() const { return view_; }

 private:
  std::string_view view_;
};

struct IdKind;
struct NameKind;
struct SentenceKind;
using Id = Text<IdKind>;              // made by us: letters, digits, - and _, at most 64 of them
using Name = Text<NameKind>;          // from a list of ours or from the configuration: printable, at most 128
using Sentence = Text<SentenceKind>;  // words of ours, of the system or of a library; never what a client sent

class Number {
 public:
  template <std::integral T>
  Number(T number) : number_(static_cast<std::int64_t>(number)) {}  // NOLINT: as above
  [[nodiscard]] std::int64_t value() const { return number_; }

 private:
  std::int64_t number_;
};

struct Field {
  std::string_view key;
  std::variant<Number, Id, Name, Sentence> value;
};

}  // namespace sportello::log
