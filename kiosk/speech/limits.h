// Every number of speech and sound, each with its reason.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace sportello::speech::limits {

using namespace std::chrono_literals;

// VVSG: 120 to 125 words a minute unless asked otherwise, 50 to 200 % of that in seven steps. espeak-ng's own count
// is near: asked for 117 it speaks the kiosk's English texts, pauses included, at 123 words a minute (a test measures
// it).
inline constexpr int words_per_minute = 117;
inline constexpr std::array rates = {50, 75, 100, 125, 150, 175, 200};  // per cent
inline constexpr int usual_rate = 2;
// espeak-ng speaks no slower (its header: espeakRATE_MINIMUM); what is asked below is stretched.
inline constexpr int slowest_synthesis = 80;

// EN 301 549, 8.2.1: a range of at least 18 dB, and a step at least 12 dB above the lowest. Each step doubles what is
// below it: five of them span 24.1 dB, the third stands 12.04 dB above the first. The loudest is the synthesiser's
// own level, which does not clip.
inline constexpr int level = 80;  // of espeak-ng's 100, at which some syllables clip
inline constexpr std::array gains = {1.0F / 16, 1.0F / 8, 1.0F / 4, 1.0F / 2, 1.0F};
// The installer sets the amplifier so that this one is at most 65 dBA where the guardian stands (5.1.3.13).
inline constexpr int usual_volume = 2;

// 5.1.3.4: any action stops speech. People feel a tenth of a second as at once.
inline constexpr auto silent_within = 100ms;
inline constexpr auto chunk = 20ms;            // how much is synthesised and handed on at a time
inline constexpr auto stalled_after = 2s;      // a device that takes nothing for so long is dead
inline constexpr auto try_again = 2s;          // to open a device that is gone
inline constexpr auto headset_look = 100ms;    // while something is said: a headset that is pulled must end a secret
inline constexpr auto headset_glance = 500ms;  // while nothing is
inline constexpr auto between_phrases = 180ms;
inline constexpr auto between_characters = 120ms;
inline constexpr auto between_groups = 400ms;      // of a code's characters, to write them down
inline constexpr std::size_t group = 4;            // characters that people hold in mind at once
inline constexpr std::size_t longest_text = 4000;  // bytes of one utterance; the longest screen has 1,500

}  // namespace sportello::speech::limits
