// What was given: user code, and the password and PIN that the register makes.
#include "service/invitation/parts.h"

namespace sportello::invitation {
namespace {

Markup secret_row(const Markup& label, std::string_view value, std::string_view id) {
  return filled(R"(<div class="given"><dt>{label}</dt><dd id="{id}" translate="no">{value}</dd></div>
)",
                {{"label", label}, {"id", id}, {"value", value}});
}

// Of the school's own settings, but a link is a link: nothing but https.
Markup register_link(const Frame& frame) {
  if (!frame.school || !frame.school->login_url.starts_with("https://")) return {};
  return filled(R"(<p><a class="btn btn-outline-primary" rel="noreferrer" href="{url}">{open}</a></p>
)",
                {{"url", frame.school->login_url}, {"open", frame.say("done.open")}});
}

}  // namespace

std::string done_page(const Frame& frame, const store::acts::InvitationLook& look) {
  const auto& given = *look.given;
  auto rows = secret_row(frame.say("done.user_code"), given.user_code.reveal(), "user-code");
  if (given.password) rows += secret_row(frame.say("done.password"), given.password->reveal(), "made-password");
  if (given.pin) rows += secret_row(frame.say("done.pin"), given.pin->reveal(), "pin");
  Markup about;
  const auto line = [&](const Markup& words) { about += filled("<p>{words}</p>\n", {{"words", words}}); };
  if (!given.password) line(frame.say("done.password_chosen"));
  if (given.change_due) line(frame.say("done.change_due"));
  line(frame.say("done.next"));
  const auto content = filled(
      R"(<p class="lead">{lead}</p>
<dl class="givens">
{rows}</dl>
<button type="button" class="btn btn-outline-primary" hidden data-copies="user-code" data-copied="{copied}">{copy}</button>
<p class="write">{write}</p>
{about}{link}<p class="aside">{confirmed}</p>
)",
      {{"lead", frame.say("done.lead")},
       {"rows", rows},
       {"copied", frame.say("done.copied")},
       {"copy", frame.say("done.copy")},
       {"write", frame.say("done.write")},
       {"about", about},
       {"link", register_link(frame)},
       {"confirmed", given.confirmation_hint.empty()
                         ? frame.say("done.confirmed")
                         : frame.say("done.confirmed_phone", {{"digits", given.confirmation_hint}})}});
  return framed_page(frame, frame.say("done.title", {{"name", look.given_name}}), content);
}

}  // namespace sportello::invitation
