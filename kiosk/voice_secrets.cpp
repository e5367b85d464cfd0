#include "kiosk/voice_secrets.h"

#include <algorithm>

#include "kiosk/visit/match.h"

namespace sportello::kiosk {

using secret::SecretText;
using speech::Letters;
using visit::Match;

namespace {

// Where there are no small letters, nobody asks which are capital.
Letters letters_of(const SecretText& text) {
  const bool small = std::ranges::any_of(text.reveal(), [](char c) { return c >= 'a' && c <= 'z'; });
  return small ? Letters::told_apart : Letters::alike;
}

}  // namespace

std::optional<TypedSecret> typed_secret(const visit::Visit& visit) {
  if (visit.overlay) return std::nullopt;
  return std::visit(Match{[](const visit::TypedEntry& s) -> std::optional<TypedSecret> {
                            return TypedSecret{s.typed, Letters::alike, true};
                          },
                          [](const visit::CodeEntry& s) -> std::optional<TypedSecret> {
                            return TypedSecret{s.typed, Letters::alike, true};
                          },
                          [](const visit::MailCode& s) -> std::optional<TypedSecret> {
                            return TypedSecret{s.typed, Letters::alike, true};
                          },
                          [](const visit::CurrentPassword& s) -> std::optional<TypedSecret> {
                            return TypedSecret{s.typed, Letters::told_apart, false};
                          },
                          [](const visit::ChoosePassword& s) -> std::optional<TypedSecret> {
                            return TypedSecret{s.typed, Letters::told_apart, false};
                          },
                          [](const visit::MailEntry& s) -> std::optional<TypedSecret> {
                            return TypedSecret{s.typed, letters_of(s.typed), false};
                          },
                          [](const auto&) -> std::optional<TypedSecret> { return std::nullopt; }},
                    visit.state);
}

std::vector<ShownSecret> shown_secrets(const visit::Visit& visit, visit::TimePoint now) {
  std::vector<ShownSecret> all;
  if (visit.overlay) return all;
  const auto add = [&](std::string id, const SecretText& text, Letters letters) {
    if (!text.empty()) all.push_back({std::move(id), text, letters});
  };
  const auto result = [&](const visit::Result& s, const std::string& where) {
    add(where + ".user_code", s.user_code, letters_of(s.user_code));
    if (s.pin && s.pin_hides && now < *s.pin_hides) add(where + ".pin", *s.pin, Letters::alike);
    if (s.password && s.password_hides && now < *s.password_hides) {
      add(where + ".password", *s.password, Letters::told_apart);
    }
  };
  std::visit(Match{[&](const visit::Result& s) { result(s, "result"); },
                   [&](const visit::Printing& s) {
                     add("slip.user_code", s.result.user_code, letters_of(s.result.user_code));
                   },
                   [&](const visit::CurrentPassword& s) {
                     if (s.shown) add("password.field", s.typed, Letters::told_apart);
                   },
                   [&](const visit::ChoosePassword& s) {
                     if (s.shown) add("password.field", s.typed, Letters::told_apart);
                   },
                   [&](const visit::MailEntry& s) { add("mail.field", s.typed, letters_of(s.typed)); },
                   [&](const visit::TypedEntry& s) { add("typed.cell.", s.typed, Letters::alike); },
                   [&](const visit::CodeEntry& s) { add("code.cell.", s.typed, Letters::alike); },
                   [&](const visit::MailCode& s) { add("code.cell.", s.typed, Letters::alike); }, [](const auto&) {}},
             visit.state);
  return all;
}

}  // namespace sportello::kiosk
