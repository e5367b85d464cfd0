// sportello-drill: asks the service as another program would. Now: as a register's login page, to prove that the
// credentials a visit gave really open the register.
#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "kiosk/register/signed_client.h"
#include "service/shared/secret/process.h"
#include "service/shared/wire/messages.h"

namespace {

using namespace sportello;

constexpr int exit_failed = 1;
constexpr int exit_misuse = 2;

struct Options {
  std::string url;
  std::string pin;
  std::string key_file;
  std::string key_id;
  std::string credentials;
  std::string password_file;
};

int complain(const std::string& sentence, int status) {
  std::fprintf(stderr, "sportello-drill: %s\n", sentence.c_str());
  return status;
}

std::string read_file(const std::string& file) {
  std::ifstream in{file};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

int make_key(const Options& options) {
  const auto key = signing::SigningKey::generate();
  if (const auto saved = key.save(options.key_file); !saved) return complain(saved.error(), exit_failed);
  std::printf("public-key: %s\n", secret::to_base64url(key.public_key()).c_str());
  return 0;
}

int login(const Options& options) {
  auto key = signing::SigningKey::load(options.key_file);
  if (!key) return complain(key.error(), exit_misuse);
  boost::json::error_code error;
  const auto shown = boost::json::parse(read_file(options.credentials), error);
  const auto* object = shown.if_object();
  if (error || object == nullptr || !object->contains("user_code")) {
    return complain("cannot read " + options.credentials + ": give the file that --reveal wrote", exit_misuse);
  }
  const secret::SecretText password{read_file(options.password_file)};
  if (password.empty()) return complain("cannot read a password in " + options.password_file, exit_misuse);
  wire::LoginRequest request{std::string{object->at("user_code").as_string()}, password, std::nullopt};
  if (const auto* pin = object->if_contains("pin")) request.pin = secret::SecretText{std::string{pin->as_string()}};

  reg::SignedClient client{options.url, {options.pin}, std::move(*key), options.key_id};
  const auto response = client.send({"POST", "/v1/login", to_json(request), std::nullopt, std::nullopt});
  if (!response) return complain(response.error().sentence, exit_failed);
  if (response->status != 200) {
    const auto problem = wire::problem_from_json(response->body);
    return complain("the login was refused: " + (problem ? std::string{wire::name_of(problem->code)} : "no reason"),
                    exit_failed);
  }
  const auto answer = wire::parse<wire::LoginAnswer>(response->body);
  if (!answer) return complain("the service's answer: " + answer.error().sentence, exit_failed);
  std::printf("login: accepted%s%s\n", answer->pin_checked ? ", with the PIN" : "",
              answer->change_due ? ", a new password is due" : "");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"sportello-drill: asks the service as another program would."};
  cli.set_version_flag("--version", std::string{"sportello-drill "} + SPORTELLO_VERSION);
  cli.require_subcommand(1);
  Options options;
  auto* key_command = cli.add_subcommand("make-key", "Make a signing key for a login page and print its public half");
  key_command->add_option("FILE", options.key_file, "Where to write the key")->required();
  auto* login_command = cli.add_subcommand("login", "Log in as a register's login page would");
  login_command->add_option("--url", options.url, "https://host:port of the service")->required();
  login_command->add_option("--pin", options.pin, "sha256//… of the service's public key")->required();
  login_command->add_option("--key", options.key_file, "The login page's key, from make-key")->required();
  login_command->add_option("--key-id", options.key_id, "Its id, from sportello-service login-page add")->required();
  login_command->add_option("--credentials", options.credentials, "What the kiosk's --reveal wrote")->required();
  login_command->add_option("--password-file", options.password_file, "The password, in a file")->required();
  try {
    cli.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return cli.exit(asked);
  } catch (const CLI::ParseError& error) {
    return complain(std::string{error.what()} + ": see sportello-drill --help", exit_misuse);
  }
  try {
    secret::harden_process();
    return *key_command ? make_key(options) : login(options);
  } catch (const std::exception& error) {
    return complain(error.what(), exit_failed);
  }
}
