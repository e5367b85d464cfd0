#include "tests/speech/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <numbers>

#include "tests/catch.h"

namespace sportello::tests {

namespace {

constexpr std::size_t frame = espeak_rate / 50;
constexpr int audible = 60;  // of 32768
using Feature = std::array<double, 5>;

// Power near one frequency (Goertzel).
double power_at(std::span<const std::int16_t> sound, double hertz) {
  const double step = 2 * std::cos(2 * std::numbers::pi * hertz / espeak_rate);
  double before = 0, last = 0;
  for (const auto sample : sound) {
    const double now = sample + step * last - before;
    before = last;
    last = now;
  }
  return last * last + before * before - step * last * before;
}

std::vector<Feature> features(const Pcm& sound) {
  constexpr std::array<std::array<double, 3>, 4> bands = {
      {{200, 320, 440}, {600, 800, 1000}, {1400, 1900, 2400}, {3000, 4000, 5500}}};
  std::vector<Feature> all;
  for (std::size_t at = 0; at + frame <= sound.size(); at += frame) {
    const std::span part{sound.data() + at, frame};
    if (level(part) < -50) continue;  // pauses tell nothing of words
    Feature feature{};
    double sum = 0;
    for (std::size_t b = 0; b < bands.size(); ++b) {
      for (const double hertz : bands[b]) feature[b] += power_at(part, hertz);
      feature[b] = std::log(feature[b] + 1);
      sum += feature[b] / bands.size();
    }
    for (std::size_t b = 0; b < bands.size(); ++b) feature[b] -= sum;
    int turns = 0;
    for (std::size_t i = 1; i < frame; ++i) turns += (part[i] > 0) != (part[i - 1] > 0) ? 1 : 0;
    feature[4] = 8.0 * turns / frame;
    all.push_back(feature);
  }
  return all;
}

double apart(const Feature& one, const Feature& other) {
  double sum = 0;
  for (std::size_t i = 0; i < one.size(); ++i) sum += std::abs(one[i] - other[i]);
  return sum;
}

}  // namespace

double seconds(const Pcm& sound, int rate) { return static_cast<double>(sound.size()) / rate; }

double level(std::span<const std::int16_t> sound) {
  if (sound.empty()) return -200;
  double sum = 0;
  for (const double sample : sound) sum += sample * sample;
  const double root = std::sqrt(sum / static_cast<double>(sound.size()));
  return root == 0 ? -200 : 20 * std::log10(root / 32768);
}

Pcm trimmed(const Pcm& sound) {
  const auto loud = [](std::int16_t sample) { return std::abs(sample) > audible; };
  const auto first = std::ranges::find_if(sound, loud);
  if (first == sound.end()) return {};
  const auto last = std::find_if(sound.rbegin(), sound.rend(), loud).base();
  return {first, last};
}

double longest_silence(const Pcm& sound) {
  std::size_t longest = 0, run = 0;
  for (const auto sample : sound) longest = std::max(longest, run = sample == 0 ? run + 1 : 0);
  return static_cast<double>(longest) / espeak_rate;
}

Pcm read_raw(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  Pcm sound(bytes.size() / 2);
  std::copy_n(bytes.data(), sound.size() * 2, reinterpret_cast<char*>(sound.data()));
  return sound;
}

Pcm spoken_by_espeak(const std::string& voice, const std::string& text, const std::filesystem::path& folder) {
  const auto words = folder / "words.txt", wav = folder / (voice + ".wav");
  std::ofstream(words) << text;
  const auto command = "espeak-ng -v " + voice + " -s 122 -f " + words.string() + " -w " + wav.string();
  REQUIRE(std::system(command.c_str()) == 0);
  auto sound = read_raw(wav);
  constexpr std::ptrdiff_t header = 22;  // of 44 bytes
  REQUIRE(sound.size() > 100);
  sound.erase(sound.begin(), sound.begin() + header);
  return sound;
}

double unlikeness(const Pcm& one, const Pcm& other) {
  const auto a = features(one), b = features(other);
  if (a.empty() || b.empty()) return std::numeric_limits<double>::infinity();
  std::vector<double> row(b.size() + 1, std::numeric_limits<double>::infinity());
  row[0] = 0;
  for (const auto& feature : a) {
    double diagonal = row[0];
    row[0] = std::numeric_limits<double>::infinity();
    for (std::size_t j = 1; j < row.size(); ++j) {
      const double least = std::min({diagonal, row[j], row[j - 1]});
      diagonal = row[j];
      row[j] = least + apart(feature, b[j - 1]);
    }
  }
  return row.back() / static_cast<double>(a.size() + b.size());
}

}  // namespace sportello::tests
