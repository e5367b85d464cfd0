// Wraps what is called at the end.
#include "service/store/measured.h"

#include <chrono>

#include "service/metrics/instruments.h"

namespace sportello::store {
namespace {

std::string name_of(StoreError::Kind kind) {
  switch (kind) {
    case StoreError::Kind::busy: return "busy";
    case StoreError::Kind::failed: return "failed";
    case StoreError::Kind::closed: return "closed";
  }
  return "failed";
}

Done timed(const std::string& kind, Done done) {
  metrics::store_waiting.add({kind}, 1);
  return [kind, done = std::move(done), start = std::chrono::steady_clock::now()](auto result) {
    metrics::store_waiting.add({kind}, -1);
    metrics::store_seconds.observe({kind}, std::chrono::steady_clock::now() - start);
    if (!result) metrics::store_errors.add({kind, name_of(result.error().kind)});
    done(std::move(result));
  };
}

class Measured final : public Store {
 public:
  explicit Measured(std::unique_ptr<Store> store) : store_(std::move(store)) {}
  void write(Command command, Done done) override {
    store_->write(std::move(command), timed("write", std::move(done)));
  }
  void read(Query query, Done done) override { store_->read(std::move(query), timed("read", std::move(done))); }
  void expect_many(bool many) override { store_->expect_many(many); }
  void close() override { store_->close(); }

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace

std::unique_ptr<Store> measured(std::unique_ptr<Store> store) { return std::make_unique<Measured>(std::move(store)); }

}  // namespace sportello::store
