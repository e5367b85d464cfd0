// The JSON of every message. One pair of functions each, in the order of the header.
#include "service/shared/wire/messages.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace sportello::wire {

namespace json = boost::json;

namespace {

json::string text(std::string_view view) { return json::string(view.data(), view.size()); }
json::string text(const SecretText& secret) { return text(secret.reveal()); }

constexpr int day_s = 86400;

json::object code_state_object(const CodeState& state) {
  return {{"expires_in_s", state.expires_in_s},
          {"resend_in_s", state.resend_in_s},
          {"sends_left", state.sends_left},
          {"tries_left", state.tries_left}};
}

CodeState read_code_state(Fields& fields) {
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

Act read_act(Fields& fields, std::string_view name) {
  const auto act = act_named(fields.text(name, 32));
  if (!act) fields.refuse("field \"" + std::string{name} + "\" must be issue or reset_password");
  return act.value_or(Act::issue);
}

template <class Item, class Read>
std::vector<Item> read_list(Fields& fields, std::string_view name, std::size_t most, Read read) {
  std::vector<Item> items;
  if (const auto* list = fields.list(name, most)) {
    for (const auto& value : *list) items.push_back(read(value));
  }
  return items;
}

std::string read_item_text(Fields& fields, const json::value& value) {
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

}  // namespace

std::string_view name_of(Act act) {
  switch (act) {
    case Act::issue: return "issue";
    case Act::reset_password: return "reset_password";
  }
  return "";
}

std::optional<Act> act_named(std::string_view name) {
  for (const auto act : {Act::issue, Act::reset_password}) {
    if (name == name_of(act)) return act;
  }
  return std::nullopt;
}

std::vector<PasswordRule> unmet_rules(const PasswordPolicy& policy, std::string_view password) {
  int characters = 0;
  bool lower = false;
  bool upper = false;
  bool digit = false;
  bool symbol = false;
  for (const char c : password) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;  // inside a UTF-8 character
    ++characters;
    if (c >= 'a' && c <= 'z') {
      lower = true;
    } else if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (c >= '0' && c <= '9') {
      digit = true;
    } else if (static_cast<unsigned char>(c) < 0x80U && c > ' ') {
      symbol = true;
    }
  }
  std::vector<PasswordRule> unmet;
  if (characters < policy.min_length) unmet.push_back(PasswordRule::length);
  if (characters > policy.max_length) unmet.push_back(PasswordRule::too_long);
  if (policy.lower && !lower) unmet.push_back(PasswordRule::lower);
  if (policy.upper && !upper) unmet.push_back(PasswordRule::upper);
  if (policy.digit && !digit) unmet.push_back(PasswordRule::digit);
  if (policy.symbol && !symbol) unmet.push_back(PasswordRule::symbol);
  return unmet;
}

std::string to_json(const VisitRequest& message) {
  return json::serialize(json::object{{"document", text(message.document)},
                                      {"language", text(message.language)},
                                      {"reply_key", text(secret::to_base64url(message.reply_key))}});
}

template <>
Parsed<VisitRequest> parse(std::string_view body) {
  return read_message<VisitRequest>(body, [](Fields& fields) {
    return VisitRequest{fields.secret_text("document", 64), fields.text("language", 8),
                        read_key<32>(fields, "reply_key")};
  });
}

std::string to_json(const CodeState& message) { return json::serialize(code_state_object(message)); }

template <>
Parsed<CodeState> parse(std::string_view body) {
  return read_message<CodeState>(body, [](Fields& fields) { return read_code_state(fields); });
}

std::string to_json(const VisitAnswer& message) {
  return json::serialize(json::object{{"visit", text(message.visit)},
                                      {"reference", text(message.reference)},
                                      {"phone_hint", text(message.phone_hint)},
                                      {"code", code_state_object(message.code)}});
}

template <>
Parsed<VisitAnswer> parse(std::string_view body) {
  return read_message<VisitAnswer>(body, [](Fields& fields) {
    VisitAnswer answer{fields.text("visit", 64), fields.text("reference", 16), fields.text("phone_hint", 4), {}};
    read_inner(fields, fields.object("code"), [&](Fields& inner) { answer.code = read_code_state(inner); });
    return answer;
  });
}

std::string to_json(const CodeCheckRequest& message) {
  return json::serialize(json::object{{"code", text(message.code)}});
}

template <>
Parsed<CodeCheckRequest> parse(std::string_view body) {
  return read_message<CodeCheckRequest>(body, [](Fields& fields) {
    CodeCheckRequest request{fields.secret_text("code", 6)};
    const auto digits = request.code.reveal();
    if (digits.size() != 6 || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) {
      fields.refuse("field \"code\" must be six digits");
    }
    return request;
  });
}

std::string to_json(const SealedAnswer& message) {
  return json::serialize(json::object{{"sealed", text(secret::to_base64url(message.box))}});
}

template <>
Parsed<SealedAnswer> parse(std::string_view body) {
  return read_message<SealedAnswer>(body, [](Fields& fields) {
    auto box = secret::from_base64url(fields.text("sealed", 16384));
    if (!box) fields.refuse("field \"sealed\" must be base64url");
    return SealedAnswer{std::move(box).value_or(secret::Bytes{})};
  });
}

std::string to_json(const Person& person) {
  json::array pupils;
  for (const auto& pupil : person.pupils) {
    pupils.push_back(json::object{{"given_name", text(pupil.given_name)}, {"class_name", text(pupil.class_name)}});
  }
  json::array acts;
  for (const auto act : person.acts) acts.emplace_back(text(name_of(act)));
  json::array items;
  for (const auto& item : person.commitments.items) items.emplace_back(text(item));
  return json::serialize(json::object{
      {"grant", text(person.grant)},
      {"given_name", text(person.given_name)},
      {"pupils", std::move(pupils)},
      {"has_credentials", person.has_credentials},
      {"acts", std::move(acts)},
      {"policy", json::object{{"min_length", person.policy.min_length},
                              {"max_length", person.policy.max_length},
                              {"lower", person.policy.lower},
                              {"upper", person.policy.upper},
                              {"digit", person.policy.digit},
                              {"symbol", person.policy.symbol}}},
      {"commitments", json::object{{"version", text(person.commitments.version)}, {"items", std::move(items)}}}});
}

template <>
Parsed<Person> parse(std::string_view body) {
  return read_message<Person>(body, [](Fields& fields) {
    Person person;
    person.grant = fields.secret_text("grant", 128);
    person.given_name = fields.text("given_name", 128);
    person.pupils = read_list<Pupil>(fields, "pupils", 32, [&](const json::value& value) {
      Pupil pupil;
      read_inner(fields, &value, [&](Fields& inner) {
        pupil.given_name = inner.text("given_name", 128);
        pupil.class_name = inner.text("class_name", 64);
      });
      return pupil;
    });
    person.has_credentials = fields.boolean("has_credentials");
    person.acts = read_list<Act>(fields, "acts", 16, [&](const json::value& value) {
      const auto act = act_named(read_item_text(fields, value));
      if (!act) fields.refuse("field \"acts\" holds an unknown act");
      return act.value_or(Act::issue);
    });
    read_inner(fields, fields.object("policy"), [&](Fields& inner) {
      person.policy = {static_cast<int>(inner.integer("min_length", 1, 64)),
                       static_cast<int>(inner.integer("max_length", 64, 1024)),
                       inner.boolean("lower"),
                       inner.boolean("upper"),
                       inner.boolean("digit"),
                       inner.boolean("symbol")};
    });
    read_inner(fields, fields.object("commitments"), [&](Fields& inner) {
      person.commitments.version = inner.text("version", 32);
      person.commitments.items = read_list<std::string>(
          inner, "items", 16, [&](const json::value& value) { return read_item_text(inner, value); });
    });
    return person;
  });
}

std::string to_json(const CredentialsRequest& message) {
  return json::serialize(json::object{{"action", text(name_of(message.action))},
                                      {"password", text(message.password)},
                                      {"commitments_version", text(message.commitments_version)}});
}

template <>
Parsed<CredentialsRequest> parse(std::string_view body) {
  return read_message<CredentialsRequest>(body, [](Fields& fields) {
    return CredentialsRequest{read_act(fields, "action"), fields.secret_text("password", 1024),
                              fields.text("commitments_version", 32)};
  });
}

std::string to_json(const Credentials& message) {
  json::object object{{"user_code", text(message.user_code)}};
  if (message.pin) object["pin"] = text(*message.pin);
  if (!message.confirmation_hint.empty()) object["confirmation_hint"] = text(message.confirmation_hint);
  return json::serialize(object);
}

template <>
Parsed<Credentials> parse(std::string_view body) {
  return read_message<Credentials>(body, [](Fields& fields) {
    return Credentials{fields.secret_text("user_code", 64), fields.optional_secret_text("pin", 16),
                       fields.optional_text("confirmation_hint", 4).value_or("")};
  });
}

std::string to_json(const EnrolRequest& message) {
  return json::serialize(
      json::object{{"code", text(message.code)}, {"key", text(secret::to_base64url(message.key))}});
}

template <>
Parsed<EnrolRequest> parse(std::string_view body) {
  return read_message<EnrolRequest>(
      body, [](Fields& fields) { return EnrolRequest{fields.text("code", 64), read_key<32>(fields, "key")}; });
}

std::string to_json(const EnrolAnswer& message) {
  return json::serialize(json::object{{"device", text(message.device)}, {"school_name", text(message.school_name)}});
}

template <>
Parsed<EnrolAnswer> parse(std::string_view body) {
  return read_message<EnrolAnswer>(
      body, [](Fields& fields) { return EnrolAnswer{fields.text("device", 64), fields.text("school_name", 256)}; });
}

std::string to_json(const DeviceAnswer& message) {
  return json::serialize(json::object{{"school_name", text(message.school_name)}});
}

template <>
Parsed<DeviceAnswer> parse(std::string_view body) {
  return read_message<DeviceAnswer>(body,
                                    [](Fields& fields) { return DeviceAnswer{fields.text("school_name", 256)}; });
}

std::string to_json(const LoginRequest& message) {
  json::object object{{"user_code", text(message.user_code)}, {"password", text(message.password)}};
  if (message.pin) object["pin"] = text(*message.pin);
  return json::serialize(object);
}

template <>
Parsed<LoginRequest> parse(std::string_view body) {
  return read_message<LoginRequest>(body, [](Fields& fields) {
    return LoginRequest{fields.text("user_code", 64), fields.secret_text("password", 1024),
                        fields.optional_secret_text("pin", 16)};
  });
}

std::string to_json(const LoginAnswer& message) {
  return json::serialize(json::object{{"change_due", message.change_due}, {"pin_checked", message.pin_checked}});
}

template <>
Parsed<LoginAnswer> parse(std::string_view body) {
  return read_message<LoginAnswer>(
      body, [](Fields& fields) { return LoginAnswer{fields.boolean("change_due"), fields.boolean("pin_checked")}; });
}

std::optional<FieldError> parse_empty(std::string_view body) {
  const auto value = parse_object(body);
  if (!value) return value.error();
  Fields fields{*value};
  return fields.finish();
}

}  // namespace sportello::wire
