// The texts of every message in every language: one SMS part, mails with a link, a foot and a page.
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

TEST_CASE("every SMS in every language is one part, names the school, and leaves it room to be known by") {
  const auto texts = Texts::built_in();
  REQUIRE(texts);
  CHECK(texts->languages() == std::vector<std::string>{"en", "it"});
  for (const auto& language : texts->languages()) {
    for (const auto& kind : Texts::kinds(Channel::sms)) {
      for (const auto& link : {longest_link, std::string{}}) {
        CAPTURE(language, kind, link);
        const auto brief = texts->sms(language, kind, values_with("IC Verdi", link));
        CHECK(brief.reveal().starts_with("IC Verdi: "));
        CHECK_FALSE(brief.reveal().contains('{'));
        CHECK(gsm7_length(brief.reveal()).value_or(999) <= sms_characters);
        const auto lengthy = texts->sms(
            language, kind, values_with("Istituto Comprensivo Statale “Giuseppe Verdi” – Città di Roma", link));
        CHECK(gsm7_length(lengthy.reveal()).value_or(999) <= sms_characters);
        CHECK(lengthy.reveal().starts_with("Istituto "));
      }
    }
    CHECK(texts->sms(language, "code", values_with("IC Verdi")).reveal().contains("482913"));
    CHECK_FALSE(texts->sms(language, "person_locked", values_with("S")) ==
                texts->sms(language, "person_locked_at_home", values_with("S")));
    CHECK(texts->sms(language, "password_changed", values_with("IC Verdi")).reveal().ends_with(longest_link));
  }
  CHECK(texts->sms("it", "code", values_with("S")).reveal().contains("Non dirlo a nessuno, nemmeno alla scuola"));
  CHECK(texts->sms("en", "code", values_with("S")).reveal().contains("Tell it to nobody, not even the school"));
  // The kiosk speaks more languages than the messages: whoever chose one of those gets English.
  for (const auto* language : {"ro", "sq", "ar", "zh", "uk", "fr", "es", "ur", "bn", "pa", "xx"}) {
    CHECK(texts->sms(language, "code", values_with("S")) == texts->sms("en", "code", values_with("S")));
    CHECK(texts->mail(language, "mail_code", values_with("S")).parts.language == "en");
  }
  CHECK(texts->sms("", "code", values_with("S")) == texts->sms("it", "code", values_with("S")));
  CHECK(texts->sms("it", "pin_changed", values_with("S", "")).reveal().ends_with("Avvisa subito la segreteria."));
}

TEST_CASE("one part also where GSM-7 lacks letters or the whole script; what does not fit goes in Italian") {
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
  const auto texts = Texts::from_toml(
      {{"it", with("{school}: codice {code}", "{school}: password cambiata {date} {link}")},
       {"ro", with("{school}: codul tău pentru școală este {code}", "{school}: parolă schimbată {link}")},
       {"zh", with("{school}：登录凭证验证码 {code}，{minutes} 分钟内有效。请勿告诉任何人，学校也不行。",
                   "{school}：密码已更改 {date} {link}")},
       {"uk", with("{school}: код {code}, діє {minutes} хв. Не кажіть нікому, навіть школі.", "{school}: {link}")}});
  REQUIRE(texts);
  for (const auto* school :
       {"IC", "IC Verdi Roma", "Școala “Ștefan” – Țara", "Istituto Comprensivo Statale Giuseppe Verdi", "学校"}) {
    for (const auto& language : texts->languages()) {
      for (const auto& kind : Texts::kinds(Channel::sms)) {
        CAPTURE(school, language, kind);
        const auto sms = texts->sms(language, kind, values_with(school));
        const auto gsm7 = gsm7_length(sms.reveal());
        CHECK((gsm7 ? *gsm7 <= sms_characters : ucs2_length(sms.reveal()) <= sms_other_script));
        CHECK_FALSE(sms.empty());
      }
    }
  }
  CHECK(texts->sms("ro", "code", values_with("IC Verdi")).reveal() ==
        "IC Verdi: codul tau pentru scoala este 482913");
  CHECK(texts->sms("zh", "code", values_with("IC Verdi")).reveal().contains("验证码 482913"));
  CHECK(texts->sms("uk", "code", values_with("IC Verdi")).reveal().starts_with("IC Verdi: код 482913"));
  CHECK(texts->sms("zh", "password_changed", values_with("IC Verdi"))
            .reveal()
            .starts_with("IC Verdi: password cambiata"));
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
      CHECK(html.contains("<html lang=\"" + language + "\">"));
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
