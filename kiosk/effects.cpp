#include "kiosk/effects.h"

#include "kiosk/visit/match.h"

namespace sportello::kiosk {

void carry_out(const visit::Effect& effect, Ports& ports) {
  std::visit(visit::Match{[&](const visit::Ask& ask) { ports.service.ask(ask); },
                          [&](const visit::OpenCamera&) { ports.scan.open(); },
                          [&](const visit::CloseCamera&) { ports.scan.close(); }, [&](const visit::PrintSlip&) {},
                          [&](const visit::CancelPrint&) {},
                          [&](const visit::KeepRequest& keep) { ports.requests.keep(keep); },
                          [&](const visit::Wipe& wipe) {
                            ports.service.forget(wipe.visit);
                            ports.ui.forget();
                          }},
             effect);
}

}  // namespace sportello::kiosk
