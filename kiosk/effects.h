// Hands each effect to its port. Decides nothing.
#pragma once

#include "kiosk/devices/card_scan.h"
#include "kiosk/journal/request_port.h"
#include "kiosk/print_port.h"
#include "kiosk/register/register_port.h"
#include "kiosk/visit/effects.h"
#include "kiosk/widgets/ui.h"

namespace sportello::kiosk {

struct Ports {
  reg::RegisterPort& service;
  devices::CardScan& scan;
  widgets::Ui& ui;
  journal::RequestPort& requests;
  PrintPort* print = nullptr;  // null: no printer
};

void carry_out(const visit::Effect& effect, Ports& ports);

}  // namespace sportello::kiosk
