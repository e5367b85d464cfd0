#include "kiosk/screens/previews.h"

#include "kiosk/screens/album.h"

namespace sportello::screens {

wire::Person mario(bool has_credentials, std::vector<wire::Act> acts) {
  wire::Person mario;
  mario.given_name = "Mario";
  mario.pupils = {{"Sofia", "2ª B, media"}, {"Luca", "5ª A, primaria"}};
  mario.has_credentials = has_credentials;
  mario.acts = std::move(acts);
  mario.mail_hint = "m…@casa.example";
  mario.login_url = "https://registro.example/accesso";
  mario.policy = {.min_length = 10, .max_length = 128, .lower = true, .upper = true, .digit = true, .symbol = true};
  mario.commitments = {"2026-09", {"absences", "safekeeping", "child", "progress"}};
  return mario;
}

visit::Result made_by(wire::Act act) {
  visit::Result result;
  result.opened = {"v", "K7–4M2"};
  result.given_name = "Mario";
  result.act = act;
  result.user_code = SecretText{"G4827163K"};
  result.confirmation_hint = "47";
  result.login_url = "https://registro.example/accesso";
  return result;
}

visit::Proved proved(wire::Person person) {
  auto mail = person.mail_hint;
  return {{"v", "K7–4M2"}, std::make_shared<const wire::Person>(std::move(person)), "47", std::move(mail)};
}

visit::CodeEntry typed_code(std::string_view digits) {
  visit::CodeEntry entry;
  entry.opened = {"v", "K7–4M2"};
  entry.phone_hint = "47";
  entry.typed = SecretText{digits};
  entry.tries_left = 3;
  entry.sends_left = 2;
  entry.sent = preview_start;
  entry.expires = preview_start + 5min;
  entry.resend_from = preview_start + 60s;
  return entry;
}

std::vector<Preview> previews(const visit::Comfort& comfort) {
  Album album(comfort);
  add_arriving(album);
  add_acting(album);
  add_slips(album);
  add_contacting(album);
  add_ending(album);
  add_listening(album);
  return album.take();
}

widgets::Premises preview_premises() {
  return {.school = "Istituto Comprensivo Colle Sereno",
          .school_short = "I.C. Colle Sereno",
          .office = {.name = "Segreteria didattica",
                     .place = "Piano terra, stanza 4",
                     .hours = "Da lunedì a venerdì, 10:30–12:30",
                     .phone = "06 5550 1234"},
          .contact = {.name = "Ada Neri",
                      .phone = "06 5550 1236",
                      .mail = "registro@collesereno.example",
                      .hours = "dalle 8 alle 10"},
          .privacy_contact = "privacy@collesereno.example"};
}

}  // namespace sportello::screens
