// Landmarks, a link that skips to the content, an error summary that takes the focus.
#include "service/invitation/frame.h"

namespace sportello::invitation {
namespace {

constexpr std::string_view document = R"(<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}{of_school}</title>
<link rel="stylesheet" href="{bootstrap}">
<link rel="stylesheet" href="{theme}">
<link rel="stylesheet" href="{style}">
<script src="{script}" defer></script>
</head>
<body>
<a class="skip" href="#content">{skip}</a>
<header class="top">
<div class="page">
<p class="school">{school}</p>
<p class="product">{product}</p>
{languages}</div>
</header>
<main id="content" class="page">
{errors}<h1>{title}</h1>
{content}</main>
<footer class="page help">
<h2>{help}</h2>
<p>{whom}</p>
{ways}</footer>
</body>
</html>
)";

Markup languages_of(const Frame& frame) {
  if (frame.language_path.empty()) return {};
  Markup list;
  for (const auto& language : frame.site->texts().languages()) {
    const bool current = language.code == frame.language;
    list += filled(R"(<li><a href="{path}{code}" lang="{code}" hreflang="{code}"{current}>{name}</a></li>)",
                   {{"path", frame.language_path},
                    {"code", language.code},
                    {"name", language.name},
                    {"current", Markup{current ? R"( aria-current="true")" : ""}}});
  }
  return filled(R"(<nav aria-label="{label}"><ul class="languages">{list}</ul></nav>
)",
                {{"label", frame.say("frame.languages")}, {"list", list}});
}

Markup summary_of(const Frame& frame, const std::vector<FormError>& errors) {
  if (errors.empty()) return {};
  Markup items;
  for (const auto& error : errors) {
    items += error.field.empty() ? filled("<li>{sentence}</li>", {{"sentence", error.sentence}})
                                 : filled(R"(<li><a href="#{field}">{sentence}</a></li>)",
                                          {{"field", error.field}, {"sentence", error.sentence}});
  }
  return filled(R"(<div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors-title">
<h2 id="errors-title">{title}</h2>
<ul>{items}</ul>
</div>
)",
                {{"title", frame.say("frame.errors")}, {"items", items}});
}

// A phone number as a link dials it.
std::string dialled(std::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if ((c >= '0' && c <= '9') || c == '+') digits += c;
  }
  return digits;
}

Markup ways_of(const Frame& frame) {
  if (!frame.school) return {};
  const auto& school = frame.school->contact;
  Markup rows;
  const auto row = [&](std::string_view key, const Markup& value) {
    rows += filled("<div><dt>{key}</dt><dd>{value}</dd></div>", {{"key", frame.say(key)}, {"value", value}});
  };
  if (!school.phone.empty()) {
    row("frame.phone", filled(R"(<a href="tel:{digits}">{phone}</a>)",
                              {{"digits", dialled(school.phone)}, {"phone", school.phone}}));
  }
  if (!school.mail.empty())
    row("frame.mail", filled(R"(<a href="mailto:{mail}">{mail}</a>)", {{"mail", school.mail}}));
  if (!school.hours.empty()) row("frame.hours", Markup{escaped(school.hours)});
  return rows.html().empty() ? rows : filled("<dl>{rows}</dl>\n", {{"rows", rows}});
}

}  // namespace

std::string framed_page(const Frame& frame, const Markup& title, const Markup& content,
                        const std::vector<FormError>& errors) {
  const auto school = frame.school ? frame.school->school_name : std::string{};
  const auto person = frame.school ? frame.school->contact.name : std::string{};
  return filled(document, {{"language", frame.language},
                           {"title", title},
                           {"of_school", school.empty() ? "" : " · " + school},
                           {"bootstrap", frame.site->bootstrap()},
                           {"theme", frame.site->theme()},
                           {"style", frame.site->style()},
                           {"script", frame.site->script()},
                           {"skip", frame.say("frame.skip")},
                           {"school", school},
                           {"product", frame.say("frame.product")},
                           {"languages", languages_of(frame)},
                           {"errors", summary_of(frame, errors)},
                           {"content", content},
                           {"help", frame.say("frame.help")},
                           {"whom", person.empty() ? frame.say("frame.help_plain")
                                                   : frame.say("frame.help_person", {{"name", person}})},
                           {"ways", ways_of(frame)}})
      .html();
}

}  // namespace sportello::invitation
