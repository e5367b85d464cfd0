// The six digits of the mail: the address is theirs who can read them.
#include "kiosk/screens/code_page.h"

namespace sportello::screens {

void draw_mail_code(Frame& frame, const visit::MailCode& state) {
  Ui& ui = frame.ui;
  draw_code_page(frame, {.cells = state,
                         .title = ui.say("mail_code.title"_t),
                         .sent = ui.say("mail_code.sent"_t, {{"mail", breakable(state.mail_hint)}}),
                         .late = ui.say("mail_code.late"_t),
                         .other = {.id = "mail.other", .label = ui.say("mail_code.other"_t), .icon = "mail"},
                         .other_means = visit::OtherMail{},
                         .may_go_back = !(state.pending && state.checking)});
}

}  // namespace sportello::screens
