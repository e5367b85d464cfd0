// Typed reading of a row.
#include "service/store/session.h"

namespace sportello::store {
namespace {

template <class T>
const T& as(const Value& value) {
  const auto* found = std::get_if<T>(&value);
  if (found == nullptr) throw Failure("a column is of another kind than the program expects");
  return *found;
}

}  // namespace

const Value& Row::at(std::size_t column) const {
  if (column >= columns_.size()) throw Failure("a row has fewer columns than the program expects");
  return columns_[column];
}

bool Row::is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(at(column)); }
std::int64_t Row::integer(std::size_t column) const { return as<std::int64_t>(at(column)); }
const std::string& Row::text(std::size_t column) const { return as<std::string>(at(column)); }
const secret::Bytes& Row::blob(std::size_t column) const { return as<secret::Bytes>(at(column)); }

std::optional<std::string> Row::optional_text(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional{text(column)};
}

std::optional<secret::Bytes> Row::optional_blob(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional{blob(column)};
}

std::optional<Time> Row::optional_time(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional{time(column)};
}

}  // namespace sportello::store
