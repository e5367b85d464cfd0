// The JSON of mail addresses, invitations and reports.
#include "service/shared/wire/contact.h"

#include "service/shared/wire/reading.h"

namespace sportello::wire {

std::string_view name_of(WrongData what) {
  switch (what) {
    case WrongData::name: return "name";
    case WrongData::phone: return "phone";
    case WrongData::mail: return "mail";
    case WrongData::pupil: return "pupil";
    case WrongData::class_name: return "class_name";
    case WrongData::other: return "other";
  }
  return "";
}

std::optional<WrongData> wrong_data_named(std::string_view name) {
  for (const auto what : wrong_data) {
    if (name == name_of(what)) return what;
  }
  return std::nullopt;
}

std::string to_json(const MailRequest& message) {
  return json::serialize(json::object{{"mail", text(message.mail)}});
}

template <>
Parsed<MailRequest> parse(std::string_view body) {
  return read_message<MailRequest>(
      body, [](Fields& fields) { return MailRequest{fields.secret_text("mail", longest_mail)}; });
}

std::string to_json(const MailAnswer& message) {
  return json::serialize(
      json::object{{"mail_hint", text(message.mail_hint)}, {"code", code_state_object(message.code)}});
}

template <>
Parsed<MailAnswer> parse(std::string_view body) {
  return read_message<MailAnswer>(body, [](Fields& fields) {
    MailAnswer answer{fields.text("mail_hint", longest_mail), {}};
    read_inner(fields, fields.object("code"), [&](Fields& inner) { answer.code = read_code_state(inner); });
    return answer;
  });
}

std::string to_json(const MailConfirmed& message) {
  return json::serialize(json::object{{"mail_hint", text(message.mail_hint)}});
}

template <>
Parsed<MailConfirmed> parse(std::string_view body) {
  return read_message<MailConfirmed>(
      body, [](Fields& fields) { return MailConfirmed{fields.text("mail_hint", longest_mail)}; });
}

std::string to_json(const InvitationAnswer& message) {
  return json::serialize(json::object{{"mail_hint", text(message.mail_hint)}, {"hours", message.hours}});
}

template <>
Parsed<InvitationAnswer> parse(std::string_view body) {
  return read_message<InvitationAnswer>(body, [](Fields& fields) {
    return InvitationAnswer{fields.text("mail_hint", longest_mail),
                            static_cast<int>(fields.integer("hours", 1, 24 * 31))};
  });
}

std::string to_json(const ReportRequest& message) {
  json::array what;
  for (const auto one : message.what) what.emplace_back(text(name_of(one)));
  json::object object{{"what", std::move(what)}};
  if (!message.note.reveal().empty()) object["note"] = text(message.note);
  return json::serialize(object);
}

template <>
Parsed<ReportRequest> parse(std::string_view body) {
  return read_message<ReportRequest>(body, [](Fields& fields) {
    ReportRequest request;
    request.what = read_list<WrongData>(fields, "what", wrong_data.size(), [&](const json::value& value) {
      const auto what = wrong_data_named(read_item_text(fields, value));
      if (!what) fields.refuse("field \"what\" holds a name this API does not know");
      return what.value_or(WrongData::other);
    });
    if (request.what.empty()) fields.refuse("field \"what\" must name what is wrong");
    request.note = fields.optional_secret_text("note", longest_note).value_or(SecretText{});
    return request;
  });
}

std::string to_json(const ReportAnswer& message) {
  return json::serialize(json::object{{"reference", text(message.reference)}});
}

template <>
Parsed<ReportAnswer> parse(std::string_view body) {
  return read_message<ReportAnswer>(body, [](Fields& fields) { return ReportAnswer{fields.text("reference", 16)}; });
}

}  // namespace sportello::wire
