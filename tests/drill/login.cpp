// POST /v1/login and POST /v1/login/password, signed by a login page's key.
#include "tests/drill/login.h"

#include <boost/json/parse.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/drill/line.h"

namespace sportello::drill {
namespace {

std::string read_file(const std::string& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

int complain(const std::string& sentence, int status) {
  std::fprintf(stderr, "sportello-drill: %s\n", sentence.c_str());
  return status;
}

std::string read_secret(const std::string& file) {
  std::string line;
  if (file == "-") {
    std::getline(std::cin, line);
  } else {
    std::ifstream in{file};
    std::getline(in, line);
  }
  while (line.ends_with('\r')) line.pop_back();
  return line;
}

int make_key(const std::string& file) {
  const auto key = signing::SigningKey::generate();
  if (const auto saved = key.save(file); !saved) return complain(saved.error(), exit_failed);
  std::printf("public-key: %s\n", secret::to_base64url(key.public_key()).c_str());
  return 0;
}

int login(const LoginWish& wish) {
  auto client = connect({wish.url, wish.pin, wish.key_file, wish.key_id});
  if (!client) return complain(client.error(), exit_misuse);
  boost::json::error_code error;
  const auto shown = boost::json::parse(read_file(wish.credentials), error);
  const auto* object = error ? nullptr : shown.if_object();
  if (object == nullptr || !object->contains("user_code")) {
    return complain("cannot read " + wish.credentials + ": give the file that --reveal wrote", exit_misuse);
  }
  const std::string user_code{object->at("user_code").as_string()};
  const secret::SecretText password{read_secret(wish.password_file)};
  if (password.empty()) return complain("cannot read a password in " + wish.password_file, exit_misuse);
  std::optional<secret::SecretText> pin;
  if (const auto* made = object->if_contains("pin")) pin = secret::SecretText{std::string{made->as_string()}};

  reg::Request request{"POST", "/v1/login", "", std::nullopt, std::nullopt};
  if (wish.new_password_file.empty()) {
    request.body = to_json(wire::LoginRequest{user_code, password, pin});
  } else {
    request.path = "/v1/login/password";
    request.body = to_json(
        wire::PasswordChange{user_code, password, pin, secret::SecretText{read_secret(wish.new_password_file)}});
  }
  const auto response = call(**client, std::move(request), 200);
  if (!response) return complain("the login was refused: " + response.error().sentence, exit_failed);
  const auto answer = wire::parse<wire::LoginAnswer>(response->body);
  if (!answer) return complain("the service's answer: " + answer.error().sentence, exit_failed);
  std::printf("login: accepted%s%s\n", answer->pin_checked ? ", with the PIN" : "",
              answer->change_due ? ", a new password is due" : "");
  return 0;
}

}  // namespace sportello::drill
