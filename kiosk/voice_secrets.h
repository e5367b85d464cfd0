// What of a visit is secret and stands on the screen in clear now, and what is being typed: what may be spelled to
// who hears alone. Pure. Decides nothing of who hears.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/speech/speaker.h"
#include "kiosk/visit/states.h"

namespace sportello::kiosk {

struct ShownSecret {
  std::string id;  // of the layout record: "result.user_code"; "code.cell.": a row of cells
  secret::SecretText text;
  speech::Letters letters = speech::Letters::alike;
};
std::vector<ShownSecret> shown_secrets(const visit::Visit& visit, visit::TimePoint now);

struct TypedSecret {
  secret::SecretText text;
  speech::Letters letters = speech::Letters::alike;
  bool cells = false;  // whose number the screen tells
};
std::optional<TypedSecret> typed_secret(const visit::Visit& visit);

}  // namespace sportello::kiosk
