#include "kiosk/screens/album.h"

namespace sportello::screens {

namespace {

visit::Proved mario_proved() { return proved(mario(true, {wire::Act::reset_password})); }

visit::MailEntry entry(std::string_view typed) {
  visit::MailEntry entry;
  entry.proved = mario_proved();
  entry.typed = SecretText{typed};
  return entry;
}

void add_mail(Album& album) {
  album.add("mail-entry-empty", entry(""));
  album.add("mail-entry", entry("mario.bianchi"));
  album.add("mail-entry-domain", entry("mario.bianchi@casa"));
  album.add("mail-entry-good", entry("mario.bianchi@casa.example"));
  album.add("mail-entry-long", entry("mario.bianchi.detto.il.maggiore@associazionegenitori.collesereno.example"));
  auto refused = entry("mario.bianchi@casa.example");
  refused.refused = true;
  album.add("mail-entry-refused", refused);
  album.add_asking("mail-entry", "sending", entry("mario.bianchi@casa.example"));
}

visit::MailCode code(std::string_view digits) {
  visit::MailCode code;
  static_cast<visit::CodeCells&>(code) = typed_code(digits);
  code.proved = mario_proved();
  code.mail = SecretText{"mario.bianchi@casa.example"};
  code.mail_hint = "m…@casa.example";
  return code;
}

void add_mail_code(Album& album) {
  album.add("mail-code", code("4829"), 20s);
  album.add("mail-code-ready", code("482913"), 20s);
  auto wrong = code("");
  wrong.problem = visit::CodeEntryProblem::wrong;
  wrong.tries_left = 1;
  album.add("mail-code-wrong", wrong, 30s);
  auto late = code("");
  late.mail_hint = "m…@associazionegenitori.collesereno.example";
  album.add("mail-code-late", late, 75s);
  auto checking = code("482913");
  checking.pending = visit::Pending{5, preview_start + 20s};
  checking.checking = true;
  album.add("mail-code-checking", checking, 21s);
  album.add("mail-code-slow", checking, 29s);
  auto lost = code("482913");
  lost.checking = true;
  lost.lost = 5;
  album.add("mail-code-line-lost", lost, 25s);
}

void add_link(Album& album) {
  const visit::SendLink link{.proved = mario_proved()};
  album.add("send-link", link);
  album.add_asking("send-link", "sending", link);
}

void add_file(Album& album) {
  album.add("on-file", visit::OnFile{mario_proved()});
  auto none = mario(true, {});
  none.mail_hint.clear();
  none.given_name = "Maria Antonietta";
  none.pupils = {{"Alessandra", "3ª C, secondaria di primo grado"},
                 {"Pier Francesco", "1ª A, primaria"},
                 {"Zoë", "5ª B, primaria"},
                 {"Abdellatif", "Sez. Gialla, infanzia"}};
  album.add("on-file-no-mail", visit::OnFile{proved(none)});
  visit::Report report{.proved = mario_proved()};
  album.add("report-empty", report);
  report.chosen[1] = report.chosen[4] = true;
  album.add("report", report);
  album.add_asking("report", "sending", report);
}

void add_told(Album& album) {
  album.add("told-mail", visit::Told{.proved = mario_proved(), .outcome = visit::Outcome::mail});
  album.add("told-invitation",
            visit::Told{.proved = mario_proved(), .outcome = visit::Outcome::invitation, .hours = 72});
  album.add("told-report",
            visit::Told{.proved = mario_proved(), .outcome = visit::Outcome::report, .reference = "R3–8QP"});
}

void add_identity(Album& album) {
  auto both = mario(true, {wire::Act::reset_password});
  both.access = wire::Access::both;
  album.add("digital-identity", visit::DigitalIdentity{proved(both)});
  auto only = mario(false, {});
  only.access = wire::Access::digital_identity;
  album.add("digital-identity-only", visit::DigitalIdentity{proved(only)});
  only.login_url.clear();
  album.add("digital-identity-no-address", visit::DigitalIdentity{proved(only)});
}

}  // namespace

void add_contacting(Album& album) {
  add_mail(album);
  add_mail_code(album);
  add_link(album);
  add_file(album);
  add_told(album);
  add_identity(album);
}

}  // namespace sportello::screens
