#include "kiosk/speech/words.h"

#include "kiosk/speech/spoken_text.h"

namespace sportello::speech {

using namespace widgets::literals;
using visit::Language;

std::string Words::say(Language language, widgets::TextKey key, widgets::Arguments arguments) const {
  return cleaned(widgets::flat(texts_.get(language, key, arguments)));
}

Words::Role Words::role(Language language) const {
  return {say(language, "speech.button"_t), say(language, "speech.checkbox"_t), say(language, "speech.choice"_t)};
}

std::string Words::ticked(Language language, bool ticked) const {
  return ticked ? say(language, "speech.ticked"_t) : say(language, "speech.not_ticked"_t);
}

std::string Words::chosen(Language language) const { return say(language, "speech.chosen"_t); }
std::string Words::unavailable(Language language) const { return say(language, "speech.unavailable"_t); }
std::string Words::available(Language language) const { return say(language, "speech.available"_t); }

std::string Words::place(Language language, int n, int of) const {
  return say(language, "speech.place"_t, {{"n", std::to_string(n)}, {"of", std::to_string(of)}});
}

std::string Words::typed(Language language, int n, int of) const {
  return say(language, "speech.typed"_t, {{"n", std::to_string(n)}, {"of", std::to_string(of)}});
}

std::string Words::covered(Language language) const { return say(language, "speech.covered"_t); }
std::string Words::capital(Language language) const { return say(language, "speech.capital"_t); }
std::string Words::keys_covered(Language language) const { return say(language, "speech.keys_covered"_t); }
std::string Words::personal_covered(Language language) const { return say(language, "speech.personal_covered"_t); }

std::string Words::headset(Language language, bool plugged) const {
  return plugged ? say(language, "speech.headset_in"_t) : say(language, "speech.headset_out"_t);
}

std::string Words::volume(Language language, int n, int of) const {
  return say(language, "speech.volume"_t, {{"n", std::to_string(n)}, {"of", std::to_string(of)}});
}

std::string Words::pace(Language language, int percent) const {
  return say(language, "speech.pace"_t, {{"n", std::to_string(percent)}});
}

std::string Words::characters(Language language, int n) const {
  return cleaned(widgets::flat(texts_.count(language, "comfort.characters"_t, n)));
}

std::string Words::keys_how(Language language) const { return say(language, "comfort.keys_how"_t); }

std::string Words::no_voice(Language language) const { return say(language, "speech.no_voice"_t); }

}  // namespace sportello::speech
