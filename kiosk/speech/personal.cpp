#include "kiosk/speech/personal.h"

#include <algorithm>

#include "kiosk/visit/match.h"

namespace sportello::speech {

namespace {

void add(std::vector<std::string>& values, const std::string& value) {
  if (!value.empty()) values.push_back(value);
}

void add(std::vector<std::string>& values, const visit::Proved& proved) {
  add(values, proved.phone_hint);
  add(values, proved.mail_hint);
  if (!proved.person) return;
  add(values, proved.person->given_name);
  add(values, proved.person->mail_hint);
  for (const auto& pupil : proved.person->pupils) {
    add(values, pupil.given_name);
    add(values, pupil.class_name);
  }
}

void add(std::vector<std::string>& values, const visit::Result& result) {
  add(values, result.given_name);
  add(values, result.confirmation_hint);
  add(values, result.mail_hint);
}

}  // namespace

std::vector<std::string> personal_values(const visit::Visit& visit) {
  std::vector<std::string> values;
  std::visit(visit::Match{[&](const visit::CodeEntry& state) { add(values, state.phone_hint); },
                          [&](const visit::Result& state) { add(values, state); },
                          [&](const visit::Printing& state) { add(values, state.result); },
                          [&](const visit::MailCode& state) {
                            add(values, state.proved);
                            add(values, state.mail_hint);
                          },
                          [&](const visit::MailEntry& state) {
                            add(values, state.proved);
                            if (state.sent) add(values, state.sent->mail_hint);
                          },
                          [&](const auto& state) {
                            if constexpr (requires { state.proved; }) add(values, state.proved);
                          }},
             visit.state);
  std::ranges::sort(values,
                    [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  const auto same = std::ranges::unique(values);
  values.erase(same.begin(), same.end());
  return values;
}

}  // namespace sportello::speech
