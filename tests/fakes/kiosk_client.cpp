// Each call: the message's JSON, a signature, an answer parsed strictly.
#include "tests/fakes/kiosk_client.h"

#include <ctime>
#include <utility>

namespace sportello::fakes {

std::string fresh_idempotency_key() { return secret::to_base64url(secret::random_bytes(16)); }
std::string fresh_nonce() { return secret::to_base64url(secret::random_bytes(16)); }

SignedClient::SignedClient(Where where, Identity identity)
    : where_(std::move(where)), identity_(std::move(identity)), https_(where_.certificate) {}

Answer SignedClient::call(const std::string& method, const std::string& path, const std::string& body,
                          const Extra& extra) {
  signing::SignedParts parts{
      method, path, where_.authority(), signing::content_digest(body), extra.idempotency_key, std::nullopt};
  if (extra.grant) parts.authorization = "Bearer " + *extra.grant;
  const signing::SignatureParameters parameters{std::time(nullptr) + extra.clock_offset_s,
                                                extra.nonce.value_or(fresh_nonce()), identity_.key_id};
  const auto signature = signing::sign(parts, parameters, *identity_.key);
  std::vector<std::string> headers{"Content-Digest: " + extra.digest_sent.value_or(parts.content_digest)};
  if (!extra.unsigned_) {
    headers.push_back("Signature-Input: " + extra.input_sent.value_or(signature.input));
    headers.push_back("Signature: " + signature.signature);
  }
  if (parts.idempotency_key) headers.push_back(std::string{wire::idempotency_header} + ": " + *parts.idempotency_key);
  if (parts.authorization) headers.push_back("Authorization: " + *parts.authorization);
  const auto sent = extra.body_sent.value_or(body);
  return https_.send(method, "https://" + where_.authority() + extra.target_sent.value_or(path), headers,
                     sent.empty() ? std::nullopt : std::optional{sent});
}

wire::Problem problem_of(const Answer& answer) {
  if (auto problem = wire::problem_from_json(answer.body)) return std::move(*problem);
  wire::Problem other;
  other.detail = "status " + std::to_string(answer.status);
  return other;
}

namespace {

template <class Message>
Reply<Message> reply(const Answer& answer, long status) {
  if (answer.status != status) return std::unexpected(problem_of(answer));
  auto message = wire::parse<Message>(answer.body);
  if (!message) return std::unexpected(problem_of(answer));
  return std::move(*message);
}

template <class Message>
Reply<Message> sealed_reply(const KioskClient& kiosk, const Answer& answer) {
  if (answer.status != 200) return std::unexpected(problem_of(answer));
  const auto clear = kiosk.unseal(answer.body);
  if (!clear) return std::unexpected(problem_of(answer));
  auto message = wire::parse<Message>(clear->reveal());
  if (!message) return std::unexpected(problem_of(answer));
  return std::move(*message);
}

Extra keyed() {
  Extra extra;
  extra.idempotency_key = fresh_idempotency_key();
  return extra;
}

}  // namespace

KioskClient::KioskClient(Where where, Identity identity) : client_(std::move(where), std::move(identity)) {}

Reply<wire::VisitAnswer> KioskClient::open(const std::string& document, const std::string& language) {
  const wire::VisitRequest wish{secret::SecretText{std::string_view{document}}, language, reply_key_.public_key()};
  return reply<wire::VisitAnswer>(client_.call("POST", "/v1/visits", wire::to_json(wish), keyed()), 201);
}

Reply<wire::CodeState> KioskClient::resend(const std::string& visit) {
  return reply<wire::CodeState>(client_.call("POST", "/v1/visits/" + visit + "/code", "{}", keyed()), 200);
}

Reply<wire::Person> KioskClient::check(const std::string& visit, const std::string& code) {
  const wire::CodeCheckRequest wish{secret::SecretText{std::string_view{code}}};
  return sealed_reply<wire::Person>(
      *this, client_.call("POST", "/v1/visits/" + visit + "/code/check", wire::to_json(wish), keyed()));
}

Answer KioskClient::granted(const std::string& visit, const wire::Person& person, const std::string& what,
                            const std::string& body) {
  auto extra = keyed();
  extra.grant = std::string{person.grant.reveal()};
  return client_.call("POST", "/v1/visits/" + visit + what, body, extra);
}

Reply<wire::Credentials> KioskClient::set_credentials(const std::string& visit, const wire::Person& person,
                                                      wire::Act act, const std::string& password) {
  wire::CredentialsRequest wish;
  wish.action = act;
  wish.password = secret::SecretText{std::string_view{password}};
  return this->act(visit, person, std::move(wish));
}

Reply<wire::Credentials> KioskClient::act(const std::string& visit, const wire::Person& person,
                                          wire::CredentialsRequest wish) {
  if (wish.commitments_version.empty()) wish.commitments_version = person.commitments.version;
  return sealed_reply<wire::Credentials>(*this, granted(visit, person, "/credentials", wire::to_json(wish)));
}

Reply<wire::MailAnswer> KioskClient::ask_mail(const std::string& visit, const wire::Person& person,
                                              const std::string& mail) {
  const wire::MailRequest wish{secret::SecretText{std::string_view{mail}}};
  return sealed_reply<wire::MailAnswer>(*this, granted(visit, person, "/mail", wire::to_json(wish)));
}

Reply<wire::MailConfirmed> KioskClient::check_mail(const std::string& visit, const wire::Person& person,
                                                   const std::string& code) {
  const wire::CodeCheckRequest wish{secret::SecretText{std::string_view{code}}};
  return sealed_reply<wire::MailConfirmed>(*this, granted(visit, person, "/mail/check", wire::to_json(wish)));
}

Reply<wire::InvitationAnswer> KioskClient::ask_invitation(const std::string& visit, const wire::Person& person) {
  return sealed_reply<wire::InvitationAnswer>(*this, granted(visit, person, "/invitation", "{}"));
}

Reply<wire::ReportAnswer> KioskClient::report(const std::string& visit, const wire::Person& person,
                                              const wire::ReportRequest& wish) {
  return reply<wire::ReportAnswer>(granted(visit, person, "/report", wire::to_json(wish)), 200);
}

Reply<void> KioskClient::end(const std::string& visit) {
  const auto answer = client_.call("DELETE", "/v1/visits/" + visit, "");
  if (answer.status != 204) return std::unexpected(problem_of(answer));
  return {};
}

Reply<wire::DeviceAnswer> KioskClient::heartbeat() {
  return reply<wire::DeviceAnswer>(client_.call("POST", "/v1/device/heartbeat", "{}"), 200);
}

Reply<wire::RequestsAnswer> KioskClient::deliver(const wire::RequestDelivery& delivery) {
  return reply<wire::RequestsAnswer>(client_.call("POST", "/v1/requests", wire::to_json(delivery)), 200);
}

Reply<wire::JournalAnswer> KioskClient::keep(const wire::JournalDelivery& delivery) {
  return reply<wire::JournalAnswer>(client_.call("POST", "/v1/journal", wire::to_json(delivery)), 200);
}

std::optional<secret::Secret> KioskClient::unseal(const std::string& body) const {
  const auto sealed = wire::parse<wire::SealedAnswer>(body);
  if (!sealed) return std::nullopt;
  return reply_key_.open(sealed->box);
}

Reply<Identity> enrol(const Where& where, const std::string& code) {
  auto key = std::make_shared<const signing::SigningKey>(signing::SigningKey::generate());
  SignedClient client{where, {"enrol", key}};
  const wire::EnrolRequest wish{code, key->public_key()};
  const auto answer = reply<wire::EnrolAnswer>(client.call("POST", "/v1/device/enrol", wire::to_json(wish)), 201);
  if (!answer) return std::unexpected(answer.error());
  return Identity{answer->device, key};
}

Reply<wire::LoginAnswer> log_in(SignedClient& page, const std::string& user_code, const std::string& password,
                                std::optional<std::string> pin) {
  wire::LoginRequest wish{user_code, secret::SecretText{std::string_view{password}}, std::nullopt};
  if (pin) wish.pin = secret::SecretText{std::string_view{*pin}};
  return reply<wire::LoginAnswer>(page.call("POST", "/v1/login", wire::to_json(wish)), 200);
}

Reply<wire::LoginAnswer> change_at_login(SignedClient& page, const std::string& user_code,
                                         const std::string& password, const std::string& new_password,
                                         std::optional<std::string> pin) {
  wire::PasswordChange wish{user_code, secret::SecretText{std::string_view{password}}, std::nullopt,
                            secret::SecretText{std::string_view{new_password}}};
  if (pin) wish.pin = secret::SecretText{std::string_view{*pin}};
  return reply<wire::LoginAnswer>(page.call("POST", "/v1/login/password", wire::to_json(wish)), 200);
}

}  // namespace sportello::fakes
