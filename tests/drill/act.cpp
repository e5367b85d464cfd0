// Open, code, check, act, end.
#include "tests/drill/act.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <filesystem>

#include "service/shared/signing/fingerprint.h"
#include "tests/drill/codes.h"
#include "tests/drill/login.h"

namespace sportello::drill {
namespace {

namespace json = boost::json;
using Shown = std::expected<json::object, std::string>;

std::unexpected<std::string> refused(const std::string& where, const Refused& why) {
  return std::unexpected(where + ": " + why.sentence);
}

json::string text(std::string_view view) { return json::string(view.data(), view.size()); }

json::object shown(const wire::Person& person) {
  json::array acts;
  for (const auto act : person.acts) acts.push_back(text(wire::name_of(act)));
  json::array pupils;
  for (const auto& pupil : person.pupils) pupils.push_back(text(pupil.given_name + ", " + pupil.class_name));
  json::object all{{"given_name", person.given_name},
                   {"pupils", pupils},
                   {"acts", acts},
                   {"has_credentials", person.has_credentials},
                   {"has_pin", person.has_pin},
                   {"access", text(wire::name_of(person.access))},
                   {"mail_hint", person.mail_hint}};
  if (person.office_first) all["office_first"] = text(wire::name_of(*person.office_first));
  return all;
}

json::object shown(const wire::Credentials& given) {
  json::object all{{"user_code", text(given.user_code.reveal())}, {"confirmation_hint", given.confirmation_hint}};
  if (given.pin) all["pin"] = text(given.pin->reveal());
  if (given.password) all["password"] = text(given.password->reveal());
  if (given.change_due) all["change_due"] = true;
  return all;
}

std::optional<secret::SecretText> secret_in(const std::string& file) {
  if (file.empty()) return std::nullopt;
  return secret::SecretText{std::string_view{read_secret(file)}};
}

Shown credentials(Desk& desk, const wire::Person& person, const ActWish& wish, wire::Act act) {
  wire::CredentialsRequest request;
  request.action = act;
  request.password = secret_in(wish.password_file);
  request.current_password = secret_in(wish.current_password_file);
  if (act == wire::Act::issue || act == wire::Act::reset_password) {
    request.commitments_version = person.commitments.version;
  }
  request.with_pin = !wish.without_pin;
  const auto given = desk.set_credentials(request);
  if (!given) return refused(wish.act, given.error());
  return shown(*given);
}

Shown mail(Desk& desk, Codes& codes, const ActWish& wish) {
  const auto address = secret_in(wish.mail_file);
  if (!address) return std::unexpected(std::string{"name a file with the address: --mail-file"});
  const std::string to{address->reveal()};
  codes.forget(to);
  if (const auto asked = desk.associate_mail(*address); !asked) return refused("mail", asked.error());
  const auto code = codes.wait_for(to, std::chrono::seconds{wish.wait_s});
  if (!code) return std::unexpected(std::string{"no code arrived at the address"});
  const auto confirmed = desk.check_mail(*code);
  if (!confirmed) return refused("mail", confirmed.error());
  return json::object{{"mail_hint", confirmed->mail_hint}};
}

Shown invitation(Desk& desk) {
  const auto sent = desk.invite();
  if (!sent) return refused("invitation", sent.error());
  return json::object{{"mail_hint", sent->mail_hint}, {"hours", sent->hours}};
}

Shown report(Desk& desk, const ActWish& wish) {
  wire::ReportRequest request;
  for (const auto& name : wish.what) {
    const auto what = wire::wrong_data_named(name);
    if (!what)
      return std::unexpected("nothing is called " + name + ": name, phone, mail, pupil, class_name or other");
    request.what.push_back(*what);
  }
  request.note = secret::SecretText{std::string_view{wish.note}};
  const auto told = desk.report(request);
  if (!told) return refused("report", told.error());
  return json::object{{"reference", told->reference}};
}

Shown carry_out(Desk& desk, Codes& codes, const wire::Person& person, const ActWish& wish) {
  if (wish.act == "show") return shown(person);
  if (wish.act == "mail") return mail(desk, codes, wish);
  if (wish.act == "invitation") return invitation(desk);
  if (wish.act == "report") return report(desk, wish);
  const auto act = wire::act_named(wish.act);
  if (!act) return std::unexpected("there is no act " + wish.act);
  return credentials(desk, person, wish, *act);
}

Shown visit(Desk& desk, Codes& codes, const ActWish& wish) {
  const auto opened = desk.open(wish.card, wish.language);
  if (!opened) return refused("open", opened.error());
  const auto code = codes.wait_for_ending(opened->phone_hint, std::chrono::seconds{wish.wait_s});
  if (!code) {
    return std::unexpected(std::string{"no code arrived: the card is not on file, or has no phone, or is blocked"});
  }
  const auto person = desk.check(*code);
  if (!person) return refused("check", person.error());
  auto result = carry_out(desk, codes, *person, wish);
  const auto ended = desk.end();
  if (result && !ended) return refused("end", ended.error());
  return result;
}

}  // namespace

std::vector<std::string> act_names() {
  std::vector<std::string> names{"show"};
  for (const auto act : wire::acts) names.emplace_back(wire::name_of(act));
  names.insert(names.end(), {"mail", "invitation", "report"});
  return names;
}

int act(const ActWish& wish) {
  auto client = connect(wish.place);
  if (!client) return complain(client.error(), exit_misuse);
  const auto codes = Codes::watch(wish.codes);
  if (!codes) return complain(codes.error(), exit_misuse);
  Desk desk{std::move(*client)};
  const auto result = visit(desk, **codes, wish);
  if (!result) return complain(result.error(), exit_failed);
  std::printf("%s\n", json::serialize(*result).c_str());
  return 0;
}

int enrol(const EnrolWish& wish) {
  if (!std::filesystem::exists(wish.key_file)) {
    const auto saved = signing::SigningKey::generate().save(wish.key_file);
    if (!saved) return complain(saved.error(), exit_failed);
  }
  auto client = connect({wish.url, wish.pin, wish.key_file, "enrol"});
  if (!client) return complain(client.error(), exit_failed);
  const auto& key = (*client)->key().public_key();
  const auto response = call(
      **client, {"POST", "/v1/device/enrol", to_json(wire::EnrolRequest{wish.code, key}), std::nullopt, std::nullopt},
      201);
  if (!response) return complain("the device was not enrolled: " + response.error().sentence, exit_failed);
  const auto enrolled = wire::parse<wire::EnrolAnswer>(response->body);
  if (!enrolled) return complain("the service's answer: " + enrolled.error().sentence, exit_failed);
  std::printf("device: %s\nwords: %s\n", enrolled->device.c_str(), signing::fingerprint_text(key).c_str());
  return 0;
}

}  // namespace sportello::drill
