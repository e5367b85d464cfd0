// One step of a visit while it is being made: the visit so far, its effects so far. Internal to this folder.
#pragma once

#include <utility>

#include "kiosk/visit/match.h"
#include "kiosk/visit/next.h"

namespace sportello::visit {

struct Turn {
  Visit visit;
  TimePoint now;
  std::vector<Effect> effects;

  void go(State state) { visit.state = std::move(state); }
  // Puts a question under a new number, or under the number of one that was lost on its way.
  Pending ask(Question question, std::optional<RequestId> lost = std::nullopt);
  void call_office(OfficeReason reason);  // closes the service's side, keeps only the reference
  void end(Ending ending);                // wipes, says goodbye; nothing of the visit remains
  void welcome();                         // the next guardian's screen
  void out_of_service(OutReason reason);
  // A question that failed below the service's rules. On a dead line `state` stays, and remembers the number: nothing
  // is lost, one touch asks the same again.
  template <class State>
  void lose(State state, RequestId asked, OutReason reason) {
    if (reason != OutReason::no_line) {
      out_of_service(reason);
      return;
    }
    state.lost = asked;
    go(std::move(state));
  }
  void greet(const Proved& proved);  // the code is proved: what is wanted, or the one way there is
  // A tax code that came by card or by hand; `was_typed` decides where problems are shown.
  void take_document(const SecretText& text, bool was_typed);
};

// The overlays that a guardian may call; the others come by themselves.
bool may_open(OverlayKind kind);
// What `listening` takes.
bool about_listening(const Event& event);

// Empty cells for a code that was sent just now.
CodeCells cells_of(const wire::CodeState& code, TimePoint now);

// One group of states each. An event that means nothing to a state changes nothing.
void arriving(Turn& turn, const Event& event);         // welcome, scan, typed entry, minor's card, identifying
void entering_code(Turn& turn, const Event& event);    // code entry
void acting(Turn& turn, const Event& event);           // choose, commitments, PIN, passwords, one touch, result
void contacting(Turn& turn, const Event& event);       // mail, link, what is on file, reports, digital identity
void ending(Turn& turn, const Event& event);           // goodbye, office needed, out of service
void covering(Turn& turn, const Event& event);         // every overlay
void printing_slip(Turn& turn, const Event& event);    // the slip of a result
void leaving_request(Turn& turn, const Event& event);  // a request without a line
void listening(Turn& turn, const Event& event);        // speech and keys, in any state
void equip(Turn& turn, const Equipment& equipment);    // a headset that is plugged turns speech on
void listened(Turn& turn);                             // until now
void mind_voice(Turn& turn, const Visit& before);      // where the language has no voice, another is offered
void passing_time(Turn& turn);                         // what a Tick does in any state

// The out-of-service reason a failed question means; nothing when the device and the line are well.
std::optional<OutReason> out_reason(const Answer& answer);

}  // namespace sportello::visit
