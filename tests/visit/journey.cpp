// Drives a visit. Asks no clock and no service: both are made up here.
#include "tests/visit/journey.h"

#include <array>

#include "kiosk/visit/match.h"

namespace sportello::tests {

using namespace visit;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view adult = "RSSMRA80A01H501U";
constexpr std::string_view child = "RSSMRA15A01H501G";

std::shared_ptr<const wire::Person> person(bool with_acts) {
  wire::Person person;
  person.grant = SecretText{"GRANT-SEED"};
  person.given_name = "MARIO-SEED";
  person.pupils = {{"SOFIA-SEED", "2B"}};
  if (with_acts) person.acts = {wire::Act::reset_password, wire::Act::issue};
  person.policy = {4, 64, true, false, false, false};
  person.commitments = {"v1", {"absences", "safekeeping"}};
  return std::make_shared<const wire::Person>(std::move(person));
}

wire::VisitAnswer known_visit() { return {"VISIT-SEED", "K7-4M2", "47", {300, 60, 2, 3}}; }

wire::Problem problem(std::uint8_t which) {
  using enum wire::Code;
  constexpr std::array codes = {code_wrong,     code_expired, tries_spent, sends_spent,      resend_too_soon,
                                locked,         visit_ended,  act_refused, password_refused, device_pending,
                                device_revoked, busy,         internal,    grant_invalid};
  wire::Problem result;
  result.code = codes.at(which % codes.size());
  result.retry_after_s = which % 90;
  result.tries_left = which % 3;
  if (result.code == password_refused) result.rules = {wire::PasswordRule::common};
  return result;
}

}  // namespace

Journey::Journey() : now_{TimePoint{Duration{1'000'000}}} {
  visit_ = fresh({}, std::chrono::year{2025} / 9 / 10, now_);
}

Step Journey::step(const Event& event) {
  Step step = next(visit_, event, now_);
  visit_ = step.visit;
  effects_.insert(effects_.end(), step.effects.begin(), step.effects.end());
  return step;
}

void Journey::wait(Duration duration) {
  now_ += duration;
  step(Tick{});
}

bool Journey::wait_for_deadline() {
  const auto deadline = next_deadline(visit_);
  if (!deadline) return false;
  now_ = std::max(now_, *deadline);
  step(Tick{});
  return true;
}

Event Journey::answer(std::uint8_t which) const {
  const auto pending = pending_in(visit_.state);
  Answer answer{visit_.id, pending ? pending->request : RequestId{1}, NoLine{}};
  if (which % 5 == 4) {
    answer.content = problem(static_cast<std::uint8_t>(which / 5));
  } else if (which % 11 == 10) {
    answer.content = NoLine{};
  } else if (std::holds_alternative<Identifying>(visit_.state)) {
    answer.content = known_visit();
  } else if (const auto* code = std::get_if<CodeEntry>(&visit_.state)) {
    if (code->checking) {
      answer.content = person(which % 7 != 6);
    } else {
      answer.content = wire::CodeState{300, 60, which % 3, 3};
    }
  } else if (std::holds_alternative<ChoosePassword>(visit_.state)) {
    answer.content = wire::Credentials{SecretText{"USER-CODE-SEED"}, SecretText{"PIN-SEED"}, "47"};
  } else {
    answer.content = Alive{};
  }
  return answer;
}

void Journey::take(Choice choice) {
  const auto which = choice.which;
  const auto key = [](char c) { return Event{Key{SecretText{std::string_view{&c, 1}}}}; };
  const std::array<std::string_view, 4> cards = {adult, child, "12345670017", "not a tax code"};
  // Half of the choices are what a guardian in a hurry would do here; the others are anything at all.
  if (choice.what % 2 == 0) {
    if (pending_in(visit_.state) && !std::holds_alternative<Welcome>(visit_.state)) {
      step(answer(which));
      return;
    }
    std::visit(
        Match{[&](const Welcome&) { step(StartVisit{}); },
              [&](const Scan&) {
                which % 3 == 0 ? step(TypeInstead{}) : step(CardRead{SecretText{cards.at(which % 4)}});
              },
              [&](const TypedEntry& entry) {
                const auto at = entry.typed.size();
                at < adult.size() ? step(key(adult.at(at))) : step(Confirm{});
              },
              [&](const MinorCard&) { step(UseCard{}); }, [&](const Identifying&) { step(Tick{}); },
              [&](const CodeEntry& code) { code.typed.size() < 6 ? step(key('7')) : step(Confirm{}); },
              [&](const Choose&) { step(ChooseAct{which % 2 == 0 ? wire::Act::issue : wire::Act::reset_password}); },
              [&](const Commitments& commitments) {
                for (std::size_t i = 0; i < commitments.accepted.size(); ++i) {
                  if (!commitments.accepted[i]) {
                    step(TickCommitment{i});
                    return;
                  }
                }
                step(Confirm{});
              },
              [&](const ChoosePassword& password) { password.typed.size() < 5 ? step(key('x')) : step(Confirm{}); },
              [&](const Result&) { which % 4 == 0 ? step(EndNow{}) : step(ShowPin{}); },
              [&](const Goodbye&) { step(StartVisit{}); }, [&](const OfficeNeeded&) { step(EndNow{}); },
              [&](const OutOfService&) { step(Confirm{}); }},
        State{visit_.state});
    return;
  }
  const std::array<Event, 34> anything = {Event{Back{}},
                                          Event{AskExit{}},
                                          Event{EndNow{}},
                                          Event{OpenOverlay{OverlayKind::help}},
                                          Event{OpenOverlay{OverlayKind::comfort}},
                                          Event{OpenOverlay{OverlayKind::still_there}},
                                          Event{CloseOverlay{}},
                                          Event{ChooseLanguage{Language::en}},
                                          Event{ChooseSize{TextSize::large}},
                                          Event{ChooseTheme{Theme::contrast_dark}},
                                          Event{Erase{}},
                                          Event{EraseAll{}},
                                          Event{LettersForDigits{}},
                                          Event{TakeMend{which % 4U}},
                                          Event{Confirm{}},
                                          Event{Resend{}},
                                          Event{NotMyNumber{}},
                                          Event{ChooseAct{wire::Act::reset_password}},
                                          Event{TickCommitment{which % 3U}},
                                          Event{ShowPassword{}},
                                          Event{SwitchKeys{Keys::symbols}},
                                          Event{ShowPin{}},
                                          Event{Touched{}},
                                          Event{Tick{}},
                                          Event{CardRead{SecretText{cards.at(which % 4)}}},
                                          Event{CameraLost{}},
                                          Event{UseCard{}},
                                          Event{TypeInstead{}},
                                          Event{StartVisit{}},
                                          Event{DayIs{std::chrono::year{2025} / 9 / 11}},
                                          key('R'),
                                          key('1'),
                                          key('x'),
                                          answer(which)};
  const auto index = (choice.what / 2) % (anything.size() + 3);
  if (index < anything.size()) {
    step(anything.at(index));
  } else if (index == anything.size()) {
    wait(Duration{which * 2000});
  } else if (index == anything.size() + 1) {
    wait_for_deadline();
  } else {
    wait(Duration{which * 10});
  }
}

namespace {

struct Writer {
  std::string text;
  Writer& operator<<(std::string_view part) {
    text.append(part).append("|");
    return *this;
  }
  Writer& operator<<(const SecretText& secret) { return *this << secret.reveal(); }
  Writer& operator<<(std::int64_t number) { return *this << std::to_string(number); }
  Writer& operator<<(TimePoint time) { return *this << time.time_since_epoch().count(); }
};

void write_personal(Writer& out, const Proved& proved) {
  out << proved.opened.visit << proved.opened.reference << proved.person->given_name << proved.person->grant;
}

}  // namespace

std::string personal_content(const visit::Visit& visit) {
  Writer out;
  std::visit(
      Match{[](const Welcome&) {}, [](const Scan&) {}, [&](const TypedEntry& s) { out << s.typed; },
            [](const MinorCard&) {}, [&](const Identifying& s) { out << s.document; },
            [&](const CodeEntry& s) { out << s.opened.visit << s.phone_hint << s.typed; },
            [&](const Choose& s) { write_personal(out, s.proved); },
            [&](const Commitments& s) { write_personal(out, s.proved); },
            [&](const ChoosePassword& s) {
              write_personal(out, s.proved);
              out << s.typed;
            },
            [&](const Result& s) {
              out << s.opened.visit << s.given_name << s.user_code << s.confirmation_hint;
              if (s.pin) out << *s.pin;
            },
            [](const Goodbye&) {}, [&](const OfficeNeeded& s) { out << s.reference; }, [](const OutOfService&) {}},
      visit.state);
  std::string only_content;
  for (const char c : out.text) {
    if (c != '|') only_content.push_back(c);
  }
  return only_content;
}

std::string description(const visit::Visit& visit) {
  Writer out;
  out << static_cast<std::int64_t>(visit.id) << visit.requests << name_of(visit)
      << static_cast<std::int64_t>(visit.state.index()) << personal_content(visit) << visit.last_touch
      << static_cast<std::int64_t>(visit.comfort.language) << static_cast<std::int64_t>(visit.comfort.size)
      << static_cast<std::int64_t>(visit.comfort.theme);
  if (const auto pending = pending_in(visit.state)) out << pending->request << pending->since;
  if (visit.overlay) out << static_cast<std::int64_t>(visit.overlay->kind) << visit.overlay->until;
  if (const auto* code = std::get_if<CodeEntry>(&visit.state)) {
    out << code->tries_left << code->sends_left << code->expires << code->resend_from << (code->lost ? "lost" : "")
        << (code->problem ? "problem" : "");
  }
  return out.text;
}

std::string description(const visit::Question& question) {
  Writer out;
  out << static_cast<std::int64_t>(question.index());
  std::visit(Match{[&](const Identify& q) { out << q.document; }, [&](const SendCode& q) { out << q.visit; },
                   [&](const CheckCode& q) { out << q.visit << q.code; },
                   [&](const MakeCredentials& q) { out << q.visit << wire::name_of(q.act) << q.password; },
                   [&](const CloseVisit& q) { out << q.visit; }, [](const ProbeLine&) {}},
             question);
  return out.text;
}

visit::Visit visit_after_code() {
  Visit visit = fresh({}, std::chrono::year{2025} / 9 / 10, TimePoint{Duration{1'000'000}});
  visit.state = Choose{{{"VISIT-SEED", "K7-4M2"}, person(true)}};
  return visit;
}

}  // namespace sportello::tests
