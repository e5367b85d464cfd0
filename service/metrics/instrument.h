// What the service counts and measures, and how it is written for Prometheus (text format 0.0.4). An instrument is
// made once, at start, and registers itself. Refuses more series than its bound: what is beyond is counted as
// "other", so that nobody can fill the memory by inventing names. A label never holds a person, a school or anything
// typed.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::metrics {

inline constexpr std::size_t most_series = 1000;  // of one instrument: routes times statuses are under 300

// One number that only rises, or that goes both ways.
class Value {
 public:
  void add(std::int64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// How often a number stood at or under each bound.
class Distribution {
 public:
  explicit Distribution(std::span<const double> bounds) : bounds_(bounds), counts_(bounds.size() + 1) {}
  void observe(double number);
  void observe(std::chrono::steady_clock::duration time) {
    observe(std::chrono::duration_cast<std::chrono::duration<double>>(time).count());
  }
  // `labels` as in route="x"; "" for none.
  void write(std::ostream& out, std::string_view name, const std::string& labels) const;

 private:
  std::span<const double> bounds_;
  std::vector<std::atomic<std::uint64_t>> counts_;
  std::atomic<double> sum_{0};
};

class Instrument {
 public:
  Instrument(std::string_view name, std::string_view help, std::string_view type);
  Instrument(const Instrument&) = delete;
  Instrument& operator=(const Instrument&) = delete;
  virtual ~Instrument() = default;
  void write(std::ostream& out) const;

 protected:
  virtual void write_samples(std::ostream& out) const = 0;
  std::string_view name_, help_, type_;
};

// Every instrument, in the order of their names.
void write_all(std::ostream& out);
// HELP and TYPE, for what is measured only when somebody asks.
void write_heading(std::ostream& out, std::string_view name, std::string_view help, std::string_view type);
// name="value",…, escaped.
std::string labels_text(std::span<const std::string_view> names, std::span<const std::string> values);

class Counter final : public Instrument {
 public:
  Counter(std::string_view name, std::string_view help) : Instrument(name, help, "counter") {}
  void add(std::int64_t more = 1) { value_.add(more); }

 private:
  void write_samples(std::ostream& out) const override;
  Value value_;
};

class Gauge final : public Instrument {
 public:
  Gauge(std::string_view name, std::string_view help) : Instrument(name, help, "gauge") {}
  void add(std::int64_t more) { value_.add(more); }
  void set(std::int64_t value) { value_.set(value); }

 private:
  void write_samples(std::ostream& out) const override;
  Value value_;
};

class Histogram final : public Instrument {
 public:
  Histogram(std::string_view name, std::string_view help, std::span<const double> bounds)
      : Instrument(name, help, "histogram"), distribution_(bounds) {}
  template <class Number>
  void observe(Number number) {
    distribution_.observe(number);
  }

 private:
  void write_samples(std::ostream& out) const override;
  Distribution distribution_;
};

// One series per combination of label values.
template <class Series>
class Family : public Instrument {
 public:
  Family(std::string_view name, std::string_view help, std::string_view type,
         std::initializer_list<std::string_view> labels)
      : Instrument(name, help, type), labels_(labels) {}

 protected:
  Series& series(std::vector<std::string> values) {
    const std::lock_guard lock{mutex_};
    auto found = series_.find(values);
    if (found == series_.end()) {
      if (series_.size() >= most_series) values.assign(labels_.size(), "other");
      found = series_.try_emplace(std::move(values)).first;
      if (!found->second) found->second = make();
    }
    return *found->second;
  }
  [[nodiscard]] virtual std::unique_ptr<Series> make() const = 0;
  void write_samples(std::ostream& out) const override {
    const std::lock_guard lock{mutex_};
    for (const auto& [values, one] : series_) write_series(out, *one, labels_text(labels_, values));
  }
  virtual void write_series(std::ostream& out, const Series& one, const std::string& labels) const = 0;

 private:
  std::vector<std::string_view> labels_;
  mutable std::mutex mutex_;
  std::map<std::vector<std::string>, std::unique_ptr<Series>> series_;
};

class Counters final : public Family<Value> {
 public:
  Counters(std::string_view name, std::string_view help, std::initializer_list<std::string_view> labels)
      : Family(name, help, "counter", labels) {}
  void add(std::vector<std::string> values, std::int64_t more = 1) { series(std::move(values)).add(more); }

 private:
  [[nodiscard]] std::unique_ptr<Value> make() const override { return std::make_unique<Value>(); }
  void write_series(std::ostream& out, const Value& one, const std::string& labels) const override;
};

class Gauges final : public Family<Value> {
 public:
  Gauges(std::string_view name, std::string_view help, std::initializer_list<std::string_view> labels)
      : Family(name, help, "gauge", labels) {}
  void add(std::vector<std::string> values, std::int64_t more) { series(std::move(values)).add(more); }

 private:
  [[nodiscard]] std::unique_ptr<Value> make() const override { return std::make_unique<Value>(); }
  void write_series(std::ostream& out, const Value& one, const std::string& labels) const override;
};

class Histograms final : public Family<Distribution> {
 public:
  Histograms(std::string_view name, std::string_view help, std::initializer_list<std::string_view> labels,
             std::span<const double> bounds)
      : Family(name, help, "histogram", labels), bounds_(bounds) {}
  template <class Number>
  void observe(std::vector<std::string> values, Number number) {
    series(std::move(values)).observe(number);
  }

 private:
  [[nodiscard]] std::unique_ptr<Distribution> make() const override {
    return std::make_unique<Distribution>(bounds_);
  }
  void write_series(std::ostream& out, const Distribution& one, const std::string& labels) const override;
  std::span<const double> bounds_;
};

}  // namespace sportello::metrics
