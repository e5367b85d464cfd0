// The pages up to the password, and the small ones. The two long ones stand in password_page.cpp and done_page.cpp.
#include "service/invitation/pages.h"

#include "service/invitation/parts.h"

namespace sportello::invitation {
namespace {

using store::acts::InvitationLook;
using store::acts::InvitationStep;

std::string ask_page(const Frame& frame, const InvitationLook& look, const TokenFor& token,
                     const std::vector<FormError>& errors) {
  const auto content = filled(R"(<p class="lead">{lead}</p>
<p>{where}</p>
{open}<button type="submit" class="btn btn-primary main-action">{send}</button>
</form>
<p class="aside">{not_mine}</p>
<section aria-labelledby="steps">
<h2 id="steps">{steps}</h2>
<ol class="steps"><li>{code}</li><li>{password}</li><li>{done}</li></ol>
</section>
)",
                              {{"lead", frame.say("ask.lead")},
                               {"where", frame.say("ask.where", {{"digits", look.phone_hint}})},
                               {"open", form_open("/invitation/code", token)},
                               {"send", frame.say("ask.send")},
                               {"not_mine", frame.say("ask.not_mine")},
                               {"steps", frame.say("ask.steps")},
                               {"code", frame.say("ask.step_code")},
                               {"password", frame.say(look.password_chosen ? "ask.step_password" : "ask.step_made")},
                               {"done", frame.say("ask.step_done")}});
  return framed_page(frame, frame.say("ask.title"), content, errors);
}

Markup code_field(const Frame& frame, const TokenFor& token, const std::vector<FormError>& errors) {
  return filled(R"({open}<label class="form-label" for="code">{field}</label>
<input class="form-control code-field" id="code" name="code" type="text" inputmode="numeric"
 autocomplete="one-time-code" maxlength="12" spellcheck="false" aria-describedby="code-secret"{invalid}{focus}>
<p class="hint" id="code-secret">{secret}</p>
<button type="submit" class="btn btn-primary main-action">{check}</button>
</form>
)",
                {{"open", form_open("/invitation/check", token)},
                 {"field", frame.say("code.field")},
                 {"secret", frame.say("code.secret")},
                 {"invalid", invalid_if(errors, "code")},
                 {"focus", Markup{errors.empty() ? " autofocus" : ""}},
                 {"check", frame.say("code.check")}});
}

std::string code_page(const Frame& frame, const InvitationLook& look, const TokenFor& token,
                      const std::vector<FormError>& errors) {
  const bool alive = look.code.expires_in_s > 0 && look.code.tries_left > 0;
  const auto content =
      filled(R"(<p class="lead">{lead}</p>
{form}<section class="late" aria-labelledby="late">
<h2 id="late">{late}</h2>
<p>{late_line}</p>
{again}<button type="submit" class="btn {weight}" data-wait="{wait}">{send}</button>
</form>
</section>
)",
             {{"lead", alive ? frame.say("code.lead", {{"digits", look.phone_hint}}) : frame.say("code.over")},
              {"form", alive ? code_field(frame, token, errors) : Markup{}},
              {"late", frame.say("code.late")},
              {"late_line", frame.say("code.late_line")},
              {"again", form_open("/invitation/code", token)},
              {"weight", alive ? "btn-outline-primary" : "btn-primary main-action"},
              {"wait", look.code.resend_in_s},
              {"send", frame.say("code.again")}});
  return framed_page(frame, frame.say("code.title"), content, errors);
}

std::string gone_page(const Frame& frame, const TokenFor& token) {
  const auto content = filled(R"(<p class="lead">{lead}</p>
<p>{already}</p>
<p>{offer}</p>
{open}<button type="submit" class="btn btn-primary main-action">{renew}</button>
</form>
)",
                              {{"lead", frame.say("gone.lead")},
                               {"already", frame.say("gone.already")},
                               {"offer", frame.say("gone.offer")},
                               {"open", form_open("/invitation/renew", token)},
                               {"renew", frame.say("gone.renew")}});
  return framed_page(frame, frame.say("gone.title"), content);
}

std::string locked_page(const Frame& frame, int seconds) {
  const int hours = (seconds + 3599) / 3600;
  return said_page(frame, "locked.title",
                   {hours <= 1 ? frame.say("locked.lead_one") : frame.say("locked.lead", {{"hours", hours}}),
                    frame.say("locked.office")});
}

}  // namespace

std::string invitation_page(const Frame& frame, const InvitationLook& look, const TokenFor& token,
                            const std::vector<FormError>& errors) {
  switch (look.step) {
    case InvitationStep::gone: return gone_page(frame, token);
    case InvitationStep::office:
      return said_page(frame, "office.title", {frame.say("office.lead"), frame.say("office.bring")});
    case InvitationStep::digital:
      return said_page(frame, "digital.title", {frame.say("digital.lead"), frame.say("digital.next")});
    case InvitationStep::locked: return locked_page(frame, look.locked_for_s);
    case InvitationStep::ask: return ask_page(frame, look, token, errors);
    case InvitationStep::code: return code_page(frame, look, token, errors);
    case InvitationStep::password: return password_page(frame, look, token, errors);
    case InvitationStep::done: return done_page(frame, look);
  }
  return gone_page(frame, token);
}

std::string renewed_page(const Frame& frame) {
  return said_page(frame, "renewed.title", {frame.say("renewed.lead"), frame.say("renewed.line")});
}

std::string not_me_page(const Frame& frame, std::string_view action, const TokenFor& token) {
  const auto content = filled(R"(<p class="lead">{lead}</p>
<p>{what}</p>
{open}<button type="submit" class="btn btn-danger main-action">{freeze}</button>
</form>
<p class="aside">{was_me}</p>
)",
                              {{"lead", frame.say("not_me.lead")},
                               {"what", frame.say("not_me.what")},
                               {"open", form_open(action, token)},
                               {"freeze", frame.say("not_me.freeze")},
                               {"was_me", frame.say("not_me.was_me")}});
  return framed_page(frame, frame.say("not_me.title"), content);
}

std::string frozen_page(const Frame& frame) {
  return said_page(frame, "frozen.title", {frame.say("frozen.lead"), frame.say("frozen.next")});
}

std::string not_me_gone_page(const Frame& frame) {
  return said_page(frame, "not_me_gone.title", {frame.say("not_me_gone.lead"), frame.say("not_me_gone.next")});
}

std::string stale_page(const Frame& frame) {
  return said_page(frame, "stale.title", {frame.say("stale.lead"), frame.say("stale.next")});
}

std::string lost_page(const Frame& frame) {
  return said_page(frame, "lost.title", {frame.say("lost.lead"), frame.say("lost.next")});
}

std::string busy_page(const Frame& frame) { return said_page(frame, "busy.title", {frame.say("busy.lead")}); }

FormError error_of(const Frame& frame, std::string_view field, std::string_view key, Slots slots) {
  return {std::string{field}, frame.say("error." + std::string{key}, slots)};
}

std::vector<FormError> errors_of(const Frame& frame, const std::vector<wire::PasswordRule>& rules,
                                 const wire::PasswordPolicy& policy) {
  std::vector<FormError> errors;
  for (const auto rule : rules) {
    const bool too_long = rule == wire::PasswordRule::too_long;
    errors.push_back(
        error_of(frame, "password", wire::name_of(rule), {{"n", too_long ? policy.max_length : policy.min_length}}));
  }
  return errors;
}

}  // namespace sportello::invitation
