#include "kiosk/screens/previews.h"

#include "kiosk/visit/limits.h"

namespace sportello::screens {

namespace {

using namespace std::chrono_literals;
using visit::SecretText;

constexpr visit::TimePoint start{10min};

std::shared_ptr<const wire::Person> person(bool has_credentials, std::vector<wire::Act> acts) {
  auto mario = std::make_shared<wire::Person>();
  mario->given_name = "Mario";
  mario->pupils = {{"Sofia", "2ª B, media"}, {"Luca", "5ª A, primaria"}};
  mario->has_credentials = has_credentials;
  mario->acts = std::move(acts);
  mario->policy = {.min_length = 10, .max_length = 128, .lower = true, .upper = true, .digit = true, .symbol = true};
  mario->commitments = {"2026-09", {"absences", "safekeeping", "child", "progress"}};
  return mario;
}

// A class list as long as a family's gets, names as long as they come.
std::shared_ptr<const wire::Person> large_family() {
  auto person = std::make_shared<wire::Person>();
  person->given_name = "Maria Antonietta";
  person->pupils = {{"Alessandra", "3ª C, secondaria di primo grado"},
                    {"Pier Francesco", "1ª A, primaria"},
                    {"Zoë", "5ª B, primaria"},
                    {"Abdellatif", "Sez. Gialla, infanzia"}};
  person->acts = {wire::Act::reset_password, wire::Act::issue};
  person->policy = {.min_length = 8};
  return person;
}

class Album {
 public:
  explicit Album(const visit::Comfort& comfort) : comfort_(comfort) {}

  visit::Visit& add(std::string name, visit::State state, visit::Duration later = 0ms) {
    visit::Visit visit;
    visit.today = std::chrono::year{2026} / 11 / 20;
    visit.home = visit.comfort = comfort_;
    visit.state = std::move(state);
    visit.last_touch = start;
    all_.push_back({std::move(name), std::move(visit), start + later});
    return all_.back().visit;
  }
  void add_overlay(std::string name, visit::State under, visit::Overlay overlay) {
    add(std::move(name), std::move(under)).overlay = overlay;
  }
  std::vector<Preview> take() { return std::move(all_); }

 private:
  visit::Comfort comfort_;
  std::vector<Preview> all_;
};

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

visit::CodeEntry code(std::string_view digits) {
  visit::CodeEntry entry;
  entry.opened = {"v", "K7–4M2"};
  entry.phone_hint = "47";
  entry.typed = SecretText{digits};
  entry.tries_left = 3;
  entry.sends_left = 2;
  entry.sent = start;
  entry.expires = start + 5min;
  entry.resend_from = start + 60s;
  return entry;
}

visit::ChoosePassword password(std::string_view text) {
  return {.proved = {{"v", "K7–4M2"}, person(true, {wire::Act::reset_password})},
          .act = wire::Act::reset_password,
          .typed = SecretText{text}};
}

visit::Result result(bool pin) {
  visit::Result result;
  result.opened = {"v", "K7–4M2"};
  result.given_name = "Mario";
  result.act = pin ? wire::Act::issue : wire::Act::reset_password;
  result.user_code = SecretText{"G4827163K"};
  if (pin) result.pin = SecretText{"630815"};
  result.confirmation_hint = "47";
  return result;
}

void add_arrival(Album& album) {
  album.add("welcome", visit::Welcome{});
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
  const visit::Identifying identifying{SecretText{"RSSMRA80A01H501U"}, false, {1, start}};
  album.add("identifying", identifying, 1s);
  album.add("identifying-slow", identifying, 9s);
}

void add_code(Album& album) {
  album.add("code-entry", code("4829"), 66s - 18s);
  album.add("code-entry-ready", code("482913"), 20s);
  auto wrong = code("");
  wrong.problem = visit::CodeEntryProblem::wrong;
  wrong.tries_left = 2;
  album.add("code-entry-wrong", wrong, 30s);
  auto expired = code("");
  expired.problem = visit::CodeEntryProblem::expired;
  album.add("code-entry-expired", expired, 5min);
  auto spent = code("");
  spent.problem = visit::CodeEntryProblem::tries_spent;
  spent.tries_left = 0;
  album.add("code-entry-spent", spent, 90s);
  album.add("code-entry-late", code(""), 75s);
  auto again = code("");
  again.sent_again = true;
  again.sends_left = 0;
  album.add("code-entry-sent-again", again, 3s);
  auto checking = code("482913");
  checking.pending = visit::Pending{2, start + 20s};
  checking.checking = true;
  album.add("code-entry-checking", checking, 21s);
  auto lost = code("482913");
  lost.checking = true;
  lost.lost = 2;
  album.add("code-entry-line-lost", lost, 25s);
}

void add_acts(Album& album) {
  const auto both = person(true, {wire::Act::reset_password, wire::Act::issue});
  album.add("choose", visit::Choose{{{"v", "K7–4M2"}, both}});
  album.add("choose-first-issue", visit::Choose{{{"v", "K7–4M2"}, person(false, {wire::Act::issue})}});
  album.add("choose-large-family", visit::Choose{{{"v", "K7–4M2"}, large_family()}});
  album.add("choose-nothing", visit::Choose{{{"v", "K7–4M2"}, person(true, {})}});
  const visit::Proved proved{{"v", "K7–4M2"}, person(false, {wire::Act::issue})};
  album.add("commitments", visit::Commitments{proved, wire::Act::issue, {true, true, false, false}});
  album.add("commitments-all", visit::Commitments{proved, wire::Act::issue, {true, true, true, true}});
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
  auto common = password("Password-123");
  common.refused = {wire::PasswordRule::common};
  album.add("choose-password-common", common);
  auto personal = password("Mario-Rossi80");
  personal.refused = {wire::PasswordRule::personal};
  album.add("choose-password-personal", personal);
  auto saving = password("Gatto-miao77");
  saving.pending = visit::Pending{3, start};
  album.add("choose-password-saving", saving, 1s);
  auto lost = password("Gatto-miao77");
  lost.lost = 3;
  album.add("choose-password-line-lost", lost);
  album.add("result", result(true));
  auto pin = result(true);
  pin.pin_hides = start + 15s;
  album.add("result-pin-shown", pin, 2s);
  album.add("result-no-pin", result(false));
}

void add_endings(Album& album) {
  album.add("goodbye", visit::Goodbye{visit::Ending::done, start + 8s});
  album.add("goodbye-cancelled", visit::Goodbye{visit::Ending::cancelled, start + 8s});
  album.add("goodbye-timed-out", visit::Goodbye{visit::Ending::timed_out, start + 8s});
  album.add("office-number", visit::OfficeNeeded{visit::OfficeReason::number_not_mine, "K7–4M2"});
  album.add("office-no-more-messages", visit::OfficeNeeded{visit::OfficeReason::no_more_messages, "K7–4M2"});
  album.add("office-locked", visit::OfficeNeeded{visit::OfficeReason::locked, "K7–4M2"});
  album.add("office-act-refused", visit::OfficeNeeded{visit::OfficeReason::act_refused, "K7–4M2"});
  album.add("office-trouble", visit::OfficeNeeded{visit::OfficeReason::trouble, ""});
  album.add("out-no-line", visit::OutOfService{visit::OutReason::no_line, start + 5s, std::nullopt});
  album.add("out-trying", visit::OutOfService{visit::OutReason::no_line, start, visit::Pending{1, start}}, 1s);
  album.add("out-not-approved", visit::OutOfService{visit::OutReason::not_approved, start + 5s, std::nullopt});
  album.add("out-revoked", visit::OutOfService{visit::OutReason::revoked, start + 5s, std::nullopt});
}

void add_overlays(Album& album) {
  using visit::OverlayKind;
  album.add_overlay("help", code("48"), {OverlayKind::help, {}});
  album.add_overlay("languages", visit::Welcome{}, {OverlayKind::languages, {}});
  album.add_overlay("comfort", visit::Welcome{}, {OverlayKind::comfort, {}});
  album.add_overlay("privacy", visit::Welcome{}, {OverlayKind::privacy, {}});
  album.add_overlay("leave", code("48"), {OverlayKind::leave, {}});
  album.add_overlay("still-there", code("48"), {OverlayKind::still_there, start + 36s});
}

}  // namespace

std::vector<Preview> previews(const visit::Comfort& comfort) {
  Album album(comfort);
  add_arrival(album);
  add_code(album);
  add_acts(album);
  add_endings(album);
  add_overlays(album);
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
