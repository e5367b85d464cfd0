// The JSON of credentials and of the person they belong to.
#include "service/shared/wire/credentials.h"

#include <utility>

#include "service/shared/wire/reading.h"

namespace sportello::wire {
namespace {

template <class Value, std::size_t N>
using Names = std::array<std::pair<Value, std::string_view>, N>;

constexpr Names<Act, 6> act_names = {{{Act::issue, "issue"},
                                      {Act::reset_password, "reset_password"},
                                      {Act::change_password, "change_password"},
                                      {Act::recover_user_code, "recover_user_code"},
                                      {Act::renew_pin, "renew_pin"},
                                      {Act::remove_pin, "remove_pin"}}};
constexpr Names<Access, 3> access_names = {
    {{Access::credentials, "credentials"}, {Access::digital_identity, "digital_identity"}, {Access::both, "both"}}};
constexpr Names<OfficeFirst, 2> office_first_names = {
    {{OfficeFirst::second_set, "second_set"}, {OfficeFirst::frozen, "frozen"}}};
constexpr Names<PinOffer, 3> pin_offer_names = {
    {{PinOffer::none, "none"}, {PinOffer::optional, "optional"}, {PinOffer::always, "always"}}};

template <class Value, std::size_t N>
std::string_view name_in(const Names<Value, N>& names, Value value) {
  return std::ranges::find(names, value, &std::pair<Value, std::string_view>::first)->second;
}

template <class Value, std::size_t N>
std::optional<Value> named_in(const Names<Value, N>& names, std::string_view name) {
  const auto* const found = std::ranges::find(names, name, &std::pair<Value, std::string_view>::second);
  return found == names.end() ? std::nullopt : std::optional{found->first};
}

// A member whose text is one of a few names.
template <class Value>
Value read_name(Fields& fields, std::string_view name, std::optional<Value> (*named)(std::string_view)) {
  const auto value = named(fields.text(name, 32));
  if (!value) fields.refuse("field \"" + std::string{name} + "\" holds a name this API does not know");
  return value.value_or(Value{});
}

}  // namespace

std::string_view name_of(Act act) { return name_in(act_names, act); }
std::optional<Act> act_named(std::string_view name) { return named_in(act_names, name); }
std::string_view name_of(Access access) { return name_in(access_names, access); }
std::optional<Access> access_named(std::string_view name) { return named_in(access_names, name); }
std::string_view name_of(OfficeFirst reason) { return name_in(office_first_names, reason); }
std::optional<OfficeFirst> office_first_named(std::string_view name) { return named_in(office_first_names, name); }
std::string_view name_of(PinOffer offer) { return name_in(pin_offer_names, offer); }
std::optional<PinOffer> pin_offer_named(std::string_view name) { return named_in(pin_offer_names, name); }

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

std::string to_json(const Person& person) {
  json::array pupils;
  for (const auto& pupil : person.pupils) {
    pupils.push_back(json::object{{"given_name", text(pupil.given_name)}, {"class_name", text(pupil.class_name)}});
  }
  json::array acts;
  for (const auto act : person.acts) acts.emplace_back(text(name_of(act)));
  json::array items;
  for (const auto& item : person.commitments.items) items.emplace_back(text(item));
  json::object object{
      {"grant", text(person.grant)},
      {"given_name", text(person.given_name)},
      {"pupils", std::move(pupils)},
      {"has_credentials", person.has_credentials},
      {"has_pin", person.has_pin},
      {"acts", std::move(acts)},
      {"access", text(name_of(person.access))},
      {"password_chosen", person.password_chosen},
      {"pin", text(name_of(person.pin))},
      {"pin_at_login", person.pin_at_login},
      {"policy", json::object{{"min_length", person.policy.min_length},
                              {"max_length", person.policy.max_length},
                              {"lower", person.policy.lower},
                              {"upper", person.policy.upper},
                              {"digit", person.policy.digit},
                              {"symbol", person.policy.symbol}}},
      {"commitments", json::object{{"version", text(person.commitments.version)}, {"items", std::move(items)}}}};
  if (person.office_first) object["office_first"] = text(name_of(*person.office_first));
  if (!person.login_url.empty()) object["login_url"] = text(person.login_url);
  if (!person.mail_hint.empty()) object["mail_hint"] = text(person.mail_hint);
  return json::serialize(object);
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
    person.has_pin = fields.boolean("has_pin");
    person.access = read_name(fields, "access", access_named);
    person.password_chosen = fields.boolean("password_chosen");
    person.pin = read_name(fields, "pin", pin_offer_named);
    person.pin_at_login = fields.boolean("pin_at_login");
    if (const auto reason = fields.optional_text("office_first", 32)) {
      person.office_first = office_first_named(*reason);
      if (!person.office_first) fields.refuse("field \"office_first\" holds a name this API does not know");
    }
    person.login_url = fields.optional_text("login_url", 256).value_or("");
    person.mail_hint = fields.optional_text("mail_hint", 254).value_or("");
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
  json::object object{{"action", text(name_of(message.action))}, {"with_pin", message.with_pin}};
  if (message.password) object["password"] = text(*message.password);
  if (message.current_password) object["current_password"] = text(*message.current_password);
  if (!message.commitments_version.empty()) object["commitments_version"] = text(message.commitments_version);
  return json::serialize(object);
}

template <>
Parsed<CredentialsRequest> parse(std::string_view body) {
  return read_message<CredentialsRequest>(body, [](Fields& fields) {
    return CredentialsRequest{read_name(fields, "action", act_named), fields.optional_secret_text("password", 1024),
                              fields.optional_text("commitments_version", 32).value_or(""),
                              fields.optional_secret_text("current_password", 1024),
                              fields.optional_boolean("with_pin").value_or(true)};
  });
}

std::string to_json(const Credentials& message) {
  json::object object{{"user_code", text(message.user_code)}, {"change_due", message.change_due}};
  if (message.password) object["password"] = text(*message.password);
  if (message.pin) object["pin"] = text(*message.pin);
  if (!message.confirmation_hint.empty()) object["confirmation_hint"] = text(message.confirmation_hint);
  return json::serialize(object);
}

template <>
Parsed<Credentials> parse(std::string_view body) {
  return read_message<Credentials>(body, [](Fields& fields) {
    return Credentials{fields.secret_text("user_code", 64), fields.optional_secret_text("pin", 16),
                       fields.optional_text("confirmation_hint", 4).value_or(""),
                       fields.optional_secret_text("password", 128), fields.boolean("change_due")};
  });
}

}  // namespace sportello::wire
