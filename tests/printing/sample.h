// A slip to print, the painter that draws it, and limits that suit a test: a guardian's patience is shorter here.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "kiosk/printing/painter.h"

namespace sportello::tests {

inline const widgets::Texts& slip_texts() {
  static const auto loaded = widgets::Texts::load(SPORTELLO_ASSETS "/texts");
  if (!loaded) throw std::runtime_error(loaded.error());
  return *loaded;
}

inline std::shared_ptr<widgets::Fonts> fonts() {
  static const auto loaded = widgets::Fonts::load(SPORTELLO_ASSETS "/fonts.conf");
  if (!loaded) throw std::runtime_error(loaded.error());
  return *loaded;
}

inline std::shared_ptr<printing::Painter> painter() {
  return std::make_shared<printing::Painter>(fonts()->another(), slip_texts());
}

inline constexpr const char* login = "https://registro.example/accesso?scuola=RMIC817009";

inline printing::Slip sample_slip(visit::Language language = visit::Language::it) {
  printing::Slip slip;
  slip.language = language;
  slip.school = "Istituto Comprensivo Colle Sereno";
  slip.user_code = secret::SecretText{"G4071839K"};
  slip.pin = secret::SecretText{"70418"};
  slip.login_url = login;
  slip.when = {2026, 11, 3, 9, 5};
  slip.office = {"Segreteria didattica", "piano terra, stanza 4", "lunedì–venerdì 8:30–10:30", "06 0000 0000"};
  slip.contact = {"Ada Neri", "06 0000 0001", "ada.neri@collesereno.example", "lunedì–venerdì 8:30–10:30"};
  return slip;
}

// Short where a test waits for them to pass, long where it must not.
inline printing::Limits short_limits() {
  printing::Limits limits;
  using ms = printing::Limits::ms;
  limits.look_again = ms{30};
  limits.take_back = ms{1500};
  limits.owed = ms{100};
  limits.status = ms{300};
  limits.band = ms{3000};
  return limits;
}

}  // namespace sportello::tests
