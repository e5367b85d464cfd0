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

std::int64_t Session::run_views(std::string_view sql, std::span<const ValueView> values) {
  std::vector<Value> copies;
  copies.reserve(values.size());
  for (const auto& value : values) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      copies.push_back(value_of(*number));
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      copies.push_back(value_of(*text));
    } else if (const auto* bytes = std::get_if<secret::BytesView>(&value)) {
      copies.push_back(value_of(*bytes));
    } else {
      copies.emplace_back();
    }
  }
  return run(sql, copies, nullptr);
}

}  // namespace sportello::store
