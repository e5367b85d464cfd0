#include "kiosk/effects.h"

#include "kiosk/visit/match.h"

namespace sportello::kiosk {

void carry_out(const visit::Effect& effect, Ports& ports) {
  std::visit(visit::Match{[&](const visit::Ask& ask) { ports.service.ask(ask); },
                          [&](const visit::OpenCamera&) { ports.scan.open(); },
                          [&](const visit::CloseCamera&) { ports.scan.close(); },
                          [&](const visit::PrintSlip& slip) {
                            if (ports.print != nullptr) ports.print->print(slip);
                          },
                          [&](const visit::CancelPrint&) {
                            if (ports.print != nullptr) ports.print->cancel();
                          },
                          [&](const visit::LookAtPrinter&) {
                            if (ports.print != nullptr) ports.print->look();
                          },
                          [&](const visit::KeepRequest& keep) { ports.requests.keep(keep); },
                          [&](const visit::Wipe& wipe) {
                            ports.service.forget(wipe.visit);
                            ports.ui.forget();
                          }},
             effect);
}

}  // namespace sportello::kiosk
