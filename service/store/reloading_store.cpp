// Waits for nothing: each step is handed to the store below, and its answer starts the next.
#include "service/store/reloading_store.h"

#include <atomic>

#include "service/store/at_rest.h"

namespace sportello::store {
namespace {

// What somebody asked for, until it is answered.
template <class Work>
struct Asked {
  Work work;
  Done done;
  std::atomic<bool> unknown_key = false;
};

class ReloadingStore final : public Store {
 public:
  ReloadingStore(std::unique_ptr<Store> store, std::function<bool(Session&)> reload)
      : reload_(std::move(reload)), store_(std::move(store)) {}

  void write(Command command, Done done) override {
    run<Command>(std::move(command), std::move(done),
                 [this](Command work, Done answer) { store_->write(std::move(work), std::move(answer)); });
  }
  void read(Query query, Done done) override {
    run<Query>(std::move(query), std::move(done),
               [this](Query work, Done answer) { store_->read(std::move(work), std::move(answer)); });
  }
  void expect_many(bool many) override { store_->expect_many(many); }
  void close() override { store_->close(); }

 private:
  template <class Work, class Hand>
  void run(Work work, Done done, Hand hand) {
    auto asked = std::make_shared<Asked<Work>>();
    asked->work = std::move(work);
    asked->done = std::move(done);
    hand(watched(asked), [this, asked, hand](std::expected<void, StoreError> result) {
      if (result || !asked->unknown_key) return answer(*asked, std::move(result));
      auto reloaded = std::make_shared<std::atomic<bool>>(false);
      store_->read([this, reloaded](Session& session) { *reloaded = reload_(session); },
                   [asked, hand, reloaded, result](const std::expected<void, StoreError>& read) {
                     if (!read || !*reloaded) return answer(*asked, result);
                     hand(watched(asked),
                          [asked](std::expected<void, StoreError> again) { answer(*asked, std::move(again)); });
                   });
    });
  }

  template <class Work>
  static Work watched(const std::shared_ptr<Asked<Work>>& asked) {
    return [asked](Session& session) {
      try {
        return asked->work(session);
      } catch (const UnknownKey&) {
        asked->unknown_key = true;
        throw;
      }
    };
  }

  // What the work captured goes before whoever asked hears of it.
  template <class Work>
  static void answer(Asked<Work>& asked, std::expected<void, StoreError> result) {
    asked.work = nullptr;
    asked.done(std::move(result));
  }

  const std::function<bool(Session&)> reload_;
  const std::unique_ptr<Store> store_;
};

}  // namespace

std::unique_ptr<Store> reload_on_unknown_key(std::unique_ptr<Store> store, std::function<bool(Session&)> reload) {
  return std::make_unique<ReloadingStore>(std::move(store), std::move(reload));
}

}  // namespace sportello::store
