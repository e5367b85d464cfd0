// What of a visit goes into the journal: that it was and how it ended, never whose.
#include "kiosk/journal/notes.h"

#include <algorithm>

#include "tests/journal/kept.h"

using namespace sportello;
using namespace sportello::visit;
using journal::Note;
using Notes = std::vector<Note>;

namespace {

// A visit that is led from state to state, and what the journal says of it.
struct Written {
  Visit visit;
  Notes notes;
  void go(State state, const Event& event = Tick{}) {
    auto after = visit;
    after.state = std::move(state);
    for (auto& note : journal::notes_of(visit, after, event)) notes.push_back(std::move(note));
    visit = std::move(after);
  }
};

}  // namespace

TEST_CASE("a visit is begun and ended once, with how") {
  Written kiosk;
  kiosk.go(Scan{});
  kiosk.go(Identifying{SecretText{"RSSMRA80A01H501U"}, false, {}});
  kiosk.go(Goodbye{Ending::timed_out, {}});
  kiosk.go(Welcome{});
  kiosk.go(Scan{});
  kiosk.go(Welcome{});
  kiosk.go(Scan{});
  kiosk.go(OutOfService{OutReason::no_line, {}, {}});
  kiosk.go(OutOfService{OutReason::no_line, {}, Pending{}});
  kiosk.go(Welcome{});
  CHECK(kiosk.notes == Notes{{"visit.begun", ""},
                             {"visit.ended", "how=timed_out"},
                             {"visit.begun", ""},
                             {"visit.ended", "how=left_at_once"},
                             {"visit.begun", ""},
                             {"visit.ended", "how=out_of_service"},
                             {"line.lost", ""},
                             {"line.back", ""}});
}

TEST_CASE("a request that is left, with what became of it; the line is not back by that") {
  Written kiosk;
  kiosk.go(OutOfService{OutReason::no_line, {}, {}});
  kiosk.notes.clear();
  kiosk.go(Scan{});
  kiosk.go(RequestWish{.document = SecretText{"RSSMRA80A01H501U"}, .wish = {}, .pending = {}});
  kiosk.go(RequestLeft{RequestOutcome::kept});
  kiosk.go(RequestLeft{RequestOutcome::kept});
  kiosk.go(Goodbye{Ending::left, {}, true});
  CHECK(kiosk.notes == Notes{{"visit.begun", ""}, {"request.left", "outcome=kept"}, {"visit.ended", "how=left"}});
}

TEST_CASE("what the device met: cards that are none, a camera that went, a refusal, a print that failed") {
  Written kiosk;
  kiosk.go(Scan{});
  kiosk.notes.clear();
  kiosk.go(Scan{ScanHint::not_a_tax_code});
  kiosk.go(Scan{ScanHint::not_a_tax_code});
  kiosk.go(Scan{ScanHint::organisation_code});
  kiosk.go(Scan{ScanHint::camera_lost});
  const auto print = [&](printing::End end, printing::Condition why) {
    kiosk.go(kiosk.visit.state, PrintNews{kiosk.visit.id, 1, printing::Outcome{end, why}});
  };
  print(printing::End::printed, printing::Condition::ready);
  print(printing::End::not_printed, printing::Condition::out_of_paper);
  print(printing::End::unsure, printing::Condition::jam);
  CHECK(kiosk.notes == Notes{{"scan.failed", "why=no_tax_code"},
                             {"scan.failed", "why=organisation"},
                             {"camera.lost", ""},
                             {"print.failed", "why=out_of_paper"},
                             {"print.unsure", "why=jam"}});
  kiosk.notes.clear();
  kiosk.go(OutOfService{OutReason::revoked, {}, {}});
  CHECK(kiosk.notes == Notes{{"visit.ended", "how=out_of_service"}, {"device.refused", "why=revoked"}});
}

TEST_CASE("every word has the journal's shape") {
  using enum Ending;
  std::vector<Note> all;
  const auto add = [&](const Visit& before, const Visit& after, const Event& event) {
    for (auto& note : journal::notes_of(before, after, event)) all.push_back(std::move(note));
  };
  std::vector<State> states = {Welcome{}, Scan{}, OutOfService{OutReason::no_line, {}, {}},
                               OutOfService{OutReason::not_approved, {}, {}},
                               OutOfService{OutReason::revoked, {}, {}}};
  for (const auto ending : {done, told, left, cancelled, timed_out}) states.emplace_back(Goodbye{ending, {}});
  for (int i = 0; i < 4; ++i) {
    states.emplace_back(Scan{static_cast<ScanHint>(i)});
    states.emplace_back(RequestLeft{static_cast<RequestOutcome>(i)});
  }
  for (const auto& from : states) {
    for (const auto& to : states) {
      Visit before, after;
      before.state = from;
      after.state = to;
      add(before, after, Tick{});
    }
  }
  for (int why = 0; why < 7; ++why) {
    for (int end = 0; end < 4; ++end) {
      const Visit visit;
      add(visit, visit,
          PrintNews{visit.id, 1,
                    printing::Outcome{static_cast<printing::End>(end), static_cast<printing::Condition>(why)}});
    }
  }
  CHECK(all.size() > 100);
  for (const auto& note : all) {
    CAPTURE(note.event, note.data);
    CHECK(wire::is_journal_event(note.event));
    CHECK(wire::is_journal_data(note.data));
  }
}
