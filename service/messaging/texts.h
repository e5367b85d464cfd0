// The texts of all messages in every language that has them, compiled in from assets/messages/<lang>.toml.
// Fills them in, keeps an SMS to one part, puts a mail on its page; knows no phone and no gateway.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/messaging/filling.h"
#include "service/messaging/gateway.h"
#include "service/messaging/mail_page.h"
#include "service/store/acts/outbox.h"

namespace sportello::messaging {

class Texts {
 public:
  using Channel = store::acts::Channel;
  // The error names file and key: a language that lacks a message, or one with an unknown {name}.
  static std::expected<Texts, std::string> built_in();
  static std::expected<Texts, std::string> from_toml(const std::map<std::string, std::string>& by_language);

  [[nodiscard]] std::vector<std::string> languages() const;
  static const std::vector<std::string>& kinds(Channel channel);  // the keys every language must have
  static bool has(Channel channel, std::string_view kind);

  // In `language`, else in English, else in Italian. An SMS is one part, for values as they occur: letters that GSM-7
  // lacks become the nearest. Another script takes UCS-2 (else Italian, where it does not fit): one part with a code,
  // two at most without. The school's name is cut to what is left. `kind` is one of kinds().
  [[nodiscard]] secret::SecretText sms(std::string_view language, std::string_view kind, const Values& values) const;
  struct Mail {
    secret::SecretText text;
    MailParts parts;
  };
  [[nodiscard]] Mail mail(std::string_view language, std::string_view kind, const Values& values) const;

 private:
  struct MailText {
    std::string subject;
    std::vector<std::string> paragraphs;
    std::string button;  // "" where there is no {link}
  };
  struct Language {
    std::map<std::string, std::string, std::less<>> sms;
    std::map<std::string, MailText, std::less<>> mails;
    std::vector<std::string> contact;          // lines of the foot
    std::string nobody, automatic, copy_link;  // of the foot
  };
  class Reader;
  [[nodiscard]] std::optional<secret::SecretText> fitting(const Language& language, std::string_view kind,
                                                          const Values& values) const;
  // The language that is written in where `language` has no texts.
  [[nodiscard]] std::string_view spoken(std::string_view language) const;
  [[nodiscard]] const Language& in(std::string_view language) const;
  std::map<std::string, Language, std::less<>> languages_;
  Theme theme_;
};

}  // namespace sportello::messaging
