// Typed reading of a row.
#include "service/store/session.h"

#include <algorithm>
#include <type_traits>

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

std::string insert_sql(std::string_view begin, std::string_view table, std::span<const std::string_view> columns,
                       std::size_t rows) {
  std::string sql{begin};
  sql += table;
  std::string_view before = " (";
  for (const auto column : columns) {
    (sql += before) += column;
    before = ", ";
  }
  sql += ") VALUES ";
  for (std::size_t place = 0; place < rows * columns.size(); ++place) {
    sql += place == 0 ? "($" : place % columns.size() == 0 ? "), ($" : ", $";
    sql += std::to_string(place + 1);
  }
  return sql += ')';
}

void Session::run_insert(std::string_view table, std::span<const std::string_view> columns,
                         std::span<const ValueView> values) {
  const auto sql = insert_sql("INSERT INTO ", table, columns, 1);
  std::vector<Value> copies(columns.size());
  for (; !values.empty(); values = values.subspan(columns.size())) {
    std::ranges::transform(values.first(columns.size()), copies.begin(), [](const ValueView& view) {
      return std::visit(
          [](const auto& held) -> Value {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::string_view>)
              return std::string{held};
            else if constexpr (std::is_same_v<Held, secret::BytesView>)
              return secret::Bytes(held.begin(), held.end());
            else
              return held;
          },
          view);
    });
    run(sql, copies, nullptr);
  }
}

}  // namespace sportello::store
