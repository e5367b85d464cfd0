// The JSON of the messages of visits, devices and logins. One pair of functions each, in the order of the header.
#include "service/shared/wire/messages.h"

#include "service/shared/wire/reading.h"

namespace sportello::wire {

std::string_view name_of(PupilCredentials source) {
  return source == PupilCredentials::by_letter ? "by_letter" : "by_mail";
}

std::optional<PupilCredentials> pupil_credentials_named(std::string_view name) {
  for (const auto source : {PupilCredentials::by_letter, PupilCredentials::by_mail}) {
    if (name == name_of(source)) return source;
  }
  return std::nullopt;
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
  json::object object{{"visit", text(message.visit)},
                      {"reference", text(message.reference)},
                      {"phone_hint", text(message.phone_hint)},
                      {"code", code_state_object(message.code)}};
  if (message.if_pupil) object["if_pupil"] = text(name_of(*message.if_pupil));
  return json::serialize(object);
}

template <>
Parsed<VisitAnswer> parse(std::string_view body) {
  return read_message<VisitAnswer>(body, [](Fields& fields) {
    VisitAnswer answer{fields.text("visit", 64), fields.text("reference", 16), fields.text("phone_hint", 4), {}, {}};
    read_inner(fields, fields.object("code"), [&](Fields& inner) { answer.code = read_code_state(inner); });
    if (const auto source = fields.optional_text("if_pupil", 32)) {
      answer.if_pupil = pupil_credentials_named(*source);
      if (!answer.if_pupil) fields.refuse("field \"if_pupil\" holds a name this API does not know");
    }
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
    if (!is_code(request.code.reveal())) fields.refuse("field \"code\" must be six digits");
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
  json::object object{{"device", text(message.device)}, {"school_name", text(message.school_name)}};
  if (message.audit_key) object["audit_key"] = text(secret::to_base64url(*message.audit_key));
  return json::serialize(object);
}

template <>
Parsed<EnrolAnswer> parse(std::string_view body) {
  return read_message<EnrolAnswer>(body, [](Fields& fields) {
    EnrolAnswer answer{fields.text("device", 64), fields.text("school_name", 256), {}};
    answer.audit_key = read_optional_key<32>(fields, "audit_key");
    return answer;
  });
}

std::string to_json(const HeartbeatRequest& message) {
  json::object object;
  if (message.seen) object["seen"] = text(to_text(*message.seen));
  if (!message.refused.empty()) object["refused"] = text(message.refused);
  return json::serialize(object);
}

template <>
Parsed<HeartbeatRequest> parse(std::string_view body) {
  return read_message<HeartbeatRequest>(body, [](Fields& fields) {
    return HeartbeatRequest{read_head(fields, "seen"), fields.optional_text("refused", 32).value_or("")};
  });
}

std::string to_json(const DeviceAnswer& message) {
  json::object object{{"school_name", text(message.school_name)}, {"agreed", message.agreed}};
  if (message.head) object["head"] = text(to_text(*message.head));
  if (message.sealing_key) object["sealing_key"] = text(secret::to_base64url(*message.sealing_key));
  return json::serialize(object);
}

template <>
Parsed<DeviceAnswer> parse(std::string_view body) {
  return read_message<DeviceAnswer>(body, [](Fields& fields) {
    DeviceAnswer answer{fields.text("school_name", 256),
                        read_head(fields, "head"),
                        fields.optional_boolean("agreed").value_or(true),
                        {}};
    answer.sealing_key = read_optional_key<32>(fields, "sealing_key");
    return answer;
  });
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

std::string to_json(const PasswordChange& message) {
  json::object object{{"user_code", text(message.user_code)},
                      {"password", text(message.password)},
                      {"new_password", text(message.new_password)}};
  if (message.pin) object["pin"] = text(*message.pin);
  return json::serialize(object);
}

template <>
Parsed<PasswordChange> parse(std::string_view body) {
  return read_message<PasswordChange>(body, [](Fields& fields) {
    return PasswordChange{fields.text("user_code", 64), fields.secret_text("password", 1024),
                          fields.optional_secret_text("pin", 16), fields.secret_text("new_password", 1024)};
  });
}

std::optional<FieldError> parse_empty(std::string_view body) {
  const auto value = parse_object(body);
  if (!value) return value.error();
  Fields fields{*value};
  return fields.finish();
}

}  // namespace sportello::wire
