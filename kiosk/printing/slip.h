// What stands on a slip, and in which order; nothing of how it looks. There is no place for a password.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/visit/comfort.h"
#include "kiosk/widgets/texts.h"
#include "kiosk/widgets/ui.h"
#include "service/shared/secret/secret.h"
#include "service/shared/wire/credentials.h"

namespace sportello::printing {

// By the clock on the wall; whoever asks for the slip reads it.
struct Moment {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
};

struct Slip {
  visit::Language language = visit::Language::it;
  wire::Act act = wire::Act::issue;  // what happened
  std::string school;
  secret::SecretText user_code;           // empty: not told
  std::optional<secret::SecretText> pin;  // only where the guardian chose to have it on paper
  std::string login_url;                  // empty: not told
  Moment when;                            // year 0: not told
  widgets::Office office;                 // lines that are empty are left out
  widgets::Contact contact;               // empty name: nobody is named
};

// The address as it may stand on paper: nothing where it is not http(s), names a user, or holds the user code or the
// PIN.
std::string address_on_paper(const Slip& slip);

enum class Look { school, title, label, sentence, strong, small };
struct Line {
  Look look = Look::sentence;
  widgets::Words words;
};
struct Hidden {  // drawn one character at a time
  secret::SecretText text;
};
struct Square {  // a QR code of this address
  std::string address;
};
struct Rule {};
using Block = std::variant<Line, Hidden, Square, Rule>;

// From the top to the bottom, in the slip's language. `say`: words of that language; a screen that shows what will be
// on paper has its own.
using Say = std::function<widgets::Words(widgets::TextKey, widgets::Arguments)>;
std::vector<Block> blocks_of(const Slip& slip, const Say& say);
std::vector<Block> blocks_of(const Slip& slip, const widgets::Texts& texts);

}  // namespace sportello::printing
