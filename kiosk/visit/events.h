// Everything that can happen to a visit: a guardian's act, a device's word, a clock, an answer.
#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "kiosk/visit/states.h"

namespace sportello::visit {

// By the guardian. A screen emits only those it draws a control for.
struct StartVisit {};
struct UseCard {};  // typed entry, minor's card: back to the camera
struct TypeInstead {};
struct Back {};
struct AskExit {};  // opens "do you want to leave?"
struct EndNow {};   // there, or on a last screen: end the visit
struct OpenOverlay {
  OverlayKind kind = OverlayKind::help;
};
struct CloseOverlay {};  // also "I am still here"
struct ChooseLanguage {
  Language language = Language::it;
};
struct ChooseSize {
  TextSize size = TextSize::normal;
};
struct ChooseTheme {
  Theme theme = Theme::light;
};
struct Key {
  SecretText character;  // one UTF-8 character: it may be of a password
};
struct Erase {};
struct EraseAll {};
struct LettersForDigits {};  // typed entry: toggles
struct TakeMend {
  std::size_t index = 0;
};
struct Confirm {};  // the screen's primary button
struct Resend {};
struct NotMyNumber {};
struct ChooseAct {
  wire::Act act = wire::Act::issue;
};
enum class Wish { mail, invitation, on_file, identity, call };  // what is no act on credentials
struct ChooseWish {
  Wish wish = Wish::on_file;
};
struct WantPin {
  bool wanted = true;
};
struct Forgotten {};    // the password of now: another way leads on
struct ReportWrong {};  // on file: opens the report
struct TickWrong {
  std::size_t index = 0;  // of wire::wrong_data; toggles
};
struct OtherMail {};     // the mail's code: another address
struct AnotherThing {};  // what was wished is done: back to the choice
struct TurnPage {
  int by = 1;
};
struct TickCommitment {
  std::size_t index = 0;
};
struct ShowPassword {};  // toggles
struct SwitchKeys {
  Keys keys = Keys::lower;
};
struct ShowPin {};       // toggles
struct ShowMade {};      // toggles the password that the register made
struct LeaveRequest {};  // out of service: the card, then what is wanted
struct ChooseRequest {
  wire::Wish wish = wire::Wish::first_issue;
};
struct OpenSlip {};  // on the result
struct SlipPin {};   // toggles the PIN on the slip
struct StopPrinting {};
struct SetSpeech {
  bool on = true;
};
struct ChangeVolume {
  int by = 1;
};
struct ChangePace {
  int by = 1;
};
struct HearAloud {  // what is theirs alone, too
  bool wanted = true;
};
struct SetLowReach {
  bool on = true;
};
struct SetSteady {
  bool on = true;
};
struct ChooseKeyRepeat {
  KeyRepeat repeat = KeyRepeat::usual;
};
struct Touched {};  // any touch or key that meant nothing else: someone is there

// By the world.
struct Tick {};  // time has passed; see next_deadline()
struct DayIs {
  std::chrono::year_month_day today;
};
struct OpeningIs {
  Opening opening;
};
struct CardRead {
  SecretText text;  // what the bars say, twice the same
};
struct CameraLost {};
struct EquipmentIs {
  Equipment equipment;
};
struct Speaking {};  // the kiosk still talks: whoever listens is there
struct VoicesAre {
  std::array<bool, languages.size()> voiceless{};
};
struct PrintNews {  // of a slip
  VisitId visit = 0;
  RequestId request = 0;
  std::variant<printing::Phase, printing::Outcome> news;
};
struct RequestKept {  // or not
  VisitId visit = 0;
  RequestId request = 0;
  RequestOutcome outcome = RequestOutcome::kept;
};

// By the service. Each carries who asked.
struct Ended {};   // the visit is closed there
struct Alive {};   // the line is up and the device is known
struct NoLine {};  // no answer, for whatever reason below HTTP
struct Answer {
  VisitId visit = 0;
  RequestId request = 0;
  std::variant<wire::VisitAnswer, wire::CodeState, std::shared_ptr<const wire::Person>, wire::Credentials,
               wire::MailAnswer, wire::MailConfirmed, wire::InvitationAnswer, wire::ReportAnswer, Ended, Alive,
               wire::Problem, NoLine>
      content;
};

using Event =
    std::variant<StartVisit, UseCard, TypeInstead, Back, AskExit, EndNow, OpenOverlay, CloseOverlay, ChooseLanguage,
                 ChooseSize, ChooseTheme, Key, Erase, EraseAll, LettersForDigits, TakeMend, Confirm, Resend,
                 NotMyNumber, ChooseAct, ChooseWish, WantPin, Forgotten, ReportWrong, TickWrong, OtherMail,
                 AnotherThing, TurnPage, TickCommitment, ShowPassword, SwitchKeys, ShowPin, ShowMade, LeaveRequest,
                 ChooseRequest, OpenSlip, SlipPin, StopPrinting, SetSpeech, ChangeVolume, ChangePace, HearAloud,
                 SetLowReach, SetSteady, ChooseKeyRepeat, Touched, Tick, DayIs, OpeningIs, CardRead, CameraLost,
                 EquipmentIs, Speaking, VoicesAre, PrintNews, RequestKept, Answer>;

}  // namespace sportello::visit
