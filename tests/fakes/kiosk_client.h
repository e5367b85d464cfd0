// The service's client as a test or a load driver needs it: signs, sends, opens sealed answers. No screen, no retry.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "service/shared/secret/sealed.h"
#include "service/shared/signing/http_signature.h"
#include "service/shared/wire/contact.h"
#include "service/shared/wire/credentials.h"
#include "service/shared/wire/journal.h"
#include "service/shared/wire/sealed_request.h"
#include "tests/fakes/https.h"

namespace sportello::fakes {

struct Identity {
  std::string key_id;
  std::shared_ptr<const signing::SigningKey> key;
};

struct Where {
  std::uint16_t port = 0;
  std::filesystem::path certificate;
  [[nodiscard]] std::string authority() const { return "127.0.0.1:" + std::to_string(port); }
};

// How one request differs from a proper one, or what it adds.
struct Extra {
  std::optional<std::string> idempotency_key;
  std::optional<std::string> grant;
  std::optional<std::string> nonce;
  std::int64_t clock_offset_s = 0;
  std::optional<std::string> body_sent;    // another one than was signed
  std::optional<std::string> digest_sent;  // another Content-Digest than was signed
  std::optional<std::string> target_sent;  // another address than was signed
  std::optional<std::string> input_sent;   // instead of Signature-Input
  bool unsigned_ = false;
};

std::string fresh_idempotency_key();
std::string fresh_nonce();

// One connection. One thread at a time; any number of clients may share an identity.
class SignedClient {
 public:
  SignedClient(Where where, Identity identity);
  Answer call(const std::string& method, const std::string& path, const std::string& body, const Extra& extra = {});
  [[nodiscard]] const Identity& identity() const { return identity_; }

 private:
  Where where_;
  Identity identity_;
  HttpsClient https_;
};

template <class T>
using Reply = std::expected<T, wire::Problem>;

// The problem of an answer that is none of the expected; code internal when it is no problem either.
wire::Problem problem_of(const Answer& answer);

class KioskClient {
 public:
  KioskClient(Where where, Identity identity);
  Reply<wire::VisitAnswer> open(const std::string& document, const std::string& language = "it");
  Reply<wire::CodeState> resend(const std::string& visit);
  Reply<wire::Person> check(const std::string& visit, const std::string& code);
  Reply<wire::Credentials> set_credentials(const std::string& visit, const wire::Person& person, wire::Act act,
                                           const std::string& password);
  // Any act: the grant and, where it is missing, the version of the commitments are the person's.
  Reply<wire::Credentials> act(const std::string& visit, const wire::Person& person, wire::CredentialsRequest wish);
  Reply<wire::MailAnswer> ask_mail(const std::string& visit, const wire::Person& person, const std::string& mail);
  Reply<wire::MailConfirmed> check_mail(const std::string& visit, const wire::Person& person,
                                        const std::string& code);
  Reply<wire::InvitationAnswer> ask_invitation(const std::string& visit, const wire::Person& person);
  Reply<wire::ReportAnswer> report(const std::string& visit, const wire::Person& person,
                                   const wire::ReportRequest& wish);
  Reply<void> end(const std::string& visit);
  Reply<wire::DeviceAnswer> heartbeat();
  Reply<wire::RequestsAnswer> deliver(const wire::RequestDelivery& delivery);
  Reply<wire::JournalAnswer> keep(const wire::JournalDelivery& delivery);

  SignedClient& raw() { return client_; }
  // The next calls go to another process of the same service.
  void go_to(Where where) { client_ = SignedClient{std::move(where), client_.identity()}; }
  // Opens the box of a SealedAnswer's JSON.
  [[nodiscard]] std::optional<secret::Secret> unseal(const std::string& body) const;
  [[nodiscard]] const secret::SealKeyPair& reply_key() const { return reply_key_; }

 private:
  Answer granted(const std::string& visit, const wire::Person& person, const std::string& what,
                 const std::string& body);
  SignedClient client_;
  secret::SealKeyPair reply_key_ = secret::SealKeyPair::generate();
};

// POST /v1/device/enrol with a new key.
Reply<Identity> enrol(const Where& where, const std::string& code);

// POST /v1/login with a login page's identity.
Reply<wire::LoginAnswer> log_in(SignedClient& page, const std::string& user_code, const std::string& password,
                                std::optional<std::string> pin = std::nullopt);
// POST /v1/login/password likewise.
Reply<wire::LoginAnswer> change_at_login(SignedClient& page, const std::string& user_code,
                                         const std::string& password, const std::string& new_password,
                                         std::optional<std::string> pin = std::nullopt);

}  // namespace sportello::fakes
