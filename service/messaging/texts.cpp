// Reads the compiled-in TOML once, strictly; fills in.
#include "service/messaging/texts.h"

#include <sodium.h>
#include <toml++/toml.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "service/messaging/built_in_texts.h"
#include "service/messaging/gsm7.h"
#include "service/messaging/limits.h"

namespace sportello::messaging {
namespace {

using store::acts::Channel;
using store::acts::MessageKind;

// Which channels a kind has a text for.
struct Channels {
  bool sms = false, mail = false;
};
Channels channels_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::code:
    case MessageKind::invitation_code:
    case MessageKind::pupil_guidance:
    case MessageKind::come_back: return {true, false};
    case MessageKind::mail_code:
    case MessageKind::invitation:  // never by SMS: its code comes to that phone
    case MessageKind::invitation_recovery:
    case MessageKind::invitation_reminder:
    case MessageKind::pupil_credentials:
    case MessageKind::report_received:
    case MessageKind::codes_alert: return {false, true};
    case MessageKind::credentials_issued:
    case MessageKind::password_changed:
    case MessageKind::pin_changed:
    case MessageKind::pin_removed:
    case MessageKind::user_code_shown:
    case MessageKind::mail_changed:
    case MessageKind::credentials_frozen:
    case MessageKind::person_locked:
    case MessageKind::person_locked_at_home: return {true, true};
  }
  return {};
}

constexpr std::string_view no_link = "no_link";  // stands where {link} is nothing
constexpr std::array<std::string_view, 22> known_names = {
    "school", "code",         "minutes",      "time",          "date",          "day",       "month", "hours",
    "link",   "user_code",    "password",     "login_url",     "name",          "reference", "ends",  "sent",
    "right",  "contact_name", "contact_mail", "contact_phone", "contact_hours", "class"};
constexpr std::array<std::string_view, 1> subject_names = {"school"};

// A text's own title: the subject without the school in front of it, and with a capital where the script has any.
std::string title_of(std::string_view subject) {
  constexpr std::string_view school = "{school}: ";
  if (subject.starts_with(school)) subject.remove_prefix(school.size());
  utf8proc_int32_t first = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(subject.data()),
                                       static_cast<utf8proc_ssize_t>(subject.size()), &first);
  if (length <= 0) return std::string{subject};
  std::array<utf8proc_uint8_t, 4> capital{};
  const auto written = utf8proc_encode_char(utf8proc_toupper(first), capital.data());
  return std::string(capital.begin(), capital.begin() + written)
      .append(subject.substr(static_cast<std::size_t>(length)));
}

std::size_t places_of(std::string_view text, bool gsm7) {
  return gsm7 ? gsm7_length(text).value_or(sms_characters) : ucs2_length(text);
}

// Cut to `places`, between characters, with a full stop for what is missing.
std::string shortened(std::string school, std::size_t places, bool gsm7) {
  if (places_of(school, gsm7) <= places) return school;
  while (!school.empty() && places_of(school, gsm7) + 1 > places) {
    do {
      const bool inside = (static_cast<unsigned char>(school.back()) & 0xC0U) == 0x80U;
      school.pop_back();
      if (!inside) break;
    } while (!school.empty());
  }
  while (school.ends_with(' ')) school.pop_back();
  return school + ".";
}

secret::SecretText taken(std::string&& text) {
  secret::SecretText result{std::string_view{text}};
  sodium_memzero(text.data(), text.size());
  return result;
}

}  // namespace

// Reads one language's file; keeps the first mistake.
class Texts::Reader {
 public:
  explicit Reader(const toml::table& table) : table_(table) {}
  std::expected<Language, std::string> read() {
    Language language;
    for (const auto& kind : kinds(Channel::sms)) language.sms.emplace(kind, sms(kind));
    language.sms.emplace(no_link, text("sms", no_link));
    const auto foot = table_["mail"]["foot"];
    language.contact = list("mail.foot.contact", foot["contact"]);
    for (const auto& [key, into] :
         {std::pair{"nobody", &language.nobody}, {"automatic", &language.automatic}, {"copy", &language.copy_link}}) {
      *into = one(std::string{"mail.foot."} + key, foot[key]);
    }
    for (const auto& kind : kinds(Channel::mail)) language.mails.emplace(kind, mail(kind));
    if (mistake_) return std::unexpected(*mistake_);
    return language;
  }

 private:
  void refuse(const std::string& key, const std::string& why) {
    if (!mistake_) mistake_ = key + (why.starts_with(' ') ? "" : ": ") + why;
  }
  template <class Node>
  std::string one(const std::string& key, const Node& node) {
    const auto value = node.template value<std::string>();
    if (!value || value->empty()) {
      refuse(key, " is missing");
      return {};
    }
    if (const auto name = unknown_name(*value, known_names)) refuse(key, "{" + *name + "} is unknown");
    return *value;
  }
  template <class Node>
  std::vector<std::string> list(const std::string& key, const Node& node) {
    std::vector<std::string> all;
    if (const auto* array = node.as_array()) {
      for (const auto& item : *array) all.push_back(one(key, toml::node_view<const toml::node>{item}));
    }
    if (all.empty()) refuse(key, " is missing");
    return all;
  }
  std::string text(std::string_view table, std::string_view key) {
    return one(std::string{table} + "." + std::string{key}, table_[table][key]);
  }
  std::string sms(const std::string& kind) {
    auto value = text("sms", kind);
    if (!value.empty() && !names(value, "school")) {
      refuse("sms." + kind, "{school} is missing: the guardian must see who writes");
    }
    return value;
  }
  MailText mail(const std::string& kind) {
    const auto key = "mail." + kind;
    const auto node = table_["mail"][kind];
    MailText mail{one(key + ".subject", node["subject"]), list(key + ".text", node["text"]),
                  node["button"].value<std::string>().value_or("")};
    if (const auto name = unknown_name(mail.subject, subject_names)) {
      refuse(key + ".subject", "{" + *name + "} has no place in a subject");
    }
    return mail;
  }

  const toml::table& table_;
  std::optional<std::string> mistake_;
};

const std::vector<std::string>& Texts::kinds(Channel channel) {
  const auto list = [](bool Channels::* wanted) {
    std::vector<std::string> all;
    for (const auto kind : store::acts::message_kinds) {
      if (channels_of(kind).*wanted) all.emplace_back(store::acts::name_of(kind));
    }
    return all;
  };
  static const auto sms = list(&Channels::sms);
  static const auto mail = list(&Channels::mail);
  return channel == Channel::sms ? sms : mail;
}

bool Texts::has(Channel channel, std::string_view kind) {
  return std::ranges::find(kinds(channel), kind) != kinds(channel).end();
}

std::expected<Texts, std::string> Texts::built_in() {
  std::map<std::string, std::string> all;
  for (const auto& text : built_in_texts()) all.emplace(text.language, text.toml);
  return from_toml(all);
}

std::expected<Texts, std::string> Texts::from_toml(const std::map<std::string, std::string>& by_language) {
  Texts texts;
  texts.theme_ = Theme::built_in();
  for (const auto& [language, source] : by_language) {
    const auto where = "messages/" + language + ".toml: ";
    toml::table table;
    try {
      table = toml::parse(source);
    } catch (const toml::parse_error& error) {
      return std::unexpected(where + std::string{error.description()});
    }
    auto read = Reader{table}.read();
    if (!read) return std::unexpected(where + read.error());
    texts.languages_.emplace(language, std::move(*read));
  }
  if (!texts.languages_.contains("it"))
    return std::unexpected("messages/it.toml is missing: other languages fall back to it");
  return texts;
}

std::vector<std::string> Texts::languages() const {
  std::vector<std::string> all;
  for (const auto& [language, ignored] : languages_) all.push_back(language);
  return all;
}

std::string_view Texts::spoken(std::string_view language) const {
  if (languages_.contains(language)) return language;
  // Whoever chose a language that has no texts here does not read Italian best.
  return !language.empty() && languages_.contains("en") ? "en" : "it";
}

const Texts::Language& Texts::in(std::string_view language) const {
  return languages_.find(spoken(language))->second;
}

// In GSM-7, with the nearest letters; in UCS-2 for a script that it cannot write, in two parts only where one does
// not hold the message. Nothing: it does not fit.
std::optional<secret::SecretText> Texts::fitting(const Language& language, std::string_view kind,
                                                 const Values& values) const {
  const auto& text = language.sms.find(kind)->second;
  Values held = values;
  if (values.of("link").empty()) {
    held.others.insert_or_assign("link", secret::SecretText{std::string_view{language.sms.find(no_link)->second}});
  }
  held.school.clear();
  auto without_school = filled(text, held);
  const bool gsm7 = gsm7_writes(without_school);
  if (gsm7) without_school = to_gsm7(without_school);
  const auto length = places_of(without_school, gsm7);
  sodium_memzero(without_school.data(), without_school.size());
  const auto school = gsm7 ? to_gsm7(values.school) : values.school;
  const auto least = length + std::min(places_of(school, gsm7), school_at_least);
  auto places = gsm7 ? sms_characters : sms_other_script;
  // A code must not arrive in halves; any other message may.
  if (least > places && !gsm7 && !names(text, "code")) places = sms_other_script_twice;
  if (least > places) return std::nullopt;
  held.school = shortened(school, places - length, gsm7);
  auto whole = filled(text, held);
  if (!gsm7) return taken(std::move(whole));
  auto plain = to_gsm7(whole);
  sodium_memzero(whole.data(), whole.size());
  return taken(std::move(plain));
}

secret::SecretText Texts::sms(std::string_view language, std::string_view kind, const Values& values) const {
  if (auto text = fitting(in(language), kind, values)) return std::move(*text);
  // In Latin letters everything fits: a test holds the Italian to it.
  return fitting(in("it"), kind, values).value_or(secret::SecretText{});
}

Texts::Mail Texts::mail(std::string_view language, std::string_view kind, const Values& values) const {
  const auto& mine = in(language);
  const auto& mail = mine.mails.find(kind)->second;
  MailPage page;
  page.language = spoken(language);
  page.school = values.school;
  page.title = title_of(mail.subject);
  for (const auto& paragraph : mail.paragraphs) {
    if (!lacks_value(paragraph, values)) page.paragraphs.push_back(filled(paragraph, values));
  }
  page.link = values.of("link");
  if (!mail.button.empty() && !page.link.empty()) {
    page.button = mail.button;
    page.copy_link = mine.copy_link;
  } else {
    page.link.clear();
  }
  for (const auto& line : mine.contact) {
    if (!lacks_value(line, values)) page.foot.push_back(filled(line, values));
  }
  if (page.foot.empty()) page.foot.push_back(mine.nobody);
  page.foot.push_back(mine.automatic);

  auto html = mail_html(page, theme_);
  std::string text;
  text.reserve(html.size());
  for (const auto& paragraph : page.paragraphs) text += paragraph + "\n\n";
  if (!page.link.empty()) text += page.button + ":\n" + page.link + "\n\n";
  text += "-- \n" + values.school + "\n";
  for (const auto& line : page.foot) text += line + "\n";
  for (auto& paragraph : page.paragraphs) sodium_memzero(paragraph.data(), paragraph.size());
  sodium_memzero(page.link.data(), page.link.size());
  return {taken(std::move(text)),
          {filled(mail.subject, values), values.school, page.language, taken(std::move(html))}};
}

}  // namespace sportello::messaging
