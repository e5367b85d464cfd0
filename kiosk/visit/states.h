// Every state of a visit: what its screen may show, half-typed input included, and nothing else.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/printing/condition.h"
#include "kiosk/visit/comfort.h"
#include "kiosk/visit/time.h"
#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/secret/secret.h"
#include "service/shared/wire/contact.h"
#include "service/shared/wire/credentials.h"
#include "service/shared/wire/sealed_request.h"

namespace sportello::visit {

using secret::SecretText;
using VisitId = std::uint64_t;    // counts up; an answer that carries another id belongs to a parent who has left
using RequestId = std::uint32_t;  // counts up within a visit; one request each, however often the line repeats it

// A question put to the service and not answered yet.
struct Pending {
  RequestId request = 0;
  TimePoint since;
  bool operator==(const Pending&) const = default;
};

// The service's side of this visit.
struct Opened {
  std::string visit;
  std::string reference;  // short, to read out to the office
  bool operator==(const Opened&) const = default;
};

// What the code has proved: the person is shared, because several screens pass it on unchanged.
struct Proved {
  Opened opened;
  std::shared_ptr<const wire::Person> person;
  std::string phone_hint;  // last two digits
  std::string mail_hint;   // masked; as on file, or as associated meanwhile; empty: none
};

struct Welcome {
  TimePoint probe_at;              // when to ask whether the line is up
  std::optional<Pending> pending;  // that question
  int picture = 0;                 // of the three that take turns
  TimePoint next_picture;
};

enum class ScanHint { show_card, not_a_tax_code, organisation_code, camera_lost };
struct Scan {
  ScanHint hint = ScanHint::show_card;
};

// The codice fiscale, typed. `mends`: single characters that would make sixteen wrong ones right.
struct TypedEntry {
  SecretText typed;
  bool letters_for_digits = false;  // omocodia: letters stand in the place of numbers
  std::optional<identity::CodeProblem> problem;
  std::vector<identity::Mend> mends;
};

struct MinorCard {};  // a pupil's own card was shown: which card to fetch

// Waiting for the service to know the card.
struct Identifying {
  SecretText document;
  bool was_typed = false;  // where "back" leads
  Pending pending;
};

// Six digits that were sent, being typed. What is common to the phone's and the mail's.
enum class CodeEntryProblem { wrong, expired, tries_spent };
struct CodeCells {
  SecretText typed;
  int tries_left = 0;
  int sends_left = 0;
  TimePoint sent;  // with `expires`, the share of the time that is left
  TimePoint expires;
  TimePoint resend_from;
  std::optional<CodeEntryProblem> problem;
  bool sent_again = false;  // say so
  bool checking = false;    // what is pending, or was lost, is a check; else a resend
  std::optional<Pending> pending;
  std::optional<RequestId> lost;  // asked and never answered: asked again under the same number
};
struct CodeEntry : CodeCells {
  Opened opened;
  std::string phone_hint;
};

// Who you are, and what do you want: see offers.h.
struct Choose {
  Proved proved;
};

// Where the register leaves the PIN to the guardian.
struct ChoosePin {
  Proved proved;
};

// One touch from done: an act that needs nothing typed.
struct ConfirmAct {
  Proved proved;
  wire::Act act = wire::Act::renew_pin;
  bool with_pin = true;  // of an issue whose password the register makes
  std::optional<Pending> pending;
  std::optional<RequestId> lost;
};

struct Commitments {
  Proved proved;
  wire::Act act = wire::Act::issue;
  std::vector<bool> accepted;  // one per item of the person's commitments
};

enum class Keys { lower, upper, symbols, accents };

// The password that is changed proves itself.
struct CurrentPassword {
  Proved proved;
  SecretText typed;
  bool shown = false;
  bool last_shown = false;
  Keys keys = Keys::lower;
  std::optional<int> tries_left;  // the last one was wrong
  SecretText chosen;              // the new one, where it was typed already: nobody types it twice
};

struct ChoosePassword {
  Proved proved;
  wire::Act act = wire::Act::issue;
  bool with_pin = true;  // of an issue
  SecretText current;    // of a change
  SecretText typed;
  bool shown = false;
  bool last_shown = false;  // the character just typed stands in clear until the next event
  Keys keys = Keys::lower;
  std::vector<wire::PasswordRule> refused;  // by the service: `common` or `personal`, until the text changes
  std::optional<Pending> pending;
  std::optional<RequestId> lost;  // asked and never answered: asked again under the same number
};

struct Result {
  Opened opened;
  std::string given_name;
  wire::Act act = wire::Act::issue;
  SecretText user_code;
  std::optional<SecretText> pin;
  std::optional<TimePoint> pin_hides;       // shown until then
  std::string confirmation_hint;            // last two digits of the phone that got the confirming message
  std::optional<SecretText> password;       // only where the register makes it
  std::optional<TimePoint> password_hides;  // shown until then
  bool change_due = false;                  // the register asks for another one at the first login
  bool asks_pin = false;                    // the register does, at each login, and there is one
  std::string login_url;                    // of the register, for the QR; may be empty
  std::string mail_hint;                    // where the confirmation went, too; may be empty
};

// The slip: what will be on it, its printing, what became of it. Leads back to the result, which it keeps.
struct Printing {
  Result result;
  bool with_pin = false;           // chosen here; never offered where there is none
  std::optional<Pending> pending;  // it is being printed
  printing::Phase phase = printing::Phase::preparing;
  std::optional<printing::Outcome> outcome;  // of the last one
};

// A mail address, typed; then a code proves it. `then`: what it was wanted for.
enum class MailThen { stay, invitation };
struct SentMail {  // a code that is on its way: the same address again leads to its cells, and sends none
  SecretText mail;
  std::string mail_hint;
  CodeCells cells;
};
struct MailEntry {
  Proved proved;
  MailThen then = MailThen::stay;
  SecretText typed;
  Keys keys = Keys::lower;
  bool refused = false;  // by the service, until the text changes
  std::optional<SentMail> sent;
  std::optional<Pending> pending;
  std::optional<RequestId> lost;
};
struct MailCode : CodeCells {
  Proved proved;
  MailThen then = MailThen::stay;
  SecretText mail;
  std::string mail_hint;
};

// "I will do it at home": the link goes to the mail on file.
struct SendLink {
  Proved proved;
  std::optional<Pending> pending;
  std::optional<RequestId> lost;
};

struct OnFile {  // pupils and masked contacts
  Proved proved;
};
struct Report {
  Proved proved;
  std::array<bool, wire::wrong_data.size()> chosen{};
  std::optional<Pending> pending;
  std::optional<RequestId> lost;
};

// What happened and what comes next, where nothing secret is shown. The guardian may go on with something else.
enum class Outcome { mail, invitation, report };
struct Told {
  Proved proved;
  Outcome outcome = Outcome::mail;
  int hours = 0;          // an invitation's life
  std::string reference;  // of a report
};

struct DigitalIdentity {  // what it is, where to get it, the register's login
  Proved proved;
};

enum class Ending { done, told, cancelled, timed_out };  // done: with credentials; told: with anything else
struct Goodbye {
  Ending ending = Ending::done;
  TimePoint until;
};

// What a human must do, and why. Nothing here blames.
// asked: the guardian wants a person; no_offer: nothing can be done here for them now.
enum class OfficeReason { number_not_mine, no_more_messages, locked, act_refused, no_offer, asked, trouble };
struct OfficeNeeded {
  OfficeReason reason = OfficeReason::trouble;
  std::string reference;  // empty when the service gave none
};

enum class OutReason { no_line, not_approved, revoked };
struct OutOfService {
  OutReason reason = OutReason::no_line;
  TimePoint retry_at;
  std::optional<Pending> pending;
};

// No line: what the guardian wants is kept, sealed, until there is one.
struct RequestWish {
  SecretText document;
  bool was_typed = false;
  std::optional<wire::Wish> wish;
  std::optional<Pending> pending;  // it is being sealed and kept
};
enum class RequestOutcome {
  kept,
  already,  // this person left one today
  full,     // the kiosk holds as many as it can
  no_key,   // never heard of the service's key, or its disk refuses: the office
};
struct RequestLeft {
  RequestOutcome outcome = RequestOutcome::kept;
};

using State =
    std::variant<Welcome, Scan, TypedEntry, MinorCard, Identifying, CodeEntry, Choose, Commitments, ChoosePin,
                 ConfirmAct, CurrentPassword, ChoosePassword, Result, MailEntry, MailCode, SendLink, OnFile, Report,
                 Told, DigitalIdentity, Goodbye, OfficeNeeded, OutOfService, Printing, RequestWish, RequestLeft>;

// Whether the school keeps this kiosk open now. Said by the world, which knows the clock and the configuration.
struct Opening {
  bool open = true;
  struct Next {
    int days = 0;      // 0: today
    int weekday = 1;   // 1: Monday
    int minute = 480;  // of the day
    bool operator==(const Next&) const = default;
  };
  std::optional<Next> next;  // when it opens again; nothing: not known
  bool operator==(const Opening&) const = default;
};

// What stands in and around the kiosk, as the world says it. Nothing of it is a guardian's.
struct Equipment {
  bool sound = false;                          // it can speak
  bool headset = false;                        // what it says, one person hears
  std::optional<printing::Condition> printer;  // nothing: there is none
  bool requests = false;                       // it can keep sealed requests
  bool operator==(const Equipment&) const = default;
};

// Stands over a state and covers it wholly.
// comfort: what is seen; hearing and reaching: the other two sheets of accessibility; no_voice: the language has
// none.
enum class OverlayKind { help, languages, comfort, hearing, reaching, privacy, leave, still_there, no_voice };
struct Overlay {
  OverlayKind kind = OverlayKind::help;
  TimePoint until;  // still_there: the visit ends then
  bool operator==(const Overlay&) const = default;
};

// What was just heard of the kiosk itself: it is seen, too, for a moment (EN 301 549, 5.1.5).
enum class Heard { headset_in, headset_out, volume, pace, speech_on, speech_off, no_sound };
struct Notice {
  Heard what = Heard::volume;
  TimePoint until;
  bool operator==(const Notice&) const = default;
};

struct Visit {
  VisitId id = 1;
  std::chrono::year_month_day today{};
  Comfort home;     // what every visit begins with
  Comfort comfort;  // what this guardian chose
  State state = Welcome{};
  std::optional<Overlay> overlay;
  Opening opening;
  Equipment equipment;
  std::array<bool, languages.size()> voiceless{};  // in the order of `languages`; known once the kiosk has spoken
  std::optional<Notice> notice;
  bool leaving_request = false;  // no line: the card that is shown is for a request
  int page = 0;  // of a screen or overlay whose words are too large for one; 0 again on the next screen
  TimePoint last_touch;
  RequestId requests = 0;  // the last one used
};

// The step of five a screen shows; 0 for none.
int step_of(const State& state);
// The service's side of the visit, where there is one.
const Opened* opened_in(const State& state);
// True from the proof of the code to the end: the idle times are short.
bool after_code(const State& state);
// The question a state waits for an answer to; nothing when it waits for none.
std::optional<Pending> pending_in(const State& state);
// The name of a state, for logs, layout records and pictures: "welcome", "code-entry", …
std::string_view name_of(const Visit& visit);

}  // namespace sportello::visit
