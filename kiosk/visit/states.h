// Every state of a visit: what its screen may show, half-typed input included, and nothing else.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/visit/comfort.h"
#include "kiosk/visit/time.h"
#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/secret/secret.h"
#include "service/shared/wire/credentials.h"

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

// What the code has proved: shared, because several screens pass it on unchanged.
struct Proved {
  Opened opened;
  std::shared_ptr<const wire::Person> person;
};

struct Welcome {
  TimePoint probe_at;              // when to ask whether the line is up
  std::optional<Pending> pending;  // that question
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

enum class CodeEntryProblem { wrong, expired, tries_spent };
struct CodeEntry {
  Opened opened;
  std::string phone_hint;
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

// Who you are, and what do you want.
struct Choose {
  Proved proved;
};

struct Commitments {
  Proved proved;
  wire::Act act = wire::Act::issue;
  std::vector<bool> accepted;  // one per item of the person's commitments
};

enum class Keys { lower, upper, symbols };
struct ChoosePassword {
  Proved proved;
  wire::Act act = wire::Act::issue;
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
  std::optional<TimePoint> pin_hides;  // shown until then
  std::string confirmation_hint;       // last two digits of the phone that got the confirming message
};

enum class Ending { done, cancelled, timed_out };
struct Goodbye {
  Ending ending = Ending::done;
  TimePoint until;
};

// What a human must do, and why. Nothing here blames.
enum class OfficeReason { number_not_mine, no_more_messages, locked, act_refused, trouble };
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

using State = std::variant<Welcome, Scan, TypedEntry, MinorCard, Identifying, CodeEntry, Choose, Commitments,
                           ChoosePassword, Result, Goodbye, OfficeNeeded, OutOfService>;

// Stands over a state and covers it wholly.
enum class OverlayKind { help, languages, comfort, privacy, leave, still_there };
struct Overlay {
  OverlayKind kind = OverlayKind::help;
  TimePoint until;  // still_there: the visit ends then
  bool operator==(const Overlay&) const = default;
};

struct Visit {
  VisitId id = 1;
  std::chrono::year_month_day today{};
  Comfort home;     // what every visit begins with
  Comfort comfort;  // what this guardian chose
  State state = Welcome{};
  std::optional<Overlay> overlay;
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
