// The list of instruments, and the text format.
#include "service/metrics/instrument.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sportello::metrics {
namespace {

struct Registry {
  std::mutex mutex;
  std::map<std::string_view, const Instrument*> instruments;
};
Registry& registry() {
  static Registry instance;
  return instance;
}

std::string number(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

void sample(std::ostream& out, std::string_view name, const std::string& labels, std::int64_t value) {
  out << name;
  if (!labels.empty()) out << '{' << labels << '}';
  out << ' ' << value << '\n';
}

}  // namespace

void Distribution::observe(double number) {
  const auto place = std::ranges::lower_bound(bounds_, number) - bounds_.begin();
  counts_.at(static_cast<std::size_t>(place)).fetch_add(1, std::memory_order_relaxed);
  auto sum = sum_.load(std::memory_order_relaxed);
  while (!sum_.compare_exchange_weak(sum, sum + number, std::memory_order_relaxed)) {
  }
}

void Distribution::write(std::ostream& out, std::string_view name, const std::string& labels) const {
  const auto before = labels.empty() ? "" : labels + ",";
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    total += counts_[i].load(std::memory_order_relaxed);
    out << name << "_bucket{" << before << "le=\"" << (i < bounds_.size() ? number(bounds_[i]) : "+Inf") << "\"} "
        << total << '\n';
  }
  const auto braces = labels.empty() ? "" : "{" + labels + "}";
  out << name << "_sum" << braces << ' ' << number(sum_.load(std::memory_order_relaxed)) << '\n'
      << name << "_count" << braces << ' ' << total << '\n';
}

Instrument::Instrument(std::string_view name, std::string_view help, std::string_view type)
    : name_(name), help_(help), type_(type) {
  const std::lock_guard lock{registry().mutex};
  registry().instruments.emplace(name, this);
}

void Instrument::write(std::ostream& out) const {
  write_heading(out, name_, help_, type_);
  write_samples(out);
}

void write_heading(std::ostream& out, std::string_view name, std::string_view help, std::string_view type) {
  out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
}

void write_all(std::ostream& out) {
  const std::lock_guard lock{registry().mutex};
  for (const auto& [name, instrument] : registry().instruments) instrument->write(out);
}

std::string labels_text(std::span<const std::string_view> names, std::span<const std::string> values) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text.append(text.empty() ? "" : ",").append(names[i]).append("=\"");
    for (const char c : i < values.size() ? values[i] : std::string{}) {
      if (c == '\n') {
        text += "\\n";
        continue;
      }
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text;
}

void Counter::write_samples(std::ostream& out) const { sample(out, name_, "", value_.get()); }
void Gauge::write_samples(std::ostream& out) const { sample(out, name_, "", value_.get()); }
void Histogram::write_samples(std::ostream& out) const { distribution_.write(out, name_, ""); }

void Counters::write_series(std::ostream& out, const Value& one, const std::string& labels) const {
  sample(out, name_, labels, one.get());
}
void Gauges::write_series(std::ostream& out, const Value& one, const std::string& labels) const {
  sample(out, name_, labels, one.get());
}
void Histograms::write_series(std::ostream& out, const Distribution& one, const std::string& labels) const {
  one.write(out, name_, labels);
}

}  // namespace sportello::metrics
