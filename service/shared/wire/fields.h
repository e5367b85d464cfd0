// Reads the members of a JSON object strictly: every one known, of its type, within its bounds.
// The error names the field and the mend, never the value: values are often secrets.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/secret/secret.h"

namespace sportello::wire {

struct FieldError {
  std::string sentence;
};

template <class T>
using Parsed = std::expected<T, FieldError>;

// Depth, size and encoding are checked before anything is read. `body` must be one JSON object.
Parsed<boost::json::value> parse_object(std::string_view body);

class Fields {
 public:
  explicit Fields(const boost::json::value& value);

  // Text of 1 to `longest` bytes. The first error is kept; later reads return defaults.
  std::string text(std::string_view name, std::size_t longest);
  std::optional<std::string> optional_text(std::string_view name, std::size_t longest);
  secret::SecretText secret_text(std::string_view name, std::size_t longest);
  std::optional<secret::SecretText> optional_secret_text(std::string_view name, std::size_t longest);
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
  bool boolean(std::string_view name);
  std::optional<bool> optional_boolean(std::string_view name);
  // The object or array under `name`; null where it is missing or of another kind (and the error is kept).
  const boost::json::value* object(std::string_view name);
  const boost::json::array* list(std::string_view name, std::size_t most);

  void refuse(std::string sentence);  // keeps the first
  // Call last: refuses members nobody asked for.
  std::optional<FieldError> finish();

 private:
  const boost::json::value* find(std::string_view name, bool required);
  std::optional<std::string_view> read_text(std::string_view name, std::size_t longest);
  const boost::json::object* object_ = nullptr;
  std::set<std::string, std::less<>> known_;
  std::optional<FieldError> error_;
};

}  // namespace sportello::wire
