// User codes and addresses from people's names: plain small letters, and a number where the name is taken.
// Reads no store: whoever asks says what is taken.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "service/desk/profile.h"

namespace sportello::desk {

struct Names {
  secret::SecretText surname, given_name;
};

// "D'Angelo" → "dangelo", "Müller-Lüdenscheidt" → "mullerludenscheidt", at most 24 letters. A name with no Latin
// letter at all gives "x": a codice fiscale fills up with it too.
std::string plain_letters(std::string_view name);

// Does the pattern use the person's name? Does it draw anything?
bool uses_names(std::string_view pattern);
bool draws(std::string_view pattern);

// What is wrong with a pattern for a user code, or for what stands before the @ of an address; nothing: it is good.
std::optional<std::string> mistake_in_user_code(std::string_view pattern);
std::optional<std::string> mistake_in_mail(std::string_view pattern);

// The pattern with the names put in and everything drawn. A mail pattern draws nothing: '#' and '@' mean themselves.
std::string fill_user_code(std::string_view pattern, const Names& names, const Random& random);
std::string fill_mail(std::string_view pattern, const Names& names, std::string_view domain);

// "rossi.mario" and 2 → "rossi.mario2"; "rossi@school.example" and 2 → "rossi2@school.example". 1 changes nothing.
std::string numbered(std::string_view name, int number);

// The lowest number from 1 whose `numbered` is not taken.
struct Resolved {
  std::string given;
  bool homonym = false;  // a number was needed
};
Resolved resolve(std::string_view wanted, const std::function<bool(const std::string&)>& is_taken);

}  // namespace sportello::desk
