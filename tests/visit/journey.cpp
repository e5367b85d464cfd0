// Drives a visit. Asks no clock and no service: both are made up here.
#include "tests/visit/journey.h"

#include <algorithm>
#include <array>

#include "kiosk/visit/match.h"
#include "kiosk/visit/offers.h"

namespace sportello::tests {

using namespace visit;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view adult = "RSSMRA80A01H501U";
constexpr std::string_view child = "RSSMRA15A01H501G";

// Every kind of school and of guardian: who may do all, who gets a made password, who has no mail, whom the office or
// the digital identity comes first, who may do nothing at all.
std::shared_ptr<const wire::Person> person(std::uint8_t which) {
  using enum wire::Act;
  wire::Person person;
  person.grant = SecretText{"GRANT-SEED"};
  person.given_name = "MARIO-SEED";
  person.pupils = {{"SOFIA-SEED", "2B"}};
  person.acts = {reset_password, issue, change_password, recover_user_code, renew_pin, remove_pin};
  person.has_pin = which % 2 == 0;
  person.pin = which % 3 == 0 ? wire::PinOffer::always : wire::PinOffer::optional;
  person.pin_at_login = which % 3 != 0;
  person.password_chosen = which % 4 != 3;
  if (which % 5 != 0) person.mail_hint = "m…@seed.example";
  if (which % 7 == 0) person.access = wire::Access::both;
  if (which % 16 == 13) {
    person.acts.clear();
    person.access = wire::Access::digital_identity;
  } else if (which % 16 == 14) {
    person.acts.clear();
    person.office_first = wire::OfficeFirst::frozen;
  } else if (which % 16 == 15) {
    person.acts.clear();
    person.access = wire::Access::credentials;
  }
  person.login_url = "https://register.example";
  person.policy = {4, 64, true, false, false, false};
  person.commitments = {
      "v1", which % 6 == 5 ? std::vector<std::string>{} : std::vector<std::string>{"absences", "safekeeping"}};
  return std::make_shared<const wire::Person>(std::move(person));
}

wire::VisitAnswer known_visit() { return {"VISIT-SEED", "K7-4M2", "47", {300, 60, 2, 3}}; }

wire::Problem problem(std::uint8_t which) {
  using enum wire::Code;
  constexpr std::array codes = {
      code_wrong,  code_expired,  tries_spent,      sends_spent,    resend_too_soon,        locked,
      visit_ended, act_refused,   password_refused, device_pending, device_revoked,         busy,
      internal,    grant_invalid, bad_request,      mail_missing,   current_password_wrong, commitments_outdated};
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
  visit_.equipment.printer = printing::Condition::ready;
}

Journey::Journey(Visit visit) : visit_{std::move(visit)}, now_{TimePoint{Duration{1'000'000}}} {}

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

namespace {

// With a printer more often than not; what it is like decides nothing but what is said of it.
Equipment equipment(std::uint8_t which) {
  Equipment all;
  if (which % 4 != 0) all.printer = which % 4 == 1 ? printing::Condition::jam : printing::Condition::ready;
  all.requests = which % 8 != 7;
  return all;
}

constexpr wire::CodeState sent_again(std::uint8_t which) { return {300, 60, which % 3, 3}; }

// What a service that is well would say to what this state waits for.
decltype(Answer::content) right_answer(const Visit& visit, std::uint8_t which) {
  using Content = decltype(Answer::content);
  const wire::Credentials made{SecretText{"USER-CODE-SEED"}, SecretText{"PIN-SEED"}, "47", SecretText{"MADE-SEED"},
                               true};
  return std::visit(
      Match{[&](const Identifying&) -> Content { return known_visit(); },
            [&](const CodeEntry& code) -> Content {
              if (code.checking) return person(which);
              return sent_again(which);
            },
            [&](const ChoosePassword&) -> Content { return made; },
            [&](const ConfirmAct&) -> Content { return made; },
            [&](const MailEntry&) -> Content { return wire::MailAnswer{"n…@seed.example", sent_again(which)}; },
            [&](const MailCode& code) -> Content {
              if (code.checking) return wire::MailConfirmed{"n…@seed.example"};
              return wire::MailAnswer{"n…@seed.example", sent_again(which)};
            },
            [&](const SendLink&) -> Content { return wire::InvitationAnswer{"n…@seed.example", 72}; },
            [&](const Report&) -> Content { return wire::ReportAnswer{"K7-9Q1"}; },
            [&](const auto&) -> Content { return Alive{}; }},
      visit.state);
}

}  // namespace

Event Journey::answer(std::uint8_t which) const {
  const auto pending = pending_in(visit_.state);
  Answer answer{visit_.id, pending ? pending->request : RequestId{1}, NoLine{}};
  if (which % 5 == 4) {
    answer.content = problem(static_cast<std::uint8_t>(which / 5));
  } else if (which % 6 == 5) {
    answer.content = NoLine{};
  } else {
    answer.content = right_answer(visit_, which);
  }
  return answer;
}

Event Journey::print_news(std::uint8_t which) const {
  using printing::Condition, printing::End, printing::Outcome, printing::Phase;
  constexpr std::array<Condition, 4> whys = {Condition::out_of_paper, Condition::jam, Condition::offline,
                                             Condition::unknown};
  constexpr std::array<End, 5> ends = {End::printed, End::not_printed, End::unsure, End::cancelled, End::printed};
  const auto pending = pending_in(visit_.state);
  PrintNews news{visit_.id, pending ? pending->request : RequestId{1}, Phase::printing};
  if (which % 3 != 0) news.news = Outcome{ends.at(which % ends.size()), whys.at(which % whys.size())};
  return news;
}

// What the disk could say to what is pending, or to something else.
Event Journey::kept(std::uint8_t which) const {
  const auto pending = pending_in(visit_.state);
  return RequestKept{visit_.id, pending ? pending->request : RequestId{1}, static_cast<RequestOutcome>(which % 4)};
}
namespace {

// What a guardian may choose of listening anywhere, and what the world says of it.
Event of_listening(std::uint8_t which, Equipment around) {
  std::array<bool, languages.size()> voiceless{};
  voiceless.at(which % voiceless.size()) = which % 2 == 0;
  around.sound = which % 16 != 0;
  around.headset = which % 3 == 0;
  switch (which % 12) {
    case 0: return SetSpeech{which % 5 != 0};
    case 1: return ChangeVolume{(which % 7) - 3};
    case 2: return ChangePace{(which % 11) - 5};
    case 3: return HearAloud{which % 2 == 0};
    case 4: return SetLowReach{which % 3 != 0};
    case 5: return SetSteady{which % 3 != 0};
    case 6: return ChooseKeyRepeat{static_cast<KeyRepeat>(which % 3)};
    case 7: return OpenOverlay{which % 2 == 0 ? OverlayKind::hearing : OverlayKind::reaching};
    case 8: return Speaking{};
    case 9: return VoicesAre{voiceless};
    case 10: return ChangeVolume{100};
    default: return EquipmentIs{around};
  }
}

}  // namespace

void Journey::take(Choice choice) {
  const auto which = choice.which;
  if (choice.what >= 224) {
    step(of_listening(which, visit_.equipment));
    return;
  }
  const auto key = [](char c) { return Event{Key{SecretText{std::string_view{&c, 1}}}}; };
  const std::array<std::string_view, 4> cards = {adult, child, "12345670017", "not a tax code"};
  // Half of the choices are what a guardian in a hurry would do here; the others are anything at all.
  if (choice.what % 2 == 0) {
    if (pending_in(visit_.state) && !std::holds_alternative<Welcome>(visit_.state)) {
      step(std::holds_alternative<Printing>(visit_.state)      ? print_news(which)
           : std::holds_alternative<RequestWish>(visit_.state) ? kept(which)
                                                               : answer(which));
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
              [&](const MinorCard&) { step(UseCard{}); },
              [&](const Identifying&) { step(Tick{}); },
              [&](const CodeEntry& code) { code.typed.size() < 6 ? step(key('7')) : step(Confirm{}); },
              [&](const Choose& choose) {
                const auto all = offers(choose.proved);
                std::visit(
                    Match{[&](wire::Act act) { step(ChooseAct{act}); }, [&](Wish wish) { step(ChooseWish{wish}); }},
                    all.at(which % all.size()));
              },
              [&](const ChoosePin&) { step(WantPin{which % 2 == 0}); },
              [&](const ConfirmAct&) { step(Confirm{}); },
              [&](const CurrentPassword& password) {
                which % 16 == 15 ? step(Forgotten{}) : password.typed.size() < 2 ? step(key('o')) : step(Confirm{});
              },
              [&](const MailEntry& mail) {
                const std::string_view address = "a@b.it";
                const auto at = mail.typed.size();
                at < address.size() ? step(key(address.at(at))) : step(Confirm{});
              },
              [&](const MailCode& code) { code.typed.size() < 6 ? step(key('7')) : step(Confirm{}); },
              [&](const SendLink&) { step(Confirm{}); },
              [&](const OnFile&) { which % 3 == 0 ? step(Confirm{}) : step(ReportWrong{}); },
              [&](const Report& report) {
                const bool any = std::ranges::find(report.chosen, true) != report.chosen.end();
                // Who hears nothing thinks again.
                const bool done = any && !(report.lost && which % 2 == 0);
                done ? step(Confirm{}) : step(TickWrong{which % 6U});
              },
              [&](const Told&) { which % 4 == 0 ? step(EndNow{}) : step(AnotherThing{}); },
              [&](const DigitalIdentity&) { which % 4 == 0 ? step(EndNow{}) : step(Back{}); },
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
              [&](const Result&) {
                which % 4 == 0   ? step(EndNow{})
                : which % 4 == 1 ? step(ShowMade{})
                : which % 4 == 2 ? step(OpenSlip{})
                                 : step(ShowPin{});
              },
              [&](const Goodbye&) { step(StartVisit{}); },
              [&](const OfficeNeeded&) { step(EndNow{}); },
              [&](const OutOfService&) { which % 4 == 0 ? step(Confirm{}) : step(LeaveRequest{}); },
              [&](const Printing&) {
                which % 4 == 0 ? step(Back{}) : which % 4 == 1 ? step(SlipPin{}) : step(Confirm{});
              },
              [&](const RequestWish& wish) {
                wish.wish ? step(Confirm{}) : step(ChooseRequest{wire::wishes.at(which % wire::wishes.size())});
              },
              [&](const RequestLeft&) { step(EndNow{}); }},
        State{visit_.state});
    return;
  }
  const std::array<Event, 62> anything = {Event{Back{}},
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
                                          Event{ShowMade{}},
                                          Event{ChooseAct{wire::acts.at(which % wire::acts.size())}},
                                          Event{ChooseWish{static_cast<Wish>(which % 5)}},
                                          Event{WantPin{which % 2 == 0}},
                                          Event{Forgotten{}},
                                          Event{ReportWrong{}},
                                          Event{TickWrong{which % 8U}},
                                          Event{OtherMail{}},
                                          Event{AnotherThing{}},
                                          Event{TurnPage{1}},
                                          Event{TurnPage{1}},
                                          Event{TurnPage{-1}},
                                          Event{OpeningIs{{which % 3 != 0, {}}}},
                                          Event{OpeningIs{{true, {}}}},
                                          Event{OpenOverlay{OverlayKind::languages}},
                                          Event{OpenOverlay{OverlayKind::privacy}},
                                          Event{SwitchKeys{Keys::upper}},
                                          key('@'),
                                          key('5'),
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
                                          Event{OpenSlip{}},
                                          Event{SlipPin{}},
                                          Event{StopPrinting{}},
                                          Event{EquipmentIs{equipment(which)}},
                                          print_news(which),
                                          Event{LeaveRequest{}},
                                          Event{ChooseRequest{wire::wishes.at(which % wire::wishes.size())}},
                                          Event{EquipmentIs{equipment(0)}},
                                          kept(which),
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

visit::Visit visit_after_code() {
  Visit visit = fresh({}, std::chrono::year{2025} / 9 / 10, TimePoint{Duration{1'000'000}});
  visit.state = Choose{{{"VISIT-SEED", "K7-4M2"}, person(1), "47", "m…@seed.example"}};
  return visit;
}

}  // namespace sportello::tests
