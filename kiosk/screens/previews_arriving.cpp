#include "kiosk/screens/album.h"

namespace sportello::screens {

namespace {

visit::TypedEntry typed(std::string_view text, bool letters = false) {
  visit::TypedEntry entry;
  entry.typed = SecretText{text};
  entry.letters_for_digits = letters;
  if (text.size() == identity::CodiceFiscale::length) {
    if (const auto code = identity::CodiceFiscale::parse(text); !code) {
      entry.problem = code.error();
      entry.mends = identity::single_character_mends(text);
      if (entry.mends.size() > visit::limits::mends_offered) entry.mends.resize(visit::limits::mends_offered);
    }
  }
  return entry;
}

// The three pictures that take turns, and the hours in which nobody can begin.
void add_welcome(Album& album) {
  album.add("welcome", visit::Welcome{});
  album.add("welcome-lost", visit::Welcome{.picture = 1});
  album.add("welcome-home", visit::Welcome{.picture = 2});
  album.add("welcome-closed", visit::Welcome{}).opening = {false, visit::Opening::Next{3, 1, 480}};
  album.add("welcome-closed-today", visit::Welcome{}).opening = {false, visit::Opening::Next{0, 5, 870}};
  album.add("welcome-closed-tomorrow", visit::Welcome{}).opening = {false, visit::Opening::Next{1, 6, 480}};
  album.add("welcome-closed-long", visit::Welcome{}).opening = {false, visit::Opening::Next{17, 1, 480}};
  album.add("welcome-closed-unknown", visit::Welcome{}).opening = {false, std::nullopt};
}

void add_card(Album& album) {
  album.add("scan", visit::Scan{});
  album.add("scan-not-a-tax-code", visit::Scan{visit::ScanHint::not_a_tax_code});
  album.add("scan-organisation-code", visit::Scan{visit::ScanHint::organisation_code});
  album.add("scan-camera-lost", visit::Scan{visit::ScanHint::camera_lost});
  album.add("typed-entry-empty", typed(""));
  album.add("typed-entry", typed("RSSMRA80A0"));
  album.add("typed-entry-letters", typed("RSSMRA80A01H50", true));
  album.add("typed-entry-complete", typed("RSSMRA80A01H501U"));
  album.add("typed-entry-mend", typed("RSSMRA8OA01H501U"));
  album.add("typed-entry-mends", typed("RSSMRA80A01H501V"));
  album.add("typed-entry-date", typed("RSSMRA80A32H501C"));
  album.add("typed-entry-provisional", typed("1234567"));
  album.add("minor-card", visit::MinorCard{});
  const visit::Identifying identifying{SecretText{"RSSMRA80A01H501U"}, false, {1, preview_start}};
  album.add("identifying", identifying, 1s);
  album.add("identifying-slow", identifying, 9s);
}

void add_code(Album& album) {
  album.add("code-entry", typed_code("4829"), 66s - 18s);
  album.add("code-entry-ready", typed_code("482913"), 20s);
  auto wrong = typed_code("");
  wrong.problem = visit::CodeEntryProblem::wrong;
  wrong.tries_left = 2;
  album.add("code-entry-wrong", wrong, 30s);
  auto expired = typed_code("");
  expired.problem = visit::CodeEntryProblem::expired;
  album.add("code-entry-expired", expired, 5min);
  auto spent = typed_code("");
  spent.problem = visit::CodeEntryProblem::tries_spent;
  spent.tries_left = 0;
  album.add("code-entry-spent", spent, 90s);
  album.add("code-entry-late", typed_code(""), 75s);
  auto again = typed_code("");
  again.sent_again = true;
  again.sends_left = 0;
  album.add("code-entry-sent-again", again, 3s);
  auto checking = typed_code("482913");
  checking.pending = visit::Pending{2, preview_start + 20s};
  checking.checking = true;
  album.add("code-entry-checking", checking, 21s);
  auto lost = typed_code("482913");
  lost.checking = true;
  lost.lost = 2;
  album.add("code-entry-line-lost", lost, 25s);
}

}  // namespace

void add_arriving(Album& album) {
  add_welcome(album);
  add_card(album);
  add_code(album);
}

}  // namespace sportello::screens
