#include "kiosk/print_test.h"

#include <cstdio>
#include <future>

#include "kiosk/press_of.h"

namespace sportello::kiosk {

namespace {

using printing::Condition;
using printing::End;

std::string mend_of(Condition condition) {
  switch (condition) {
    case Condition::ready: return "nothing is the matter with it";
    case Condition::out_of_paper: return "it has no paper: fill its tray";
    case Condition::jam: return "paper is stuck in it: take it out";
    case Condition::cover_open: return "it is open: close it";
    case Condition::offline: return "it does not answer: look at its switch, its cable and [printer] in kiosk.toml";
    case Condition::wrong_media: return "it has other paper: put in what media names in kiosk.toml, or name this one";
    case Condition::unknown: return "it says nothing that can be relied on: look at its own display";
  }
  return "nothing is known of it";
}

// Nobody's: the words are such that no one takes it for a real one.
printing::Slip invented(const config::DeviceConfiguration& configuration, visit::Language language) {
  printing::Slip slip;
  slip.language = language;
  slip.school = configuration.school_name;
  slip.user_code = secret::SecretText{"TEST0000"};
  slip.pin = secret::SecretText{"00000"};
  slip.login_url = "https://register.example/test";
  slip.when = moment_now();
  slip.office = {configuration.office.name, configuration.office.place, configuration.office.hours,
                 configuration.office.phone};
  return slip;
}

std::expected<void, std::string> outcome_of(const printing::Outcome& outcome) {
  switch (outcome.end) {
    case End::printed: std::puts("printer: the test slip is printed"); return {};
    case End::cancelled: return std::unexpected("the printer was stopped");
    case End::not_printed: return std::unexpected("the printer printed nothing: " + mend_of(outcome.why));
    case End::unsure:
      return std::unexpected("something of the slip may be in the printer: " + mend_of(outcome.why) +
                             ", and look inside");
  }
  return {};
}

}  // namespace

std::expected<void, std::string> print_test(const config::DeviceConfiguration& configuration, const PrintTest& test) {
  const auto language = visit::language_named(test.language);
  if (!language) return std::unexpected("--language takes it, en, ro, sq, ar, zh, uk, fr, es, ur, bn or pa");
  if (!configuration.printer) return std::unexpected("there is no printer: name one in [printer] of kiosk.toml");
  const auto fonts = widgets::Fonts::load(configuration.assets_directory / "fonts.conf");
  if (!fonts) return std::unexpected(fonts.error());
  const auto texts = widgets::Texts::load(configuration.assets_directory / "texts", *language);
  if (!texts) return std::unexpected(texts.error());
  auto make = press_of(*configuration.printer, *fonts, *texts);
  if (!make) return std::unexpected(make.error());

  std::promise<Condition> looked;
  std::promise<printing::Outcome> ended;
  bool first = true;
  printing::Printer printer{std::move(*make), [&](const printing::Printer::News& news) {
                              if (news.outcome) ended.set_value(*news.outcome);
                              if (news.ticket == 0 && std::exchange(first, false)) looked.set_value(news.condition);
                            }};
  if (test.look) {
    printer.look();
    const auto condition = looked.get_future().get();
    if (condition != Condition::ready) return std::unexpected("the printer is not ready: " + mend_of(condition));
    std::puts("printer: ready");
    return {};
  }
  static_cast<void>(printer.print(invented(configuration, *language)));  // nothing else is being printed
  return outcome_of(ended.get_future().get());
}

}  // namespace sportello::kiosk
