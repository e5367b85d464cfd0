// The keyboards of the screens where words are typed: one for passwords, one for mail addresses.
// No autocorrect, no space, nothing remembered. Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"

namespace sportello::screens {

// Keys that meet a rule that is still missing are marked.
struct Wanted {
  bool lower = false, upper = false, digit = false, symbol = false;
};
struct PasswordKeys {
  visit::Keys keys = visit::Keys::lower;
  bool awake = true;
  bool hidden = true;  // what is typed is: its keys do not show themselves pressed
  Wanted wanted = {};
};
void draw_password_keys(Frame& frame, const PasswordKeys& look, Rect box);

struct MailKeys {
  std::string_view typed;  // to know what may come next; not kept
  bool awake = true;
  bool at_wanted = false, ending_wanted = false;
};
void draw_mail_keys(Frame& frame, const MailKeys& look, Rect box);

float keyboard_height(const Ui& ui);

}  // namespace sportello::screens
