// Reads the members of a TOML table strictly: every one known, of its type. Errors name file, line and key.
// Private to the files that read configuration: nothing else includes toml++.
#pragma once

#include <toml++/toml.h>
#include <expected>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "service/asked_keys.h"
#include "service/nearest.h"

namespace sportello {

// The whole file, or one sentence.
inline std::expected<toml::table, std::string> parse_toml(std::string_view text, const std::filesystem::path& file) {
  try {
    return toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    return std::unexpected(file.string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                           std::string{error.description()});
  }
}

class TomlReader {
 public:
  TomlReader(const toml::table* table, std::filesystem::path file, std::string name)
      : table_(table), file_(std::move(file)), name_(std::move(name)) {}

  template <class T>
  void read(std::string_view key, T& into) {
    if (const auto* node = find(key)) {
      const auto value = node->template value_exact<T>();
      if (value) {
        into = *value;
      } else {
        refuse(key, node, must_be<T>());
      }
    }
  }
  void read(std::string_view key, int& into, int least, int most) {
    std::int64_t value = into;
    read(key, value);
    if (auto* listener = AskedKeys::listener()) {
      listener->keys[{name_, std::string{key}}] = std::pair{least, most};
    }
    if (find(key) != nullptr && (value < least || value > most)) {
      refuse(key, find(key), "must be from " + std::to_string(least) + " to " + std::to_string(most));
    }
    into = static_cast<int>(value);
  }
  // Relative to the file's folder.
  void read(std::string_view key, std::filesystem::path& into) {
    std::string text;
    read(key, text);
    if (!text.empty()) into = std::filesystem::absolute(file_).parent_path() / text;
  }
  void read(std::string_view key, std::vector<std::string>& into) {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) return refuse(key, node, "must be a list of texts, as in [\"one\", \"two\"]");
    into.clear();
    for (const auto& item : *list) {
      if (const auto value = item.value_exact<std::string>()) {
        into.push_back(*value);
      } else {
        return refuse(key, node, "must be a list of texts, as in [\"one\", \"two\"]");
      }
    }
  }
  template <class T>
  void require(std::string_view key, T& into) {
    if (find(key) == nullptr) refuse(key, table_, "is missing");
    read(key, into);
  }
  const toml::table* table(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) refuse(key, node, "must be a table: [" + std::string{key} + "]");
    return node->as_table();
  }
  // Tables of [[key]].
  std::vector<const toml::table*> tables(std::string_view key) {
    std::vector<const toml::table*> result;
    const auto* node = find(key);
    if (node == nullptr) return result;
    if (const auto* list = node->as_array()) {
      for (const auto& item : *list) {
        if (item.is_table()) result.push_back(item.as_table());
      }
    }
    if (result.empty()) refuse(key, node, "must be a list of tables: [[" + std::string{key} + "]]");
    return result;
  }

  // Keeps the first. `node` tells the line.
  void refuse(std::string_view key, const toml::node* node, const std::string& sentence) {
    if (error_) return;
    const auto line = node == nullptr ? 0 : node->source().begin.line;
    error_ = file_.string() + (line > 0 ? ", line " + std::to_string(line) : "") + ", key " +
             (name_.empty() ? "" : name_ + ".") + std::string{key} + ": " + sentence;
  }
  // Call last: refuses keys nobody asked for.
  std::optional<std::string> finish() {
    if (table_ != nullptr) {
      for (const auto& [key, node] : *table_) {
        if (!known_.contains(key.str())) refuse(key.str(), &node, unknown(key.str()));
      }
    }
    return error_;
  }

 private:
  template <class T>
  static std::string must_be() {
    if constexpr (std::is_same_v<T, bool>) return "must be true or false, without quotes";
    if constexpr (std::is_same_v<T, std::int64_t>) return "must be a whole number, without quotes";
    return "must be a text in quotes";
  }
  [[nodiscard]] std::string unknown(std::string_view key) const {
    if (const auto near = nearest(key, known_); !near.empty()) return "is not known: did you mean " + near + "?";
    std::string all;
    for (const auto& name : known_) all += (all.empty() ? "" : ", ") + name;
    return "is not known: " + (name_.empty() ? std::string{"a file"} : "[" + name_ + "]") + " may hold " + all;
  }
  const toml::node* find(std::string_view key) {
    known_.emplace(key);
    if (auto* listener = AskedKeys::listener()) listener->keys.try_emplace({name_, std::string{key}});
    return table_ == nullptr ? nullptr : table_->get(key);
  }

  const toml::table* table_;  // may be null: nothing is there
  std::filesystem::path file_;
  std::string name_;
  std::set<std::string, std::less<>> known_;
  std::optional<std::string> error_;
};

}  // namespace sportello
