// Strict reading of JSON objects.
#include "service/shared/wire/fields.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sportello::wire {

namespace json = boost::json;

Parsed<json::value> parse_object(std::string_view body) {
  json::parse_options options;
  options.max_depth = 8;  // the deepest message has four levels
  json::error_code error;
  auto value = json::parse(json::string_view{body.data(), body.size()}, error, {}, options);
  if (error)
    return std::unexpected(FieldError{"the body is not JSON: send one object, UTF-8, at most 8 levels deep"});
  if (!value.is_object()) return std::unexpected(FieldError{"the body is not a JSON object: send {…}"});
  return value;
}

Fields::Fields(const json::value& value) : object_(value.if_object()) {
  if (object_ == nullptr) refuse("an object is expected: send {…}");
}

const json::value* Fields::find(std::string_view name, bool required) {
  known_.emplace(name);
  if (object_ == nullptr) return nullptr;
  const auto* value = object_->if_contains(json::string_view{name.data(), name.size()});
  if (value == nullptr && required) refuse("field \"" + std::string{name} + "\" is missing");
  return value;
}

std::optional<std::string_view> Fields::read_text(std::string_view name, std::size_t longest) {
  const auto* value = find(name, false);
  if (value == nullptr) return std::nullopt;
  const auto* text = value->if_string();
  if (text == nullptr || text->empty() || text->size() > longest) {
    refuse("field \"" + std::string{name} + "\" must be a text of 1 to " + std::to_string(longest) + " bytes");
    return std::nullopt;
  }
  return std::string_view{text->data(), text->size()};
}

std::optional<std::string> Fields::optional_text(std::string_view name, std::size_t longest) {
  const auto text = read_text(name, longest);
  return text ? std::optional{std::string{*text}} : std::nullopt;
}

std::string Fields::text(std::string_view name, std::size_t longest) {
  find(name, true);
  return optional_text(name, longest).value_or("");
}

std::optional<secret::SecretText> Fields::optional_secret_text(std::string_view name, std::size_t longest) {
  const auto text = read_text(name, longest);
  return text ? std::optional{secret::SecretText{*text}} : std::nullopt;
}

secret::SecretText Fields::secret_text(std::string_view name, std::size_t longest) {
  find(name, true);
  return optional_secret_text(name, longest).value_or(secret::SecretText{});
}

std::int64_t Fields::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto* value = find(name, true);
  if (value == nullptr) return least;
  const auto* number = value->if_int64();
  if (number == nullptr || *number < least || *number > most) {
    refuse("field \"" + std::string{name} + "\" must be a whole number from " + std::to_string(least) + " to " +
           std::to_string(most));
    return least;
  }
  return *number;
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
  const auto* value = find(name, false);
  if (value == nullptr) return std::nullopt;
  const auto* flag = value->if_bool();
  if (flag == nullptr) refuse("field \"" + std::string{name} + "\" must be true or false");
  return flag != nullptr && *flag;
}

bool Fields::boolean(std::string_view name) {
  find(name, true);
  return optional_boolean(name).value_or(false);
}

const json::value* Fields::object(std::string_view name) {
  const auto* value = find(name, true);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) {
    refuse("field \"" + std::string{name} + "\" must be an object");
    return nullptr;
  }
  return value;
}

const json::array* Fields::list(std::string_view name, std::size_t most) {
  const auto* value = find(name, true);
  if (value == nullptr) return nullptr;
  const auto* array = value->if_array();
  if (array == nullptr || array->size() > most) {
    refuse("field \"" + std::string{name} + "\" must be a list of at most " + std::to_string(most));
    return nullptr;
  }
  return array;
}

void Fields::refuse(std::string sentence) {
  if (!error_) error_ = FieldError{std::move(sentence)};
}

std::optional<FieldError> Fields::finish() {
  if (object_ != nullptr && !error_) {
    for (const auto& member : *object_) {
      const std::string_view name{member.key().data(), member.key().size()};
      if (!known_.contains(name))
        refuse("a field is unknown: send only " + [&] {
          std::string names;
          for (const auto& known : known_) names.append(names.empty() ? "" : ", ").append(known);
          return names.empty() ? std::string{"{}"} : names;
        }());
    }
  }
  return error_;
}

}  // namespace sportello::wire
