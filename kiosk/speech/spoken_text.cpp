#include "kiosk/speech/spoken_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace sportello::speech {

namespace {

using visit::Language;

// The next character of UTF-8, or nothing for a byte that begins none.
std::optional<char32_t> next(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || at + length > text.size()) {
    ++at;
    return std::nullopt;
  }
  char32_t c = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0U) != 0x80U) {
      ++at;
      return std::nullopt;
    }
    c = (c << 6U) | (byte & 0x3FU);
  }
  at += length;
  return c;
}

// Zero-width space, joiners that are no part of a script's shaping, marks of direction, soft hyphen, byte-order mark.
// U+200C and U+200D stay: they shape words of Urdu and Bengali.
bool invisible(char32_t c) {
  return c == 0x00AD || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_latin(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

std::vector<std::string_view> tokens(std::string_view text) {
  std::vector<std::string_view> all;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    const auto from = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > from) all.push_back(text.substr(from, at - from));
  }
  return all;
}

constexpr std::string_view sentence_marks = ".,;:!?";

// The token without the marks that end a sentence.
std::string_view bare(std::string_view token) {
  while (!token.empty() && sentence_marks.contains(token.back())) token.remove_suffix(1);
  return token;
}

std::size_t digits_in(std::string_view token) {
  return static_cast<std::size_t>(std::ranges::count_if(token, is_digit));
}

// "06", "5550", "+39": a part of a telephone number.
bool of_numbers(std::string_view token) {
  return digits_in(token) > 0 &&
         std::ranges::all_of(token, [](char c) { return is_digit(c) || c == '+' || c == '/'; });
}

// "K7-2M4P", "K7–4M2", "RMIC817009": letters and digits of one code. "3A" is a class, "10:30" a time.
bool is_code(std::string_view token) {
  constexpr std::size_t shortest = 4;
  constexpr std::string_view dash = "–";
  std::size_t digits = 0, capitals = 0, marks = 0;
  for (std::size_t at = 0; at < token.size(); ++at) {
    if (is_digit(token[at])) {
      ++digits;
    } else if (is_capital(token[at])) {
      ++capitals;
    } else if (token[at] == '-') {
      ++marks;
    } else if (token.substr(at).starts_with(dash)) {
      ++marks;
      at += dash.size() - 1;
    } else {
      return false;
    }
  }
  return digits > 0 && capitals > 0 && digits + capitals >= shortest;
}

// How many tokens from `at` on are one number to be told digit by digit; 0: none.
std::size_t number_run(const std::vector<std::string_view>& all, std::size_t at) {
  constexpr std::size_t told_as_a_number = 4;  // up to 9999
  std::size_t count = 0, digits = 0;
  while (at + count < all.size()) {
    const auto token = all[at + count];
    if (!of_numbers(bare(token))) break;
    digits += digits_in(token);
    ++count;
    if (bare(token).size() != token.size()) break;  // a sentence ends here
  }
  if (count == 0) return 0;
  const auto first = bare(all[at]);
  const bool leading = first.size() > 1 && (first.front() == '0' || first.front() == '+');
  return leading || digits > told_as_a_number ? count : 0;
}

// Punctuation of any of the twelve languages: marks of Latin script, general ones, Chinese, Arabic, Indian.
bool is_sign(char32_t c) {
  if (c < 0x80) return !is_latin(static_cast<char>(c)) && !is_digit(static_cast<char>(c));
  return c < 0x00C0 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) ||
         (c >= 0xFF1A && c <= 0xFF20) || c == 0x060C || c == 0x061B || c == 0x061F || c == 0x06D4 || c == 0x0964;
}

// Whether a voice has anything to say of it.
bool has_words(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next(text, at);
    if (c && !is_sign(*c)) return true;
  }
  return false;
}

bool latin_script(Language language) {
  switch (language) {
    case Language::it:
    case Language::en:
    case Language::ro:
    case Language::sq:
    case Language::fr:
    case Language::es: return true;
    case Language::ar:
    case Language::zh:
    case Language::uk:
    case Language::ur:
    case Language::bn:
    case Language::pa: return false;
  }
  return false;
}

// What a character is in a text of another script. Digits and signs go with what is before them.
enum class Script { latin, other, any };
Script script_of(char32_t c) {
  if (is_sign(c) || (c < 0x80 && is_digit(static_cast<char>(c)))) return Script::any;
  return c < 0x0250 ? Script::latin : Script::other;  // letters with accents, too
}

// Words in Latin letters among those of another script: voices of other scripts read them as English, whatever they
// are. Here small letters are Italian (tessera sanitaria), capitals alone are told in English (SMS, SPID).
void split_latin(const std::string& text, Language language, Utterance& into) {
  std::string run;
  auto script = Script::other;
  const auto flush = [&] {
    if (has_words(run)) {
      const bool small = std::ranges::any_of(run, [](char c) { return c >= 'a' && c <= 'z'; });
      const auto latin = small ? Language::it : Language::en;
      into.push_back({script == Script::latin ? latin : language, run, false});
    }
    run.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto from = at;
    const auto c = next(text, at);
    const auto here = c ? script_of(*c) : Script::any;
    if (here != Script::any && here != script) {
      flush();
      script = here;
    }
    run += text.substr(from, at - from);
  }
  flush();
}

}  // namespace

std::string flat(const Utterance& utterance) {
  std::string text;
  for (const auto& phrase : utterance) {
    if (!text.empty()) text += ' ';
    text += phrase.spelled ? "[" + phrase.text + "]" : phrase.text;
  }
  return text;
}

std::string cleaned(std::string_view label) {
  std::string text;
  for (std::size_t at = 0; at < label.size();) {
    const auto from = at;
    const auto c = next(label, at);
    if (!c || invisible(*c)) continue;
    if (*c == 0x00B7 || *c == 0x2022) {  // dots between things: a pause
      while (!text.empty() && text.back() == ' ') text.pop_back();
      text += text.empty() ? "" : ",";
    } else if (*c == 0x203A || *c == 0x2039 || *c == 0x00A0 || *c == '\t') {
      text += ' ';
    } else if (*c == '\n') {  // a line of its own
      if (!text.empty() && !sentence_marks.contains(text.back())) text += '.';
      text += ' ';
    } else {
      text += label.substr(from, at - from);
    }
  }
  std::string single;  // spaces
  for (const char c : text) {
    if (c != ' ' || (!single.empty() && single.back() != ' ')) single += c;
  }
  while (!single.empty() && single.back() == ' ') single.pop_back();
  return single;
}

Utterance phrases_of(std::string_view label, visit::Language language) {
  const auto text = cleaned(label);
  Utterance said;
  const auto characters = spelled(text);
  if (characters.empty()) return said;
  if (characters.size() == 1) return {{language, text, true}};

  std::string words;
  const auto flush = [&] {
    if (!latin_script(language)) {
      split_latin(words, language, said);
    } else if (has_words(words)) {
      said.push_back({language, words, false});
    }
    words.clear();
  };
  const auto all = tokens(text);
  for (std::size_t at = 0; at < all.size();) {
    const auto run = std::max<std::size_t>(number_run(all, at), is_code(bare(all[at])) ? 1 : 0);
    if (run == 0) {
      if (!words.empty()) words += ' ';
      words += all[at++];
      continue;
    }
    flush();
    std::string code;
    for (const auto end = at + run; at < end; ++at) {
      if (!code.empty()) code += ' ';
      code += bare(all[at]);
    }
    said.push_back({language, code, true});
  }
  flush();
  return said;
}

std::string without(std::string_view label, const std::vector<std::string>& values) {
  std::string text = cleaned(label);
  for (const auto& value : values) {
    const auto word = cleaned(value);
    if (word.empty()) continue;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
      const auto end = at + word.size();
      // Inside a longer word it is another word: "Al" is not in "Also". Letters beyond ASCII count as letters, but
      // the full-width marks and quotation marks of other scripts do not make a name part of a word.
      const bool inside = (at > 0 && (is_latin(text[at - 1]) || is_digit(text[at - 1]))) ||
                          (end < text.size() && (is_latin(text[end]) || is_digit(text[end])));
      if (inside) {
        at = end;
      } else {
        text.erase(at, word.size());
      }
    }
  }
  // "Hello, . What" → "Hello. What"
  std::string tidy;
  for (const char c : text) {
    if (sentence_marks.contains(c)) {
      while (!tidy.empty() && (tidy.back() == ' ' || tidy.back() == ',')) tidy.pop_back();
      if (tidy.empty()) continue;
    }
    if (c == ' ' && (tidy.empty() || tidy.back() == ' ')) continue;
    tidy += c;
  }
  while (!tidy.empty() && (tidy.back() == ' ' || tidy.back() == ',')) tidy.pop_back();
  return has_words(tidy) ? tidy : "";
}

std::vector<SpelledCharacter> spelled(std::string_view text) {
  std::vector<SpelledCharacter> all;
  all.reserve(text.size());  // of a secret: no second copy is left behind by growing
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next(text, at);
    if (!c || invisible(*c) || *c <= ' ' || *c == 0x00A0) continue;
    const bool ascii = *c >= 'A' && *c <= 'Z';
    const bool accented = *c >= 0x00C0 && *c <= 0x00DE && *c != 0x00D7;  // À to Þ, small 32 further on
    all.push_back({ascii || accented ? *c + 0x20 : *c, ascii || accented});
  }
  return all;
}

}  // namespace sportello::speech
