// An invented visit for every screen and its important variants: for pictures and for tests.
// Nobody in it exists; no running kiosk uses it.
#pragma once

#include <string>
#include <vector>

#include "kiosk/visit/states.h"
#include "kiosk/visit/time.h"
#include "kiosk/widgets/ui.h"

namespace sportello::screens {

struct Preview {
  std::string name;  // "code-entry-wrong": also the name of its picture and of its golden
  visit::Visit visit;
  visit::TimePoint now;
};

std::vector<Preview> previews(const visit::Comfort& comfort = {});
widgets::Premises preview_premises();

}  // namespace sportello::screens
