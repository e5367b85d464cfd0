// One case per kind.
#include "service/gateways.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "service/messaging/generic_http.h"
#include "service/messaging/italian_rest.h"
#include "service/messaging/kannel.h"
#include "service/messaging/mail/smtp.h"
#include "service/messaging/spool.h"

namespace sportello::service {
namespace {

using Kind = GatewayConfiguration::Kind;

// Without its line end.
std::expected<secret::SecretText, std::string> secret_in(const std::filesystem::path& file, std::string_view key) {
  if (file.empty()) return secret::SecretText{};
  auto text = whole_file(file, key);
  if (!text) return std::unexpected(text.error());
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  return secret::SecretText{std::string_view{*text}};
}

messaging::GenericHttpOptions generic_options(const GatewayConfiguration& wanted,
                                              const secret::SecretText& password) {
  using Options = messaging::GenericHttpOptions;
  const auto& generic = wanted.generic;
  Options options;
  options.name = wanted.name;
  options.url = wanted.url;
  options.method = generic.method;
  options.encoding = generic.json ? Options::Encoding::json : Options::Encoding::form;
  options.auth = generic.auth == "basic"    ? Options::Auth::basic
                 : generic.auth == "header" ? Options::Auth::header
                 : generic.auth == "body"   ? Options::Auth::body
                                            : Options::Auth::none;
  options.username = wanted.username;
  options.secret = password;
  options.auth_field = generic.auth_field;
  options.body = generic.body;
  options.sender = wanted.sender;
  options.success_status = generic.success_status;
  options.success_field = generic.success_field;
  options.success_value = generic.success_value;
  options.id_field = generic.id_field;
  options.state_url = generic.state_url;
  options.ca_file = wanted.ca_file;
  return options;
}

std::unique_ptr<messaging::Gateway> make(const GatewayConfiguration& wanted, const secret::SecretText& password) {
  switch (wanted.kind) {
    case Kind::spool: return std::make_unique<messaging::SpoolGateway>(wanted.directory, wanted.name);
    case Kind::kannel:
      return std::make_unique<messaging::KannelGateway>(messaging::KannelOptions{
          wanted.name, wanted.url, wanted.username, password, wanted.sender, wanted.receipts_url});
    case Kind::italian_rest:
      return std::make_unique<messaging::ItalianRestGateway>(messaging::ItalianRestOptions{
          wanted.name, wanted.url, wanted.username, password, wanted.sender, wanted.message_type, wanted.ca_file});
    case Kind::generic_http:
      return std::make_unique<messaging::GenericHttpGateway>(generic_options(wanted, password));
  }
  return nullptr;
}

}  // namespace

std::expected<std::string, std::string> whole_file(const std::filesystem::path& file, std::string_view key) {
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.is_open()) {
    return std::unexpected("cannot read " + file.string() + ": name a file that exists under " + std::string{key});
  }
  return text;
}

std::expected<Gateways, std::string> make_gateways(const Configuration& configuration, bool demo) {
  Gateways gateways;
  for (const auto& wanted : configuration.gateways) {
    if (wanted.kind == Kind::spool && !demo) {
      return std::unexpected(
          "a gateway is \"spool\", which leaves codes in clear on the disk: remove it, or add --demo");
    }
    const auto password = secret_in(wanted.password_file, "gateway.password_file");
    if (!password) return std::unexpected(password.error());
    gateways.push_back(make(wanted, *password));
  }
  if (gateways.empty())
    return std::unexpected(std::string{"no gateway is configured: add a [[gateway]] that can send SMS"});
  return gateways;
}

std::expected<Gateways, std::string> make_mail(const Configuration& configuration, bool demo,
                                               std::function<store::Time()> now) {
  const auto& wanted = configuration.mail;
  Gateways servers;
  if (wanted.kind == MailConfiguration::Kind::spool) {
    if (!demo) {
      return std::unexpected(
          "[mail] is \"spool\", which leaves codes in clear on the disk: change it, or add --demo");
    }
    servers.push_back(std::make_unique<messaging::SpoolGateway>(wanted.directory, "spool"));
  } else if (wanted.kind == MailConfiguration::Kind::smtp) {
    const auto password = secret_in(wanted.password_file, "mail.password_file");
    if (!password) return std::unexpected(password.error());
    servers.push_back(std::make_unique<messaging::SmtpServer>(
        messaging::SmtpOptions{wanted.url,
                               wanted.starttls,
                               wanted.username,
                               *password,
                               wanted.ca_file,
                               wanted.pin,
                               {wanted.from, wanted.from_name, wanted.bounce_address}},
        std::move(now)));
  }
  return servers;
}

}  // namespace sportello::service
