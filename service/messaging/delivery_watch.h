// Asks those gateways that are to be asked what became of the messages they took. A thread of its own; sends nothing.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "service/messaging/dispatch.h"
#include "service/store/store.h"

namespace sportello::messaging {

class DeliveryWatch {
 public:
  // Everything given must outlive it.
  DeliveryWatch(store::Store& store, std::vector<Gateway*> gateways, std::function<store::Time()> now);
  DeliveryWatch(const DeliveryWatch&) = delete;
  DeliveryWatch& operator=(const DeliveryWatch&) = delete;
  ~DeliveryWatch();

 private:
  void work();
  void ask(Gateway& gateway);
  bool stopping();

  store::Store& store_;
  std::vector<Gateway*> gateways_;
  std::function<store::Time()> now_;
  std::mutex mutex_;  // guards stopping_
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sportello::messaging
