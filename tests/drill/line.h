// One signed device on one kept connection, as sentences: open, check, act, end. Retries nothing, keeps nothing.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/register/signed_client.h"
#include "service/shared/secret/sealed.h"
#include "service/shared/wire/contact.h"
#include "service/shared/wire/credentials.h"

namespace sportello::drill {

// Where the service is and who asks. The key stays in its file: every connection reads its own copy.
struct Place {
  std::string url;
  std::string pin;
  std::string key_file;
  std::string key_id;
};

// Why a call gave nothing: a sentence for a technician, and the service's own word where there was one.
struct Refused {
  std::string sentence;
  std::optional<wire::Code> code;
};
template <class T>
using Got = std::expected<T, Refused>;

// The error is a sentence: no such key.
std::expected<std::unique_ptr<reg::SignedClient>, std::string> connect(const Place& place);

// A call's answer, if its status is the one expected.
Got<reg::Response> call(reg::SignedClient& client, reg::Request request, int expected);

class Desk {
 public:
  explicit Desk(std::unique_ptr<reg::SignedClient> client) : client_(std::move(client)) {}

  // The visit that is opened is the one all later calls speak of, until the next.
  Got<wire::VisitAnswer> open(const std::string& document, const std::string& language);
  Got<wire::CodeState> resend();
  Got<wire::Person> check(const secret::SecretText& code);
  Got<wire::Credentials> set_credentials(const wire::CredentialsRequest& wish);
  Got<wire::MailAnswer> associate_mail(const secret::SecretText& mail);
  Got<wire::MailConfirmed> check_mail(const secret::SecretText& code);
  Got<wire::InvitationAnswer> invite();
  Got<wire::ReportAnswer> report(const wire::ReportRequest& wish);
  Got<void> end();
  Got<void> heartbeat();

 private:
  Got<reg::Response> post(std::string path, std::string body, int expected, bool with_grant = false);
  template <class Message>
  Got<Message> opened(const Got<reg::Response>& response) const;

  std::unique_ptr<reg::SignedClient> client_;
  secret::SealKeyPair reply_key_ = secret::SealKeyPair::generate();
  std::string visit_;
  std::optional<secret::SecretText> grant_;
};

}  // namespace sportello::drill
