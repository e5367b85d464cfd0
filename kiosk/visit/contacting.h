// The wishes that change no credentials, in the files that carry them out. Internal to this folder.
#pragma once

#include "kiosk/visit/turn.h"

namespace sportello::visit {

void on_mail_entry(Turn& turn, MailEntry state, const Event& event);
void on_mail_code(Turn& turn, MailCode state, const Event& event);
void on_send_link(Turn& turn, SendLink state, const Event& event);
// A refusal that no screen of the wish can say anything about.
void refuse_wish(Turn& turn, const wire::Problem* problem);

}  // namespace sportello::visit
