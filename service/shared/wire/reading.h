// What the readers and writers of messages share. For the .cpp files of this folder only.
#pragma once

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>
#include <vector>

#include "service/shared/wire/messages.h"

namespace sportello::wire {

namespace json = boost::json;

inline json::string text(std::string_view view) { return json::string(view.data(), view.size()); }
inline json::string text(const SecretText& secret) { return text(secret.reveal()); }

constexpr int day_s = 86400;

inline json::object code_state_object(const CodeState& state) {
  return {{"expires_in_s", state.expires_in_s},
          {"resend_in_s", state.resend_in_s},
          {"sends_left", state.sends_left},
          {"tries_left", state.tries_left}};
}

inline CodeState read_code_state(Fields& fields) {
  return {static_cast<int>(fields.integer("expires_in_s", 0, day_s)),
          static_cast<int>(fields.integer("resend_in_s", 0, day_s)),
          static_cast<int>(fields.integer("sends_left", 0, 100)),
          static_cast<int>(fields.integer("tries_left", 0, 100))};
}

// Reads one message: parse the object, let `read` take its fields, refuse what is left.
template <class Message, class Read>
Parsed<Message> read_message(std::string_view body, Read read) {
  const auto value = parse_object(body);
  if (!value) return std::unexpected(value.error());
  Fields fields{*value};
  Message message = read(fields);
  if (auto error = fields.finish()) return std::unexpected(*error);
  return message;
}

template <std::size_t N>
secret::ByteArray<N> read_key(Fields& fields, std::string_view name) {
  const auto key = secret::exactly<N>(secret::from_base64url(fields.text(name, 64)));
  if (!key) fields.refuse("field \"" + std::string{name} + "\" must be 32 bytes as base64url");
  return key.value_or(secret::ByteArray<N>{});
}

template <std::size_t N>
std::optional<secret::ByteArray<N>> read_optional_key(Fields& fields, std::string_view name) {
  const auto text = fields.optional_text(name, 64);
  if (!text) return std::nullopt;
  auto key = secret::exactly<N>(secret::from_base64url(*text));
  if (!key) fields.refuse("field \"" + std::string{name} + "\" must be 32 bytes as base64url");
  return key;
}

inline std::optional<SignedHead> read_head(Fields& fields, std::string_view name) {
  const auto line = fields.optional_text(name, longest_head);
  if (!line) return std::nullopt;
  auto head = head_of_text(*line);
  if (!head) fields.refuse("field \"" + std::string{name} + "\" must be a signed head of an audit chain");
  return head;
}

template <class Item, class Read>
std::vector<Item> read_list(Fields& fields, std::string_view name, std::size_t most, Read read) {
  std::vector<Item> items;
  if (const auto* list = fields.list(name, most)) {
    for (const auto& value : *list) items.push_back(read(value));
  }
  return items;
}

inline std::string read_item_text(Fields& fields, const json::value& value) {
  const auto* item = value.if_string();
  if (item == nullptr) {
    fields.refuse("a list holds something that is no text");
    return {};
  }
  return {item->data(), item->size()};
}

// The members of an object inside a message, with its own check for unknown members.
template <class Read>
void read_inner(Fields& fields, const json::value* value, Read read) {
  if (value == nullptr) return;
  Fields inner{*value};
  read(inner);
  if (auto error = inner.finish()) fields.refuse(error->sentence);
}

inline bool is_code(std::string_view digits) {
  return digits.size() == 6 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace sportello::wire
