// The letter that brings a pupil their own credentials: what stands on it, and its words in a language.
// Draws nothing; knows no store.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/secret/secret.h"

namespace sportello::paper {

struct Letter {
  std::string given_name, surname, class_name;
  secret::SecretText user_code, password;
};

// What is the same on every letter. Any text but the first may be empty.
struct Sender {
  std::string school;
  std::string login_url;
  std::string ends;  // the password's last day, as people write it: 15/02/2027
  std::string contact_name, contact_phone, contact_mail, contact_hours;
};

struct LetterWords {
  std::string title, class_name, user_code, password, how, yours, help, cut;
  std::vector<std::string> steps;
};
// Filled in for this sender. Lines that name what the sender lacks are left out. Unknown languages are Italian.
std::expected<LetterWords, std::string> letter_words(std::string_view language, const Sender& sender);
std::vector<std::string> letter_languages();

}  // namespace sportello::paper
