// "I will do it at home": where the link goes, and the button that sends it.
#include "kiosk/screens/confirmation.h"

namespace sportello::screens {

void draw_send_link(Frame& frame, const visit::SendLink& state) {
  Ui& ui = frame.ui;
  draw_confirmation(frame, {.icon = "home",
                            .title = ui.say("confirm.invitation"_t),
                            .how = ui.say("confirm.invitation_how"_t, {{"mail", breakable(state.proved.mail_hint)}}),
                            .id = "link.send",
                            .label = ui.say("confirm.invitation_do"_t),
                            .pending = state.pending.has_value(),
                            .lost = state.lost.has_value(),
                            .may_go_back = false});  // it may be sent already: wait for the answer, or leave
}

}  // namespace sportello::screens
