// A gateway that is all configuration: URL, method, encoding, authentication, body, and how success reads. For
// providers whose API is some form or some JSON.
#pragma once

#include <filesystem>
#include <map>

#include "service/messaging/gateway.h"
#include "service/messaging/http_call.h"

namespace sportello::messaging {

struct GenericHttpOptions {
  std::string name = "generic-http";
  std::string url;
  std::string method = "POST";
  enum class Encoding { form, json };
  Encoding encoding = Encoding::form;
  enum class Auth { none, basic, header, body };
  Auth auth = Auth::none;
  std::string username;  // with basic; with body: the field's name is auth_field
  secret::SecretText secret;
  std::string auth_field;  // with header: its name, such as "X-Api-Key"; with body: the field's
  // Fields of the body, in which {to} {text} {id} {sender} stand for the message's; "a.b" nests in JSON, "a[]" makes
  // a list of one.
  std::map<std::string, std::string> body;
  std::string sender;
  int success_status = 200;
  // A member of the answer ("status" or "result.code") and what it must be; "" asks no more than the status.
  std::string success_field, success_value;
  std::string id_field;  // where the gateway's own id stands; "" for none
  std::string
      state_url;  // with {id}: answers success_status and, if set, success_field when it knows our id; "" cannot
  std::filesystem::path ca_file;
};

class GenericHttpGateway final : public Gateway {
 public:
  explicit GenericHttpGateway(GenericHttpOptions options);
  [[nodiscard]] std::string name() const override { return options_.name; }
  [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& parcel) override;
  [[nodiscard]] Known was_taken(const std::string& id) override;

 private:
  [[nodiscard]] HttpCall prepared(std::string method, std::string url) const;
  [[nodiscard]] bool succeeded(const HttpAnswer& answer) const;
  GenericHttpOptions options_;
};

}  // namespace sportello::messaging
