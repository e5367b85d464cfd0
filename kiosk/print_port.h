// Puts the slips of visits on paper, and tells the visit what becomes of them. Keeps no slip longer than it takes to
// print one; decides nothing about what stands on it.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "kiosk/equipment.h"
#include "kiosk/press_of.h"
#include "kiosk/visit/effects.h"
#include "kiosk/widgets/ui.h"

namespace sportello::kiosk {

class PrintPort {
 public:
  // What is the same on every slip of this kiosk.
  struct Place {
    std::string school;
    widgets::Office office;
    widgets::Contact contact;
    std::function<printing::Moment()> now = moment_now;
  };
  // Asks the printer at once what it is like, on the printer's thread: until it has answered, there is none.
  PrintPort(printing::Printer::Make make, Place place, Equipment& equipment, EventQueue& events,
            const printing::Limits& limits = {});
  // As configured; null: no printer is. The error is one sentence for a technician.
  static std::expected<std::unique_ptr<PrintPort>, std::string> of(const config::DeviceConfiguration& configuration,
                                                                   const widgets::Ui& ui, Equipment& equipment,
                                                                   EventQueue& events);
  PrintPort(const PrintPort&) = delete;
  PrintPort& operator=(const PrintPort&) = delete;
  ~PrintPort();  // as the printer's: takes back what is being printed

  // All return at once. While the slip before is being taken back, the next one waits.
  void print(const visit::PrintSlip& wanted);
  void cancel();
  void look() { printer_.look(); }

 private:
  using Ticket = printing::Printer::Ticket;
  struct Whose {
    Ticket ticket = 0;
    visit::VisitId visit = 0;
    visit::RequestId request = 0;
  };
  struct Waiting {
    Whose whose;
    printing::Slip slip;
  };
  void hear(const printing::Printer::News& news);
  void is(printing::Condition condition);
  void begin();  // what waits, as soon as the printer takes it
  void tell(const Whose& whose, std::variant<printing::Phase, printing::Outcome> news);

  Place place_;
  Equipment& equipment_;
  EventQueue& events_;
  std::mutex mutex_;
  std::optional<Whose> going_;
  std::optional<Waiting> waiting_;
  std::optional<printing::Condition> condition_;
  printing::Printer printer_;  // last: its thread uses all of the above
};

}  // namespace sportello::kiosk
