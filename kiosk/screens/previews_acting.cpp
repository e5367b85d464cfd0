#include "kiosk/screens/album.h"

namespace sportello::screens {

namespace {

using wire::Act;

// A class list as long as a family's gets, names as long as they come.
wire::Person large_family() {
  wire::Person person;
  person.given_name = "Maria Antonietta";
  person.pupils = {{"Alessandra", "3ª C, secondaria di primo grado"},
                   {"Pier Francesco", "1ª A, primaria"},
                   {"Zoë", "5ª B, primaria"},
                   {"Abdellatif", "Sez. Gialla, infanzia"}};
  person.has_credentials = true;
  person.mail_hint = "m…@associazionegenitori.collesereno.example";
  person.acts = {Act::reset_password, Act::issue};
  person.policy = {.min_length = 8};
  return person;
}

visit::ChoosePassword password(std::string_view text) {
  return {
      .proved = proved(mario(true, {Act::reset_password})), .act = Act::reset_password, .typed = SecretText{text}};
}

visit::Result with_pin(visit::Result result) {
  result.pin = SecretText{"630815"};
  return result;
}

void add_choices(Album& album) {
  const std::vector<Act> all = {Act::reset_password, Act::change_password, Act::recover_user_code, Act::renew_pin,
                                Act::remove_pin};
  album.add("choose", visit::Choose{proved(mario(true, {Act::reset_password, Act::recover_user_code}))});
  auto first = mario(false, {Act::issue});
  first.mail_hint.clear();
  album.add("choose-first-issue", visit::Choose{proved(first)});
  album.add("choose-large-family", visit::Choose{proved(large_family())});
  auto many = mario(true, all);
  many.has_pin = true;
  many.access = wire::Access::both;
  album.add("choose-many", visit::Choose{proved(many)});
  album.add("choose-many-more", visit::Choose{proved(many)}).page = 1;
  auto second = mario(true, {Act::reset_password, Act::recover_user_code});
  second.office_first = wire::OfficeFirst::second_set;
  album.add("choose-second-set", visit::Choose{proved(second)});
  auto frozen = mario(true, {});
  frozen.office_first = wire::OfficeFirst::frozen;
  album.add("choose-frozen", visit::Choose{proved(frozen)});
  auto again = mario(true, {Act::issue, Act::reset_password, Act::renew_pin});
  album.add("choose-again", visit::Choose{proved(again)});
  auto identity = mario(false, {});
  identity.access = wire::Access::digital_identity;
  album.add("choose-identity-only", visit::Choose{proved(identity)});
}

void add_promises(Album& album) {
  const auto who = proved(mario(false, {Act::issue}));
  album.add("commitments", visit::Commitments{who, Act::issue, {true, true, false, false}});
  album.add("commitments-all", visit::Commitments{who, Act::issue, {true, true, true, true}});
  album.add("choose-pin", visit::ChoosePin{who});
}

void add_confirmations(Album& album) {
  const auto add = [&](std::string name, Act act, bool has_pin) {
    auto person = mario(true, {act});
    person.has_pin = has_pin;
    album.add(std::move(name), visit::ConfirmAct{.proved = proved(person), .act = act});
  };
  add("confirm-issue", Act::issue, false);
  add("confirm-reset-password", Act::reset_password, true);
  add("confirm-renew-pin", Act::renew_pin, true);
  add("confirm-first-pin", Act::renew_pin, false);
  add("confirm-remove-pin", Act::remove_pin, true);
  add("confirm-user-code", Act::recover_user_code, true);
  album.add_asking("confirm", "doing",
                   visit::ConfirmAct{.proved = proved(mario(true, {Act::renew_pin})), .act = Act::renew_pin});
}

void add_passwords(Album& album) {
  visit::CurrentPassword current{.proved = proved(mario(true, {Act::change_password}))};
  album.add("current-password-empty", current);
  current.typed = SecretText{"Vecchia-1"};
  current.last_shown = true;
  album.add("current-password", current);
  current.keys = visit::Keys::accents;
  current.shown = true;
  album.add("current-password-accents", current);
  current = {.proved = current.proved};
  current.tries_left = 2;
  album.add("current-password-wrong", current);
  current.tries_left = 1;
  album.add("current-password-last-try", current);

  album.add("choose-password-empty", password(""));
  auto missing = password("Gattomiao77");
  missing.last_shown = true;
  album.add("choose-password", missing);
  auto shown = password("Gatto-miao77");
  shown.shown = true;
  shown.keys = visit::Keys::upper;
  album.add("choose-password-good", shown);
  auto symbols = password("gatto");
  symbols.keys = visit::Keys::symbols;
  album.add("choose-password-symbols", symbols);
  auto accents = password("gatto");
  accents.keys = visit::Keys::accents;
  album.add("choose-password-accents", accents);
  auto common = password("Password-123");
  common.refused = {wire::PasswordRule::common};
  album.add("choose-password-common", common);
  auto personal = password("Mario-Rossi80");
  personal.refused = {wire::PasswordRule::personal};
  album.add("choose-password-personal", personal);
  album.add_asking("choose-password", "saving", password("Gatto-miao77"));
}

void add_results(Album& album) {
  auto issued = with_pin(made_by(Act::issue));
  issued.mail_hint = "m…@casa.example";
  album.add("result", issued);
  issued.pin_hides = preview_start + 15s;
  album.add("result-pin-shown", issued, 2s);
  auto plain = made_by(Act::issue);
  plain.login_url.clear();
  album.add("result-no-pin", plain);
  auto made = with_pin(made_by(Act::issue));
  made.password = SecretText{"Zebra-4471-pino"};
  made.change_due = true;
  made.asks_pin = true;
  album.add("result-made", made);
  made.password_hides = preview_start + 15s;
  album.add("result-made-shown", made, 2s);
  album.add("result-reset-password", made_by(Act::reset_password));
  album.add("result-change-password", made_by(Act::change_password));
  album.add("result-user-code", made_by(Act::recover_user_code));
  album.add("result-renew-pin", with_pin(made_by(Act::renew_pin)));
  album.add("result-remove-pin", made_by(Act::remove_pin));
  auto long_code = with_pin(made_by(Act::issue));
  long_code.given_name = "Maria Antonietta";
  long_code.user_code = SecretText{"MARIA.ANTONIETTA.ROSSI80"};
  long_code.mail_hint = "m…@associazionegenitori.collesereno.example";
  album.add("result-long", long_code);
}

}  // namespace

void add_acting(Album& album) {
  add_choices(album);
  add_promises(album);
  add_confirmations(album);
  add_passwords(album);
  add_results(album);
}

}  // namespace sportello::screens
