// A door from docs/openapi.yaml's tests to the code: `shape` says what the code knows (routes, problem codes, every
// message with all and with as few fields as can be); `judge` reads "Message<tab>body" lines and says for each
// whether the service's own reader takes it. Decides nothing: the comparison is tests/api/openapi.py's.
#include <boost/json.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "service/handlers/routes.h"
#include "service/http/router.h"
#include "service/shared/wire/contact.h"
#include "service/shared/wire/credentials.h"
#include "service/shared/wire/journal.h"
#include "service/shared/wire/sealed_request.h"

using namespace sportello;
using namespace sportello::wire;
namespace json = boost::json;

namespace {

SecretText secret_text(std::string_view text) { return SecretText{text}; }

struct Message {
  std::vector<std::string> written;  // all fields first, then as few as can be
  std::function<std::optional<FieldError>(std::string_view)> read;
};

template <class T>
std::optional<FieldError> error_of(std::string_view body) {
  const auto read = parse<T>(body);
  return read ? std::nullopt : std::optional{read.error()};
}

template <class T>
Message message(const T& full, const T& sparse) {
  return {{to_json(full), to_json(sparse)}, error_of<T>};
}
template <class T>
Message message(const T& full) {
  return {{to_json(full)}, error_of<T>};
}

const CodeState code_state{300, 60, 2, 3};

Person full_person() {
  Person person;
  person.grant = secret_text("grant");
  person.given_name = "Maria Antonietta";
  person.pupils = {{"Zoë", "2ª B, media"}, {"Abdellatif", "1A"}};
  person.acts.assign(acts.begin(), acts.end());
  person.office_first = OfficeFirst::second_set;
  person.access = Access::both;
  person.login_url = "https://register.example/login";
  person.pin = PinOffer::optional;
  person.pin_at_login = true;
  person.mail_hint = "m…@example.org";
  person.commitments = {"2026-09", {"absences", "child"}};
  return person;
}

Person sparse_person() {
  Person person;
  person.grant = secret_text("grant");
  person.given_name = "Thi";
  person.commitments.version = "1";
  return person;
}

std::map<std::string, Message> messages() {
  const secret::SealPublicKey key{1, 2, 3};
  std::map<std::string, Message> all;
  all["VisitRequest"] = message(VisitRequest{secret_text("RSSMRA80A01H501U"), "it", key});
  all["CodeState"] = message(code_state);
  all["VisitAnswer"] = message(VisitAnswer{"id-1", "K7-4M2", "67", code_state, PupilCredentials::by_mail},
                               VisitAnswer{"id-1", "K7-4M2", "67", code_state, {}});
  all["CodeCheckRequest"] = message(CodeCheckRequest{secret_text("012345")});
  all["SealedAnswer"] = message(SealedAnswer{{1, 2, 3, 4}});
  all["Person"] = message(full_person(), sparse_person());
  all["CredentialsRequest"] = message(CredentialsRequest{Act::change_password, secret_text("Cavallo-4812"), "2026-09",
                                                         secret_text("Vela-Rossa.1987"), false},
                                      CredentialsRequest{Act::recover_user_code, {}, {}, {}, true});
  all["Credentials"] =
      message(Credentials{secret_text("G1234567A"), secret_text("482913"), "67", secret_text("Cavallo-4812"), true},
              Credentials{secret_text("G1234567A"), {}, {}, {}, false});
  all["MailRequest"] = message(MailRequest{secret_text("ioana@example.org")});
  all["MailAnswer"] = message(MailAnswer{"i…@example.org", code_state});
  all["MailConfirmed"] = message(MailConfirmed{"i…@example.org"});
  all["InvitationAnswer"] = message(InvitationAnswer{"i…@example.org", 72});
  all["ReportRequest"] =
      message(ReportRequest{{wrong_data.begin(), wrong_data.end()}, secret_text("Il numero è cambiato")},
              ReportRequest{{WrongData::phone}, {}});
  all["ReportAnswer"] = message(ReportAnswer{"K7-4M2"});
  all["EnrolRequest"] = message(EnrolRequest{"ABCD-EFGH", {}});
  all["EnrolAnswer"] =
      message(EnrolAnswer{"device-1", "Istituto", signing::PublicKey{}}, EnrolAnswer{"device-1", "Istituto", {}});
  const SignedHead head{{"RMIC817009", 12, 1'790'000'000, {}}, {}, {}};
  all["HeartbeatRequest"] = message(HeartbeatRequest{head, "went_back"}, HeartbeatRequest{});
  all["DeviceAnswer"] = message(DeviceAnswer{"Istituto", head, true, key}, DeviceAnswer{"Istituto", {}, false, {}});
  const SealedRequest request{7, 1'790'000'000, sealing_key_id(key), secret::Bytes(sealed_request_size, 9), {}};
  all["RequestDelivery"] = message(RequestDelivery{{request, request}});
  all["RequestsAnswer"] = message(RequestsAnswer{{{7, RequestOutcome::taken}, {8, RequestOutcome::number_taken}}});
  const JournalEntry entry{7, 1'790'000'000, "scan.failed", "tries=3 reason=no_light", {}};
  const JournalEntry bare{8, 1'790'000'000, "started", "", {}};
  all["JournalDelivery"] = message(JournalDelivery{{entry, bare}}, JournalDelivery{{bare}});
  all["JournalAnswer"] = message(JournalAnswer{7, {}});
  all["LoginRequest"] = message(LoginRequest{"G1234567A", secret_text("Cavallo-4812"), secret_text("482913")},
                                LoginRequest{"G1234567A", secret_text("Cavallo-4812"), {}});
  all["LoginAnswer"] = message(LoginAnswer{true, false});
  all["PasswordChange"] = message(
      PasswordChange{"G1234567A", secret_text("Cavallo-4812"), secret_text("482913"), secret_text("Vela-Rossa.1987")},
      PasswordChange{"G1234567A", secret_text("Cavallo-4812"), {}, secret_text("Vela-Rossa.1987")});
  all["Nothing"] = {{"{}"}, parse_empty};
  all["Problem"] = {{to_json(Problem{Code::password_refused, "a sentence", 61, 2, {PasswordRule::common}}),
                     to_json(Problem{Code::internal, {}, {}, {}, {}})},
                    [](std::string_view body) -> std::optional<FieldError> {
                      const auto read = problem_from_json(body);
                      return read ? std::nullopt : std::optional{read.error()};
                    }};
  all["Segment"] = {{}, [](std::string_view body) -> std::optional<FieldError> {
                      const auto text = json::parse({body.data(), body.size()});
                      if (text.is_string() && http::match("/{x}", "/" + std::string{text.as_string()})) return {};
                      return FieldError{"no segment"};
                    }};
  return all;
}

std::string_view name_of_needs(handlers::Needs needs) {
  switch (needs) {
    case handlers::Needs::nothing: return "nothing";
    case handlers::Needs::page: return "page";
    case handlers::Needs::enrolment: return "enrolment";
    case handlers::Needs::kiosk: return "kiosk";
    case handlers::Needs::login_page: return "login_page";
  }
  return "";
}

void add_routes(json::array& into, std::span<const handlers::Route> routes, const char* listener) {
  for (const auto& route : routes) {
    into.push_back(json::object{{"method", json::string(route.method.data(), route.method.size())},
                                {"path", json::string(route.path.data(), route.path.size())},
                                {"listener", listener},
                                {"needs", std::string{name_of_needs(route.needs)}},
                                {"idempotent", route.idempotent}});
  }
}

json::object shape() {
  json::array routes;
  add_routes(routes, handlers::routes(), "public");
  add_routes(routes, handlers::private_routes(), "private");
  json::object codes;
  for (const auto& row : code_table()) codes[std::string{row.name}] = row.status;
  json::array rules;
  using enum PasswordRule;
  for (const auto rule : {length, too_long, lower, upper, digit, symbol, common, personal}) {
    rules.emplace_back(std::string{name_of(rule)});
  }
  json::object written;
  for (const auto& [name, message] : messages()) {
    json::array bodies;
    for (const auto& body : message.written) bodies.push_back(json::parse(body));
    written[name] = std::move(bodies);
  }
  return {{"routes", std::move(routes)},
          {"codes", std::move(codes)},
          {"rules", std::move(rules)},
          {"messages", std::move(written)},
          {"idempotency_header", std::string{idempotency_header}},
          {"idempotency_key_length", idempotency_key_length}};
}

int judge() {
  const auto all = messages();
  for (std::string line; std::getline(std::cin, line);) {
    const auto tab = line.find('\t');
    const auto known = all.find(line.substr(0, tab));
    if (tab == std::string::npos || known == all.end()) return 1;
    const auto error = known->second.read(std::string_view{line}.substr(tab + 1));
    std::cout << (error ? "no " + error->sentence : "yes") << '\n';
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "judge") return judge();
  if (what != "shape") {
    std::cerr << "wire_door: say shape or judge\n";
    return 2;
  }
  std::cout << json::serialize(shape()) << '\n';
  return 0;
}
