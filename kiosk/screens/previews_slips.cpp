#include "kiosk/screens/album.h"

namespace sportello::screens {

namespace {

using printing::Condition;
using printing::End;
using printing::Outcome;
using printing::Phase;
using wire::Act;

visit::Result result(Act act) {
  auto all = made_by(act);
  all.mail_hint = "m…@casa.example";
  return all;
}

visit::Result issued() {
  auto all = result(Act::issue);
  all.pin = SecretText{"630815"};
  return all;
}

visit::Result made() {
  auto all = issued();
  all.password = SecretText{"Zebra-4471-pino"};
  all.change_due = all.asks_pin = true;
  return all;
}

class Slips {
 public:
  explicit Slips(Album& album) : album_(album) {}

  visit::Visit& add(std::string name, visit::State state, visit::Duration later = 0ms) {
    auto& visit = album_.add(std::move(name), std::move(state), later);
    visit.equipment.printer = Condition::ready;
    return visit;
  }
  void add_ended(std::string name, Outcome outcome) {
    auto& visit = add("printing-" + std::move(name), visit::Printing{.result = issued(), .outcome = outcome});
    if (outcome.end != End::cancelled) visit.equipment.printer = outcome.why;
  }
  void add_going(std::string name, Phase phase, bool stopping, visit::Duration later) {
    add("printing-" + std::move(name),
        visit::Printing{.result = issued(),
                        .with_pin = true,
                        .pending = visit::Pending{3, preview_start},
                        .stopping = stopping,
                        .phase = phase},
        later);
  }

 private:
  Album& album_;
};

}  // namespace

void add_slips(Album& album) {
  Slips slips{album};
  slips.add("result-printer", issued());
  slips.add("result-printer-made", made());
  slips.add("result-printer-code", result(Act::recover_user_code));

  slips.add("printing", visit::Printing{.result = issued()});
  slips.add("printing-pin", visit::Printing{.result = issued(), .with_pin = true});
  slips.add("printing-no-pin", visit::Printing{.result = result(Act::reset_password)});
  slips.add("printing-empty", visit::Printing{.result = issued()}).equipment.printer = Condition::out_of_paper;
  slips.add_going("going", Phase::preparing, false, 1s);
  slips.add_going("slow", Phase::sending, false, 9s);
  slips.add_going("coming", Phase::printing, false, 5s);
  slips.add_going("stopping", Phase::printing, true, 5s);
  const Outcome out{.end = End::printed};
  slips.add("printing-done", visit::Printing{.result = issued(), .with_pin = true, .outcome = out});
  slips.add("printing-done-no-pin", visit::Printing{.result = issued(), .outcome = out});
  slips.add("printing-done-made", visit::Printing{.result = made(), .outcome = out});
  slips.add_ended("cancelled", {End::cancelled});
  slips.add_ended("out-of-paper", {End::not_printed, Condition::out_of_paper});
  slips.add_ended("jam", {End::not_printed, Condition::jam});
  slips.add_ended("cover-open", {End::not_printed, Condition::cover_open});
  slips.add_ended("offline", {End::not_printed, Condition::offline});
  slips.add_ended("wrong-media", {End::not_printed, Condition::wrong_media});
  slips.add_ended("unknown", {End::not_printed, Condition::unknown});
  slips.add_ended("unsure", {End::unsure, Condition::jam});
}

}  // namespace sportello::screens
