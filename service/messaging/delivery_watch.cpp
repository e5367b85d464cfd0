// Every few seconds: which questions are due? Ask, write the answers down.
#include "service/messaging/delivery_watch.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "service/messaging/limits.h"
#include "service/shared/log/log.h"

namespace sportello::messaging {

namespace acts = store::acts;

DeliveryWatch::DeliveryWatch(store::Store& store, std::vector<Gateway*> gateways, std::function<store::Time()> now)
    : store_(store), gateways_(std::move(gateways)), now_(std::move(now)) {
  std::erase_if(gateways_, [](const Gateway* gateway) { return !gateway->is_asked_about_delivery(); });
  if (!gateways_.empty()) thread_ = std::thread{[this] { work(); }};
}

DeliveryWatch::~DeliveryWatch() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool DeliveryWatch::stopping() {
  const std::lock_guard lock{mutex_};
  return stopping_;
}

void DeliveryWatch::work() {
  std::unique_lock lock{mutex_};
  while (!changed_.wait_for(lock, look_again, [this] { return stopping_; })) {
    lock.unlock();
    try {
      for (auto* gateway : gateways_) ask(*gateway);
    } catch (const std::exception&) {
      log::event(log::DeliveryWatchFailed{});
    }
    lock.lock();
  }
}

void DeliveryWatch::ask(Gateway& gateway) {
  const auto questions =
      store::write_and_wait(store_, [name = gateway.name(), now = now_()](store::Session& session) {
        return acts::claim_delivery_questions(session, name, most_questions, now);
      });
  if (!questions) return;
  for (const auto& question : *questions) {
    if (stopping()) return;
    const auto told = gateway.told(question.id, question.receipt);
    if (!told) continue;
    store::write_and_wait(store_, [id = question.id, told = *told, now = now_()](store::Session& session) {
      return acts::delivery_told(session, id, told.delivery, told.word, now);
    });
  }
}

}  // namespace sportello::messaging
