// What a test asks of sound: how long, how loud, how like another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace sportello::tests {

using Pcm = std::vector<std::int16_t>;

inline constexpr int espeak_rate = 22050;  // Hz

double seconds(const Pcm& sound, int rate = espeak_rate);
// Level in dB under full scale, of the whole; -200 for silence.
double level(std::span<const std::int16_t> sound);
// Without the silence before and after.
Pcm trimmed(const Pcm& sound);
// The longest run of samples that all are zero, in seconds.
double longest_silence(const Pcm& sound);

Pcm read_raw(const std::filesystem::path& file);  // signed 16 bits
// What the program espeak-ng of Debian says, by its own hand: a speaker that is not ours.
Pcm spoken_by_espeak(const std::string& voice, const std::string& text, const std::filesystem::path& folder);

// How unlike two utterances are, whatever their pace and loudness: each 20 ms becomes five numbers (how the energy
// lies in four bands, how often the wave turns), and the two rows are warped onto each other at the least cost.
double unlikeness(const Pcm& one, const Pcm& other);

}  // namespace sportello::tests
