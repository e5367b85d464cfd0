// The texts of every message in every language: SMS that fit, mails with a link, a foot and a page.
#include <set>
#include <sstream>

#include "kiosk/visit/comfort.h"
#include "service/messaging/built_in_texts.h"
#include "service/messaging/gsm7.h"
#include "service/messaging/limits.h"
#include "service/messaging/texts.h"
#include "tests/catch.h"

using namespace sportello;
using namespace sportello::messaging;
using secret::SecretText;
using Channel = store::acts::Channel;

namespace {

const std::string longest_link = "https://" + std::string(40, 'w') + "/not-me/abcdefghjkmnpqrs";

Values values_with(std::string school, const std::string& link = longest_link) {
  Values values;
  values.school = std::move(school);
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"code", "482913"},
                                                                                    {"minutes", "5"},
                                                                                    {"hours", "24"},
                                                                                    {"time", "18:05"},
                                                                                    {"date", "22/11"},
                                                                                    {"day", "22"},
                                                                                    {"month", "11"},
                                                                                    {"link", link},
                                                                                    {"name", "Thi <b>"},
                                                                                    {"user_code", "S1234567X"},
                                                                                    {"password", "a&b"},
                                                                                    {"ends", "22/12"},
                                                                                    {"reference", "K7M-2P"},
                                                                                    {"sent", "25"},
                                                                                    {"right", "3"}}) {
    values.others.insert_or_assign(name, SecretText{value});
  }
  return values;
}

const std::string long_school = "Istituto Comprensivo Statale “Giuseppe Verdi” – Città di Roma";

// Those whose script is from right to left; their SMS begin with a mark that says so, for the school is Latin.
bool right_to_left(const std::string& language) {
  const auto known = visit::language_named(language);
  return known && visit::right_to_left(*known);
}
std::string first_of(const std::string& language) { return right_to_left(language) ? "\u200F" : ""; }

bool names_code(const std::string& kind) { return kind == "code" || kind == "invitation_code"; }
bool fits(const SecretText& sms, const std::string& kind) {
  if (const auto gsm7 = gsm7_length(sms.reveal())) return *gsm7 <= sms_characters;
  return ucs2_length(sms.reveal()) <= (names_code(kind) ? sms_other_script : sms_other_script_twice);
}

// The {names} of every line of a file, by its place: "sms.code", "mail.invitation.button", "mail.invitation 2". A day
// and a month are a date.
using Shape = std::map<std::string, std::multiset<std::string>>;
Shape shape_of(std::string_view toml) {
  Shape shape;
  std::istringstream lines{std::string{toml}};
  std::string section;
  int paragraph = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#') || line.starts_with(']')) continue;
    if (line.starts_with('[')) {
      section = line.substr(1, line.find(']') - 1);
      paragraph = 0;
      continue;
    }
    const bool in_list = line.starts_with("  \"");
    auto& names =
        shape[in_list ? section + " " + std::to_string(++paragraph) : section + "." + line.substr(0, line.find(' '))];
    for (auto open = line.find('{'); open != std::string::npos; open = line.find('{', open + 1)) {
      const auto name = line.substr(open + 1, line.find('}', open) - open - 1);
      if (name != "month") names.insert(name == "day" ? "date" : name);
    }
  }
  return shape;
}

std::string minimal() {
  std::string toml = "[sms]\nno_link = \"call\"\n";
  for (const auto& kind : Texts::kinds(Channel::sms)) toml += kind + " = \"{school} {code}\"\n";
  toml += "[mail.foot]\ncontact = [\"{contact_name}\"]\nnobody = \"n\"\nautomatic = \"a\"\ncopy = \"c\"\n";
  for (const auto& kind : Texts::kinds(Channel::mail)) {
    toml += "[mail." + kind + "]\nsubject = \"{school}: s\"\ntext = [\"t\"]\n";
  }
  return toml;
}

}  // namespace

TEST_CASE("every kind of message has a text on one channel at least; links of invitations never go by SMS") {
  for (const auto kind : store::acts::message_kinds) {
    const auto name = store::acts::name_of(kind);
    CAPTURE(std::string{name});
    CHECK((Texts::has(Channel::sms, name) || Texts::has(Channel::mail, name)));
  }
  for (const auto* kind : {"invitation", "invitation_recovery", "invitation_reminder", "pupil_credentials"}) {
    CHECK_FALSE(Texts::has(Channel::sms, kind));
  }
}

TEST_CASE("messages exist in the kiosk's languages, and each file has the keys and the {names} of the Italian") {
  std::set<std::string> spoken;
  for (const auto language : visit::languages) spoken.emplace(visit::code_of(language));
  std::map<std::string, Shape> shapes;
  for (const auto& text : built_in_texts()) shapes.emplace(text.language, shape_of(text.toml));
  const auto& italian = shapes.at("it");
  CHECK(italian.at("sms.person_locked") == std::multiset<std::string>{"school", "date", "time", "hours"});
  CHECK(italian.at("mail.credentials_issued 2") == std::multiset<std::string>{"login_url"});
  CHECK(italian.contains("mail.invitation.button"));
  std::set<std::string> written;
  for (const auto& [language, shape] : shapes) {
    written.insert(language);
    for (const auto& [place, names] : italian) {
      CAPTURE(language, place);
      REQUIRE(shape.contains(place));  // else it is missing
      CHECK(shape.at(place) == names);
    }
    for (const auto& [place, ignored] : shape) {
      CAPTURE(language, place);
      CHECK(italian.contains(place));  // else nobody uses it
    }
  }
  CHECK(written == spoken);
  CHECK(shape_of("[a]\nb = \"{x}\"\nc = [\n  \"{day}.{month}\",\n]\n") ==
        Shape{{"a.b", {"x"}}, {"a.c", {}}, {"a 1", {"date"}}});
}

TEST_CASE("every SMS in every language fits, names the school, and leaves it room to be known by") {
  const auto texts = Texts::built_in();
  REQUIRE(texts);
  for (const auto& language : texts->languages()) {
    for (const auto& kind : Texts::kinds(Channel::sms)) {
      for (const auto& link : {longest_link, std::string{}}) {
        CAPTURE(language, kind, link);
        const auto brief = texts->sms(language, kind, values_with("IC Verdi", link));
        CHECK(brief.reveal().starts_with(first_of(language) + "IC Verdi: "));
        CHECK_FALSE(brief.reveal().contains('{'));
        CHECK(fits(brief, kind));
        // In the language's own words: what does not fit would go in Italian.
        if (language != "it") CHECK_FALSE(brief == texts->sms("it", kind, values_with("IC Verdi", link)));
        const auto lengthy = texts->sms(language, kind, values_with(long_school, link));
        CHECK(fits(lengthy, kind));
        CHECK(lengthy.reveal().starts_with(first_of(language) + "Istituto "));
        if (language != "it") CHECK_FALSE(lengthy == texts->sms("it", kind, values_with(long_school, link)));
        CHECK(lengthy.reveal().contains("482913") == names_code(kind));
        const bool linked = kind.ends_with("_changed") || kind == "pin_removed" || kind == "credentials_issued" ||
                            kind == "user_code_shown";
        CHECK(lengthy.reveal().ends_with(longest_link) == (linked && !link.empty()));
      }
    }
    CHECK_FALSE(texts->sms(language, "person_locked", values_with("S")) ==
                texts->sms(language, "person_locked_at_home", values_with("S")));
  }
  CHECK(texts->sms("it", "code", values_with("S")).reveal().contains("Non dirlo a nessuno, nemmeno alla scuola"));
  CHECK(texts->sms("en", "code", values_with("S")).reveal().contains("Tell it to nobody, not even the school"));
  CHECK(texts->sms("sq", "code", values_with("IC Verdi")).reveal() ==
        "IC Verdi: kodi per te dhenat e hyrjes eshte 482913. Vlen 5 minuta. Mos ia thoni askujt, as shkolles.");
  CHECK(texts->sms("fr", "pin_changed", values_with("S", "")).reveal() ==
        "S: PIN changé le 22/11 à 18:05. Ce n'était pas vous ? Prévenez vite le secrétariat.");
  CHECK(texts->sms("zh", "pin_changed", values_with("S", "")).reveal().contains("11月22日 18:05"));
  // A second part only where one does not hold it: here the school's name is cut instead.
  CHECK(ucs2_length(texts->sms("zh", "person_locked", values_with(long_school)).reveal()) <= sms_other_script);
  CHECK(texts->sms("xx", "code", values_with("S")) == texts->sms("en", "code", values_with("S")));
  CHECK(texts->mail("xx", "mail_code", values_with("S")).parts.language == "en");
  CHECK(texts->sms("", "code", values_with("S")) == texts->sms("it", "code", values_with("S")));
  CHECK(texts->sms("it", "pin_changed", values_with("S", "")).reveal().ends_with("Avvisa subito la segreteria."));
}

TEST_CASE("what fits where GSM-7 lacks letters or the whole script; a code that does not fit goes in Italian") {
  const auto with = [](const std::string& code, const std::string& changed) {
    auto toml = minimal();
    const std::string plain = "{school} {code}";
    const auto put = [&](const std::string& kind, const std::string& text) {
      const auto line = "\n" + kind + " = \"";
      toml.replace(toml.find(line) + line.size(), plain.size(), text);
    };
    put("code", code);
    put("password_changed", changed);
    return toml;
  };
  const std::string too_long =
      "{school}: код для входу {code}, діє {minutes} хвилин. Не кажіть його нікому, навіть школі.";
  const auto texts = Texts::from_toml(
      {{"it", with("{school}: codice {code}", "{school}: password cambiata {date} {link}")},
       {"ro", with("{school}: codul tău pentru școală este {code}", "{school}: parolă schimbată {link}")},
       {"zh", with("{school}：登录凭证验证码 {code}，{minutes} 分钟内有效。请勿告诉任何人，学校也不行。",
                   "{school}：密码已更改 {date} {link}")},
       {"uk", with(too_long, "{school}: пароль змінено {date}. Якщо це не ви, скоріше натисніть тут: {link}")}});
  REQUIRE(texts);
  for (const auto* school :
       {"IC", "IC Verdi Roma", "Școala “Ștefan” – Țara", "Istituto Comprensivo Statale Giuseppe Verdi", "学校"}) {
    for (const auto& language : texts->languages()) {
      for (const auto& kind : Texts::kinds(Channel::sms)) {
        CAPTURE(school, language, kind);
        const auto sms = texts->sms(language, kind, values_with(school));
        CHECK(fits(sms, kind == "password_changed" ? kind : "code"));
        CHECK_FALSE(sms.empty());
      }
    }
  }
  CHECK(texts->sms("ro", "code", values_with("IC Verdi")).reveal() ==
        "IC Verdi: codul tau pentru scoala este 482913");
  CHECK(texts->sms("zh", "code", values_with("IC Verdi")).reveal().contains("验证码 482913"));
  const auto changed = texts->sms("zh", "password_changed", values_with("IC Verdi"));
  CHECK(changed.reveal().starts_with("IC Verdi：密码已更改"));
  CHECK(ucs2_length(changed.reveal()) > sms_other_script);
  CHECK(texts->sms("uk", "code", values_with("IC Verdi")).reveal() == "IC Verdi: codice 482913");
  // Not even two parts hold it beside twelve letters of the school.
  CHECK(texts->sms("uk", "password_changed", values_with(long_school)).reveal().contains("password cambiata"));
  CHECK(texts->sms("uk", "password_changed", values_with("IC", "https://s.example/1")).reveal().contains("змінено"));
}

TEST_CASE(
    "every mail in every language has a subject, its link where it needs one, a foot, and a page that is escaped") {
  const auto texts = Texts::built_in();
  REQUIRE(texts);
  for (const auto& language : texts->languages()) {
    for (const auto& kind : Texts::kinds(Channel::mail)) {
      CAPTURE(language, kind);
      const auto mail = texts->mail(language, kind, values_with("IC <Verdi> & figli"));
      CHECK(mail.parts.subject.starts_with("IC <Verdi> & figli: "));
      CHECK(mail.parts.language == language);
      const auto text = mail.text.reveal();
      const auto html = mail.parts.html.reveal();
      CHECK_FALSE(text.contains('{'));
      CHECK(html.contains("<html lang=\"" + language + (right_to_left(language) ? "\" dir=\"rtl\">" : "\">")));
      CHECK(html.size() < 8192);  // else the page grew while it was written, and left copies of its link behind
      CHECK(html.contains("IC &lt;Verdi&gt; &amp; figli"));
      CHECK_FALSE(html.contains("<Verdi>"));
      CHECK_FALSE(html.contains("<img"));
      CHECK_FALSE(html.contains("<script"));
      CHECK_FALSE(html.contains("url("));
      const bool linked = text.contains(longest_link);
      CHECK(html.contains("href=\"" + longest_link + "\"") == linked);
      const bool needs = kind.starts_with("invitation") || kind.ends_with("_changed") || kind == "pin_removed" ||
                         kind == "credentials_issued" || kind == "user_code_shown";
      CHECK(linked == needs);
    }
    const auto code = texts->mail(language, "mail_code", values_with("IC Verdi"));
    CHECK(code.text.reveal().contains("\n482913\n"));
    CHECK_FALSE(code.parts.subject.contains("482913"));
  }
  for (const auto& [language, title] : std::vector<std::pair<std::string, std::string>>{
           {"it", "La tua password è cambiata"}, {"uk", "Ваш пароль змінено"}, {"ar", "تغيّرت كلمة السر"}}) {
    const auto html = texts->mail(language, "password_changed", values_with("S")).parts.html;
    CHECK(html.reveal().contains("<title>" + title + "</title>"));
  }
}

TEST_CASE("a mail names the school's contact where it is known, and leaves out what is not") {
  const auto texts = Texts::built_in();
  REQUIRE(texts);
  auto values = values_with("IC Verdi");
  CHECK(texts->mail("it", "password_changed", values).text.reveal().contains("rivolgiti alla segreteria"));
  CHECK_FALSE(texts->mail("it", "credentials_issued", values).text.reveal().contains("Entra nel registro"));
  values.others.insert_or_assign("contact_name", SecretText{"Anna Bruni"});
  values.others.insert_or_assign("contact_phone", SecretText{"06 0000 0000"});
  values.others.insert_or_assign("login_url", SecretText{"https://registro.example"});
  const auto mail = texts->mail("it", "credentials_issued", values);
  CHECK(mail.text.reveal().contains("Per domande: Anna Bruni\nTelefono: 06 0000 0000\n"));
  CHECK_FALSE(mail.text.reveal().contains("Orari:"));
  CHECK_FALSE(mail.text.reveal().contains("rivolgiti alla segreteria"));
  CHECK(mail.text.reveal().contains("Entra nel registro da qui: https://registro.example"));
  CHECK(mail.parts.html.reveal().contains("Anna Bruni"));
}

TEST_CASE("a text with a mistake is refused by file and key") {
  REQUIRE(Texts::from_toml({{"it", minimal()}}));
  const auto with = [](const std::string& from, const std::string& to) {
    auto text = minimal();
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const auto& [toml, sentence] : std::vector<std::pair<std::string, std::string>>{
           {with("credentials_issued", "credentials"), "it.toml: sms.credentials_issued is missing"},
           {with("{code}", "{codice}"), "{codice} is unknown"},
           {with("{school} {code}", "il codice {code}"), "{school} is missing"},
           {with("[mail.invitation]", "[mail.invito]"), "mail.invitation.subject is missing"},
           {with("{school}: s", "{school}: {code}"), "{code} has no place in a subject"},
           {with("text = [\"t\"]", "text = [\"{x}\"]"), "{x} is unknown"},
           {"[sms\n", "it.toml: "}}) {
    const auto texts = Texts::from_toml({{"it", toml}});
    REQUIRE_FALSE(texts);
    CAPTURE(texts.error());
    CHECK(texts.error().contains(sentence));
  }
  CHECK_FALSE(Texts::from_toml({{"en", minimal()}}));  // Italian is what others fall back to
}
