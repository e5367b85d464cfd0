// The printer's thread tells, the loop asks; one lock keeps who asked and what is told together.
#include "kiosk/print_port.h"

#include "service/shared/log/log.h"

namespace sportello::kiosk {

namespace {

using printing::Condition;

void log_condition(Condition condition) {
  using Why = log::PrinterNotReady::Why;
  switch (condition) {
    case Condition::ready: log::event(log::PrinterReady{}); return;
    case Condition::out_of_paper: log::event(log::PrinterNotReady{.why = Why::out_of_paper}); return;
    case Condition::jam: log::event(log::PrinterNotReady{.why = Why::jam}); return;
    case Condition::cover_open: log::event(log::PrinterNotReady{.why = Why::cover_open}); return;
    case Condition::offline: log::event(log::PrinterNotReady{.why = Why::offline}); return;
    case Condition::wrong_media: log::event(log::PrinterNotReady{.why = Why::wrong_media}); return;
    case Condition::unknown: log::event(log::PrinterNotReady{.why = Why::unknown}); return;
  }
}

}  // namespace

PrintPort::PrintPort(printing::Printer::Make make, Place place, Equipment& equipment, EventQueue& events,
                     const printing::Limits& limits)
    : place_(std::move(place)),
      equipment_(equipment),
      events_(events),
      printer_(std::move(make), [this](const printing::Printer::News& news) { hear(news); }, limits) {
  printer_.look();
}

std::expected<std::unique_ptr<PrintPort>, std::string> PrintPort::of(const config::DeviceConfiguration& configuration,
                                                                     const widgets::Ui& ui, Equipment& equipment,
                                                                     EventQueue& events) {
  if (!configuration.printer) return nullptr;
  auto make = press_of(*configuration.printer, ui.fonts(), ui.texts());
  if (!make) return std::unexpected(make.error());
  return std::make_unique<PrintPort>(
      std::move(*make),
      Place{.school = ui.premises.school, .office = ui.premises.office, .contact = ui.premises.contact}, equipment,
      events);
}

PrintPort::~PrintPort() {
  const std::lock_guard lock{mutex_};
  waiting_.reset();  // it must not begin when the one before is over
}

void PrintPort::print(const visit::PrintSlip& wanted) {
  const std::lock_guard lock{mutex_};
  waiting_ = Waiting{.whose = {.visit = wanted.visit, .request = wanted.request},
                     .slip = {.language = wanted.language,
                              .act = wanted.act,
                              .school = place_.school,
                              .user_code = wanted.user_code,
                              .pin = wanted.pin,
                              .login_url = wanted.login_url,
                              .when = place_.now(),
                              .office = place_.office,
                              .contact = place_.contact}};
  begin();
}

void PrintPort::cancel() {
  const std::lock_guard lock{mutex_};
  if (waiting_) {
    tell(waiting_->whose, printing::Outcome{printing::End::cancelled});
    waiting_.reset();  // nothing of it reached the printer
  } else if (going_) {
    printer_.cancel(going_->ticket);
  }
}

void PrintPort::begin() {
  if (!waiting_ || going_) return;
  const auto ticket = printer_.print(std::move(waiting_->slip));
  if (!ticket) return;  // its end is told in a moment
  going_ = waiting_->whose;
  going_->ticket = *ticket;
  waiting_.reset();
}

void PrintPort::hear(const printing::Printer::News& news) {
  const std::lock_guard lock{mutex_};
  // One that was taken back says nothing of the printer.
  const bool tells = news.ticket == 0 || (news.outcome && news.outcome->end != printing::End::cancelled);
  if (tells) is(news.condition);
  if (!going_ || news.ticket != going_->ticket) return;
  if (news.phase) tell(*going_, *news.phase);
  if (!news.outcome) return;
  tell(*going_, *news.outcome);
  going_.reset();
  begin();
}

void PrintPort::is(Condition condition) {
  if (condition_ != condition) log_condition(condition);
  condition_ = condition;
  equipment_.printer_is(condition);
}

void PrintPort::tell(const Whose& whose, std::variant<printing::Phase, printing::Outcome> news) {
  events_.push(visit::PrintNews{whose.visit, whose.request, news});
}

}  // namespace sportello::kiosk
