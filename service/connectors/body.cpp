// An event's words: one JSON object, its members in an order that does not change, so that a repeat is the same
// bytes.
#include <sodium.h>

#include <boost/json.hpp>

#include "service/connectors/connector.h"

namespace sportello::connectors {
namespace {

boost::json::object parsed(const secret::SecretText& content) {
  const auto text = content.reveal();
  boost::system::error_code error;
  auto value = boost::json::parse(boost::json::string_view{text.data(), text.size()}, error);
  if (error || !value.is_object()) throw store::Failure("an event's content does not parse");
  return std::move(value.get_object());
}

}  // namespace

secret::SecretText body_of(const store::acts::ClaimedEvent& event, const std::string& school) {
  boost::json::object body;
  body["id"] = event.id;
  body["school"] = school;
  body["event"] = event.kind;
  body["sequence"] = event.sequence;
  body["account"] = event.account;
  for (auto& member : parsed(event.content)) body[member.key()] = member.value();
  auto text = boost::json::serialize(body);
  secret::SecretText result{std::string_view{text}};
  sodium_memzero(text.data(), text.size());
  return result;
}

std::string field_of(const store::acts::ClaimedEvent& event, std::string_view name) {
  const auto content = parsed(event.content);
  const auto* value = content.if_contains(boost::json::string_view{name.data(), name.size()});
  if (value == nullptr) return {};
  if (const auto* text = value->if_string()) return std::string{*text};
  return boost::json::serialize(*value);
}

}  // namespace sportello::connectors
