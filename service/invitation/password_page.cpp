// Password, PIN, commitments: one form. The rules stand beside the field; page.js ticks them while somebody types.
#include "service/invitation/parts.h"

namespace sportello::invitation {
namespace {

using store::acts::InvitationLook;

Markup ticked_if(bool ticked) { return Markup{ticked ? " checked" : ""}; }

Markup rule(std::string_view name, const Markup& words, int least = 0) {
  return filled("<li data-rule=\"{name}\" data-least=\"{least}\">{words}</li>\n",
                {{"name", name}, {"least", least}, {"words", words}});
}

Markup rules_of(const Frame& frame, const wire::PasswordPolicy& policy) {
  auto list = rule("length", frame.say("password.rule_length", {{"n", policy.min_length}}), policy.min_length);
  if (policy.lower) list += rule("lower", frame.say("password.rule_lower"));
  if (policy.upper) list += rule("upper", frame.say("password.rule_upper"));
  if (policy.digit) list += rule("digit", frame.say("password.rule_digit"));
  if (policy.symbol) list += rule("symbol", frame.say("password.rule_symbol"));
  list += filled("<li class=\"own\">{words}</li>\n", {{"words", frame.say("password.rule_own")}});
  return list;
}

Markup password_field(const Frame& frame, const InvitationLook& look, const std::vector<FormError>& errors) {
  if (!look.password_chosen) return {};
  return filled(R"(<label class="form-label" for="password">{field}</label>
<input class="form-control" id="password" name="password" type="password" autocomplete="new-password"
 autocapitalize="none" spellcheck="false" aria-describedby="rules-title rules"{invalid}>
<button type="button" class="btn btn-outline-primary show" hidden data-shows="password" data-hide="{hide}"
 aria-pressed="false">{show}</button>
<p class="rules-title" id="rules-title">{rules_title}</p>
<ul class="rules" id="rules">
{rules}</ul>
)",
                {{"field", frame.say("password.field")},
                 {"invalid", invalid_if(errors, "password")},
                 {"show", frame.say("password.show")},
                 {"hide", frame.say("password.hide")},
                 {"rules_title", frame.say("password.rules")},
                 {"rules", rules_of(frame, look.policy)}});
}

Markup pin_choice(const Frame& frame, const InvitationLook& look) {
  if (look.pin != wire::PinOffer::optional) return {};
  return filled(R"(<div class="form-check">
<input class="form-check-input" type="checkbox" id="with-pin" name="with_pin" value="1"{ticked}
 aria-describedby="pin-line">
<label class="form-check-label" for="with-pin">{pin}</label>
<p class="hint" id="pin-line">{line}</p>
</div>
)",
                {{"ticked", ticked_if(look.wants_pin)},
                 {"pin", frame.say("password.pin")},
                 {"line", frame.say("password.pin_line")}});
}

Markup commitments_of(const Frame& frame, const InvitationLook& look, const std::vector<FormError>& errors) {
  Markup items;
  for (const auto& item : look.commitments.items) {
    items += filled("<li>{text}</li>\n", {{"text", frame.say("commitment." + item)}});
  }
  return filled(R"(<fieldset class="commitments">
<legend>{title}</legend>
<ul>
{items}</ul>
<input type="hidden" name="commitments" value="{version}">
<div class="form-check">
<input class="form-check-input" type="checkbox" id="accept" name="accept" value="1"{ticked}{invalid}>
<label class="form-check-label" for="accept">{accept}</label>
</div>
</fieldset>
)",
                {{"title", frame.say("password.commitments")},
                 {"items", items},
                 {"version", look.commitments.version},
                 {"ticked", ticked_if(look.accepted)},
                 {"invalid", invalid_if(errors, "accept")},
                 {"accept", frame.say("password.accept")}});
}

Markup pupils_line(const Frame& frame, const InvitationLook& look) {
  std::string names;
  for (const auto& pupil : look.pupils) names += (names.empty() ? "" : ", ") + pupil.given_name;
  if (names.empty()) return {};
  return filled("<p>{line}</p>\n", {{"line", frame.say("password.pupils", {{"names", names}})}});
}

}  // namespace

std::string password_page(const Frame& frame, const InvitationLook& look, const TokenFor& token,
                          const std::vector<FormError>& errors) {
  const auto lead = !look.password_chosen  ? "password.lead_made"
                    : look.has_credentials ? "password.lead_reset"
                                           : "password.lead_issue";
  const auto content = filled(R"(<p class="lead">{lead}</p>
{pupils}{open}{password}{pin}{commitments}<button type="submit" class="btn btn-primary main-action">{save}</button>
</form>
)",
                              {{"lead", frame.say(lead)},
                               {"pupils", pupils_line(frame, look)},
                               {"open", form_open("/invitation/password", token)},
                               {"password", password_field(frame, look, errors)},
                               {"pin", pin_choice(frame, look)},
                               {"commitments", commitments_of(frame, look, errors)},
                               {"save", frame.say(look.password_chosen ? "password.save" : "password.save_made")}});
  const auto title =
      frame.say(look.has_credentials ? "password.title_reset" : "password.title_issue", {{"name", look.given_name}});
  return framed_page(frame, title, content, errors);
}

}  // namespace sportello::invitation
