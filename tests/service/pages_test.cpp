// The pages without a store: words, escaping, theme, the languages' choice.
#include "service/invitation/pages.h"

#include <algorithm>
#include <regex>

#include "service/invitation/built_in.h"
#include "service/invitation/theme.h"
#include "service/shared/secret/bytes.h"
#include "tests/catch.h"

using namespace sportello;
using namespace sportello::invitation;
using store::acts::InvitationLook;
using store::acts::InvitationStep;

namespace {

const Site& site() {
  static const Site loaded = [] {
    secret::start_sodium();
    return Site::load("/usr/share/javascript/bootstrap5/css/bootstrap.min.css").value();
  }();
  return loaded;
}

Frame frame(const std::string& language) {
  return {&site(), language, "/invitation/in/",
          store::acts::PageSchool{"IC <b>Verdi</b> & \"Bianchi\"",
                                  {"Anna {name} Neri", "segreteria@ic.example", "06 123 456", "lun-ven 10-12"},
                                  "https://register.example"}};
}

InvitationLook look(InvitationStep step) {
  InvitationLook look;
  look.step = step;
  look.phone_hint = "01";
  look.code = {200, 0, 2, 2};
  look.locked_for_s = 3 * 3600;
  look.given_name = "Mar'io<script>alert(1)</script>";
  look.pupils = {{"Luca & \"Lea\"", "2A"}};
  look.pin = wire::PinOffer::optional;
  look.policy = {10, 128, true, true, true, true};
  look.commitments = {"2026-09", {"absences", "safekeeping", "child", "progress"}};
  look.given = wire::Credentials{secret::SecretText{std::string_view{"G1234567A"}},
                                 secret::SecretText{std::string_view{"482913"}}, "01",
                                 secret::SecretText{std::string_view{"<&\"'>"}}, true};
  return look;
}

std::string token(std::string_view action) { return "token of " + std::string{action}; }

std::vector<std::string> every_page(const std::string& language) {
  std::vector<std::string> pages;
  for (const auto step :
       {InvitationStep::gone, InvitationStep::office, InvitationStep::digital, InvitationStep::locked,
        InvitationStep::ask, InvitationStep::code, InvitationStep::password, InvitationStep::done}) {
    pages.push_back(invitation_page(frame(language), look(step), token));
  }
  const auto around = frame(language);
  for (auto* page : {renewed_page, frozen_page, not_me_gone_page, stale_page, busy_page}) {
    pages.push_back(page(around));
  }
  pages.push_back(not_me_page(around, "/not-me/TOKEN", token));
  pages.push_back(invitation_page(around, look(InvitationStep::password), token,
                                  errors_of(around, {wire::PasswordRule::length, wire::PasswordRule::common},
                                            look(InvitationStep::password).policy)));
  return pages;
}

Texts::ByLanguage changed(const std::string& from, const std::string& to) {
  auto files = built_in_texts();
  auto& english = files.at("en");
  const auto at = english.find(from);
  REQUIRE(at != std::string::npos);
  english.replace(at, from.size(), to);
  return files;
}

}  // namespace

TEST_CASE("what is on file cannot break out of a page") {
  for (const std::string language : {"it", "en"}) {
    for (const auto& html : every_page(language)) {
      CHECK_FALSE(html.contains("<script>"));
      CHECK_FALSE(html.contains("<b>Verdi"));
      CHECK(html.contains("IC &lt;b&gt;Verdi&lt;/b&gt; &amp; &quot;Bianchi&quot;"));
      CHECK(html.contains("Anna {name} Neri"));  // what was filled in is not filled again
    }
  }
  CHECK(invitation_page(frame("it"), look(InvitationStep::done), token).contains("&lt;&amp;&quot;&#39;&gt;"));
}

TEST_CASE("no page holds inline style or script, or an address of another host but the register's own link") {
  for (const auto& html : every_page("it")) {
    CHECK_FALSE(html.contains("style="));
    CHECK_FALSE(html.contains("<style"));
    CHECK_FALSE(std::regex_search(html, std::regex{" on[a-z]+="}));
    CHECK_FALSE(std::regex_search(html, std::regex{"(src|action)=\"(https?:)?//"}));
    auto without = html;
    if (const auto at = without.find("https://register.example"); at != std::string::npos) without.erase(at, 24);
    CHECK_FALSE(without.contains("http"));
  }
}

TEST_CASE("every page is whole: language, one title, landmarks, labels for fields, no brace left") {
  for (const std::string language : {"it", "en"}) {
    for (const auto& html : every_page(language)) {
      CHECK(html.contains("<html lang=\"" + language + "\">"));
      CHECK(html.find("<h1>") == html.rfind("<h1>"));
      for (const auto* landmark : {"<header", "<main id=\"content\"", "<footer", "<nav aria-label="}) {
        CHECK(html.contains(landmark));
      }
      auto without = html;
      if (const auto at = without.find("{name}"); at != std::string::npos) without.erase(at, 6);  // the contact's own
      CHECK_FALSE(std::regex_search(without, std::regex{"\\{[a-z_]+\\}"}));
      const std::regex input{"<input[^>]* id=\"([^\"]*)\""};
      for (auto at = std::sregex_iterator{html.begin(), html.end(), input}; at != std::sregex_iterator{}; ++at) {
        CHECK(html.contains("for=\"" + (*at)[1].str() + "\""));
      }
    }
  }
}

TEST_CASE("errors stand before the title, link to their field and mark it") {
  const auto around = frame("en");
  const auto html = invitation_page(around, look(InvitationStep::code), token,
                                    {error_of(around, "code", "code_wrong", {{"n", 2}})});
  CHECK(html.contains("role=\"alert\""));
  CHECK(html.contains("<a href=\"#code\">That is not the code. You can try 2 more times.</a>"));
  CHECK(html.contains("aria-invalid=\"true\""));
  CHECK(html.find("role=\"alert\"") < html.find("<h1>"));
}

TEST_CASE("a file of words that lacks one, has one more or other braces is refused") {
  CHECK(Texts::from_toml(built_in_texts()));
  CHECK(Texts::from_toml(changed("send = \"Send me the code\"\n", "")).error().contains("ask.send is missing"));
  CHECK(Texts::from_toml(changed("[ask]\n", "[ask]\nmore = \"x\"\n")).error().contains("ask.more is not known"));
  CHECK(Texts::from_toml(changed("ends in *{digits}*", "ends in *{digit}*")).error().contains("braces"));
  CHECK(Texts::from_toml(changed("*{digits}*", "*{digits}")).error().contains("star"));
  CHECK(Texts::from_toml(changed("name = \"English\"", "name = 5")).error().contains("name"));
  CHECK(Texts::from_toml({{"en", built_in_texts().at("en")}}).error().contains("Italian"));
}

TEST_CASE("the language is the browser's likeliest that we have, else Italian") {
  const auto& texts = site().texts();
  CHECK(texts.chosen(std::nullopt) == "it");
  CHECK(texts.chosen("en-GB,en;q=0.9,it;q=0.8") == "en");
  CHECK(texts.chosen("it;q=0.5, EN;q=0.7") == "en");
  CHECK(texts.chosen("zh-CN,zh;q=0.9") == "it");
  CHECK(texts.chosen("zh,en;q=0.1") == "en");
  CHECK(texts.chosen("en;q=0,;;;,=,it-IT;q=zz") == "it");
  CHECK(texts.languages().front().code == "it");
}

TEST_CASE("the theme becomes variables for light, dark and both in high contrast") {
  const auto css = css_of_theme(built_in_theme());
  REQUIRE(css);
  CHECK(css->contains("--accent:#09357A;"));
  CHECK(css->contains("@media (prefers-color-scheme: dark){:root{"));
  CHECK(css->contains("(prefers-contrast: more)"));
  CHECK(css->contains("--type-body:1.13rem;"));
  CHECK_FALSE(css_of_theme("[type]\nbody = [20]\n[measure]\n[colours.light]\nink = \"red\"\n"));
  CHECK_FALSE(css_of_theme("[type]\n"));
  CHECK_FALSE(css_of_theme("["));
}

TEST_CASE("every variable that the style uses is one the theme gives, and it loads nothing") {
  const auto css = css_of_theme(built_in_theme()).value();
  const std::string style{built_in_style()};
  const std::regex used{"var\\((--[a-z-]+)\\)"};
  for (auto at = std::sregex_iterator{style.begin(), style.end(), used}; at != std::sregex_iterator{}; ++at) {
    INFO((*at)[1].str());
    CHECK(css.contains((*at)[1].str() + ":"));
  }
  CHECK_FALSE(style.contains("url("));
  CHECK_FALSE(style.contains("@import"));
}
