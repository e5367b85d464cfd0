// A mail address, typed with its own keys. The sentence under it says what is missing, and never that it is wrong
// before it is whole.
#include "kiosk/screens/keyboard.h"
#include "kiosk/screens/typed_line.h"
#include "kiosk/screens/typing_page.h"
#include "kiosk/visit/mail_address.h"

namespace sportello::screens {

namespace {

widgets::Banner advice(const Frame& frame, const visit::MailEntry& state, visit::MailLack lack) {
  const Ui& ui = frame.ui;
  constexpr std::string_view id = "mail.advice";  // the banner keeps it
  if (auto said =
          notice(frame, {id, state.lost.has_value(), ui.say("mail.sending"_t), ui.say("confirm.line_lost"_t)})) {
    return *std::move(said);
  }
  if (state.refused) return {id, Tone::err, "warn", ui.say("mail.refused"_t)};
  switch (lack) {
    case visit::MailLack::name: return {id, Tone::info, "mail", ui.say("mail.lead"_t)};
    case visit::MailLack::at: return {id, Tone::warn, "warn", ui.say("mail.need_at"_t)};
    case visit::MailLack::domain: return {id, Tone::warn, "warn", ui.say("mail.need_domain"_t)};
    case visit::MailLack::nothing: break;
  }
  return {id, Tone::ok, "check", ui.say("mail.good"_t)};
}

}  // namespace

void draw_mail_entry(Frame& frame, const visit::MailEntry& state) {
  Ui& ui = frame.ui;
  const auto lack = visit::lacks_of_mail(state.typed.reveal());
  TypingNeeds needs = {.title = ui.say("mail.title"_t), .sentences = {}, .way = {}};
  for (const auto key : {"mail.sending"_t, "confirm.line_lost"_t, "mail.refused"_t, "mail.lead"_t, "mail.need_at"_t,
                         "mail.need_domain"_t, "mail.good"_t, "identifying.slow"_t}) {
    needs.sentences.push_back(ui.say(key));
  }
  const auto plan = plan_typing(ui, needs);
  draw_typing_title(frame, plan, needs.title);
  draw_typed_line(ui,
                  {.id = "mail.field", .label = ui.say("mail.field"_t), .text = state.typed, .wrong = state.refused},
                  plan.line);
  draw_sentence(ui, advice(frame, state, lack), plan);
  draw_mail_keys(frame,
                 {.typed = state.typed.reveal(),
                  .awake = !state.pending,
                  .at_wanted = lack == visit::MailLack::at,
                  .ending_wanted = lack == visit::MailLack::domain},
                 plan.keys);
  FooterParts parts;
  parts.primary = {.id = "mail.send",
                   .label = ui.say("mail.send"_t),
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  keep_drawing(frame);
}

}  // namespace sportello::screens
