// sportello-drill: asks the service as another program would: as a kiosk that makes visits, one or a thousand, or as
// a register's login page that proves what a visit gave. Only for schools that are not real: it reads codes from
// files.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "service/shared/secret/process.h"
#include "tests/drill/act.h"
#include "tests/drill/login.h"
#include "tests/drill/visits.h"

namespace {

using namespace sportello;
using namespace sportello::drill;

struct Options {
  Place place;
  std::string codes;
  std::string cards;
  VisitsWish visits;
  bool json = false;
  ActWish act;
  EnrolWish enrol;
  LoginWish login;
};

int visits(Options& options) {
  auto cards = read_cards(options.cards);
  if (!cards) return complain(cards.error(), exit_misuse);
  if (options.visits.visits > cards->size()) {
    return complain("there are " + std::to_string(cards->size()) + " cards: ask for as many visits", exit_misuse);
  }
  if (const auto client = connect(options.place); !client) return complain(client.error(), exit_misuse);
  if (options.visits.pid != 0 && !processor_time(options.visits.pid)) {
    return complain("there is no process " + std::to_string(options.visits.pid) + ": give the service's --pid",
                    exit_misuse);
  }
  const auto codes = Codes::watch(options.codes);
  if (!codes) return complain(codes.error(), exit_misuse);
  options.visits.place = options.place;
  options.visits.cards = std::move(*cards);
  const auto result = run_visits(options.visits, **codes);
  std::fputs((options.json ? in_json(result) : in_words(result)).c_str(), stdout);
  return result.failed() == 0 ? 0 : exit_failed;
}

void add_place(CLI::App& command, Options& options) {
  command.add_option("--service", options.place.url, "https://host:port of the service")->required();
  command.add_option("--pin", options.place.pin, "sha256//… of the service's public key")->required();
  command.add_option("--device-key", options.place.key_file, "The device's key, from enrol")->required();
  command.add_option("--device", options.place.key_id, "Its id, from enrol")->required();
  command.add_option("--codes", options.codes, "Where codes arrive: spool:DIR or fakesmsc:FILE")->required();
}

void add_visits(CLI::App& cli, Options& options, int& status) {
  auto* command = cli.add_subcommand("visits", "Make complete first-issue visits and say what they cost");
  add_place(*command, options);
  auto& wish = options.visits;
  wish.password = "Vela-Rossa.1987";
  command->add_option("--cards", options.cards, "Lines of document;phone, one visit each")->required();
  command->add_option("--visits", wish.visits, "How many")->required()->check(CLI::PositiveNumber);
  command->add_option("--concurrency", wish.concurrency, "At once (default 1)")->check(CLI::Range(1, 256));
  command->add_option("--password", wish.password, "The one that every visit chooses (default: an invented one)");
  command->add_option("--rest", wish.rest_s, "Seconds to wait after a visit that failed (default 0)");
  command->add_option(
      "--acknowledged", wish.acknowledged,
      "Write visit;document;user code;ms since 1970 there, a line for each that was told it has credentials");
  command->add_option("--pid", wish.pid, "The service's process, for its CPU time");
  command->add_flag("--json", options.json, "One line of JSON instead of words");
  command->callback([&] { status = visits(options); });
}

void add_act(CLI::App& cli, Options& options, int& status) {
  auto* command = cli.add_subcommand("act", "Make one visit with one act; print the answer as JSON");
  add_place(*command, options);
  auto& wish = options.act;
  command->add_option("--card", wish.card, "The codice fiscale on the card")->required();
  command->add_option("--act", wish.act, "What to do: show lists what may be done")
      ->required()
      ->check(CLI::IsMember(act_names()));
  command->add_option("--language", wish.language, "Of the messages (default it)");
  command->add_option("--password-file", wish.password_file, "The new password, in a file; -: standard input");
  command->add_option("--current-password-file", wish.current_password_file, "The one that is known");
  command->add_option("--mail-file", wish.mail_file, "The address to associate, in a file; -: standard input");
  command->add_option("--what", wish.what,
                      "What is wrong, for a report: name, phone, mail, pupil, class_name, other");
  command->add_option("--note", wish.note, "A word to the office, for a report");
  command->add_flag("--without-pin", wish.without_pin, "Issue no PIN where it is optional");
  command->add_option("--wait", wish.wait_s, "Seconds until no code is an answer too (default 20)");
  command->callback([&] {
    options.act.place = options.place;
    options.act.codes = options.codes;
    status = act(options.act);
  });
}

void add_enrol(CLI::App& cli, Options& options, int& status) {
  auto* command = cli.add_subcommand("enrol", "Enrol a device; print its id and eight words");
  auto& wish = options.enrol;
  command->add_option("--service", wish.url, "https://host:port of the service")->required();
  command->add_option("--pin", wish.pin, "sha256//… of the service's public key")->required();
  command->add_option("--code", wish.code, "From sportello-service device enrol-code")->required();
  command->add_option("--device-key", wish.key_file, "Where its key is, or will be")->required();
  command->callback([&] { status = enrol(options.enrol); });
}

void add_login(CLI::App& cli, Options& options, int& status) {
  auto& wish = options.login;
  auto* key_command = cli.add_subcommand("make-key", "Make a signing key for a login page and print its public half");
  key_command->add_option("FILE", wish.key_file, "Where to write the key")->required();
  key_command->callback([&] { status = make_key(wish.key_file); });
  auto* command = cli.add_subcommand("login", "Log in as a register's login page would");
  command->add_option("--url", wish.url, "https://host:port of the service")->required();
  command->add_option("--pin", wish.pin, "sha256//… of the service's public key")->required();
  command->add_option("--key", wish.key_file, "The login page's key, from make-key")->required();
  command->add_option("--key-id", wish.key_id, "Its id, from sportello-service login-page add")->required();
  command->add_option("--credentials", wish.credentials, "What act, or the kiosk's --reveal, wrote")->required();
  command->add_option("--password-file", wish.password_file, "The password, in a file; -: standard input")
      ->required();
  command->add_option("--new-password-file", wish.new_password_file, "Change it to this one, as a login page does");
  command->callback([&] { status = login(wish); });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"sportello-drill: asks the service as another program would."};
  cli.set_version_flag("--version", std::string{"sportello-drill "} + SPORTELLO_VERSION);
  cli.require_subcommand(1);
  Options options;
  int status = 0;
  add_visits(cli, options, status);
  add_act(cli, options, status);
  add_enrol(cli, options, status);
  add_login(cli, options, status);
  try {
    secret::harden_process();
    cli.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return cli.exit(asked);
  } catch (const CLI::ParseError& error) {
    return complain(std::string{error.what()} + ": see sportello-drill --help", exit_misuse);
  } catch (const std::exception& error) {
    return complain(error.what(), exit_failed);
  }
  return status;
}
