// Each call: the message's JSON, the signed client, an answer parsed strictly.
#include "tests/drill/line.h"

#include <utility>

namespace sportello::drill {
namespace {

std::string fresh_key() { return secret::to_base64url(secret::random_bytes(16)); }

Refused refused(const reg::Response& response) {
  const auto problem = wire::problem_from_json(response.body);
  if (!problem) return {"the service answered " + std::to_string(response.status), std::nullopt};
  Refused why{std::string{wire::name_of(problem->code)}, problem->code};
  if (!problem->detail.empty()) why.sentence += ": " + problem->detail;
  for (const auto rule : problem->rules) why.sentence += " " + std::string{wire::name_of(rule)};
  if (problem->tries_left) why.sentence += ", tries left: " + std::to_string(*problem->tries_left);
  return why;
}

Refused unreadable(const std::string& why) { return {"the service's answer does not parse: " + why, std::nullopt}; }

template <class Message>
Got<Message> read(const Got<reg::Response>& response) {
  if (!response) return std::unexpected(response.error());
  auto message = wire::parse<Message>(response->body);
  if (!message) return std::unexpected(unreadable(message.error().sentence));
  return std::move(*message);
}

}  // namespace

std::expected<std::unique_ptr<reg::SignedClient>, std::string> connect(const Place& place) {
  auto key = signing::SigningKey::load(place.key_file);
  if (!key) return std::unexpected(key.error());
  return std::make_unique<reg::SignedClient>(place.url, std::vector{place.pin}, std::move(*key), place.key_id);
}

Got<reg::Response> call(reg::SignedClient& client, reg::Request request, int expected) {
  auto response = client.send(std::move(request));
  if (!response) return std::unexpected(Refused{response.error().sentence, std::nullopt});
  if (response->status != expected) return std::unexpected(refused(*response));
  return std::move(*response);
}

Got<reg::Response> Desk::post(std::string path, std::string body, int expected, bool with_grant) {
  return call(*client_, {"POST", std::move(path), std::move(body), fresh_key(), with_grant ? grant_ : std::nullopt},
              expected);
}

template <class Message>
Got<Message> Desk::opened(const Got<reg::Response>& response) const {
  const auto sealed = read<wire::SealedAnswer>(response);
  if (!sealed) return std::unexpected(sealed.error());
  const auto clear = reply_key_.open(sealed->box);
  if (!clear) return std::unexpected(unreadable("it is sealed to another key"));
  auto message = wire::parse<Message>(clear->reveal());
  if (!message) return std::unexpected(unreadable(message.error().sentence));
  return std::move(*message);
}

Got<wire::VisitAnswer> Desk::open(const std::string& document, const std::string& language) {
  grant_.reset();
  const wire::VisitRequest wish{secret::SecretText{std::string_view{document}}, language, reply_key_.public_key()};
  auto answer = read<wire::VisitAnswer>(post("/v1/visits", wire::to_json(wish), 201));
  if (answer) visit_ = answer->visit;
  return answer;
}

Got<wire::CodeState> Desk::resend() {
  return read<wire::CodeState>(post("/v1/visits/" + visit_ + "/code", "{}", 200));
}

Got<wire::Person> Desk::check(const secret::SecretText& code) {
  auto person =
      opened<wire::Person>(post("/v1/visits/" + visit_ + "/code/check", to_json(wire::CodeCheckRequest{code}), 200));
  if (person) grant_ = person->grant;
  return person;
}

Got<wire::Credentials> Desk::set_credentials(const wire::CredentialsRequest& wish) {
  return opened<wire::Credentials>(post("/v1/visits/" + visit_ + "/credentials", wire::to_json(wish), 200, true));
}

Got<wire::MailAnswer> Desk::associate_mail(const secret::SecretText& mail) {
  return opened<wire::MailAnswer>(
      post("/v1/visits/" + visit_ + "/mail", wire::to_json(wire::MailRequest{mail}), 200, true));
}

Got<wire::MailConfirmed> Desk::check_mail(const secret::SecretText& code) {
  return opened<wire::MailConfirmed>(
      post("/v1/visits/" + visit_ + "/mail/check", wire::to_json(wire::CodeCheckRequest{code}), 200, true));
}

Got<wire::InvitationAnswer> Desk::invite() {
  return opened<wire::InvitationAnswer>(post("/v1/visits/" + visit_ + "/invitation", "{}", 200, true));
}

Got<wire::ReportAnswer> Desk::report(const wire::ReportRequest& wish) {
  return read<wire::ReportAnswer>(post("/v1/visits/" + visit_ + "/report", wire::to_json(wish), 200, true));
}

Got<void> Desk::end() {
  grant_.reset();
  const auto ended = call(*client_, {"DELETE", "/v1/visits/" + visit_, "", std::nullopt, std::nullopt}, 204);
  if (!ended) return std::unexpected(ended.error());
  return {};
}

Got<void> Desk::heartbeat() {
  const auto answer = call(*client_, {"POST", "/v1/device/heartbeat", "{}", std::nullopt, std::nullopt}, 200);
  if (!answer) return std::unexpected(answer.error());
  return {};
}

}  // namespace sportello::drill
