// When to deliver: as soon as the service was heard, now and then beside it, never in the way of a guardian's
// question. A thread of its own, with a connection of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "kiosk/journal/delivery.h"

namespace sportello::journal {

class Postman {
 public:
  Postman(Book& book, std::unique_ptr<reg::SignedClient> client, Delivery::Clock clock);
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;
  ~Postman();  // gives a call up that is on its way

  void heard();              // the line is there
  void asking(bool asking);  // a guardian's question is on the line: the next call waits for its end

 private:
  void run(const std::stop_token& stop);
  bool give_way(const std::stop_token& stop);

  std::unique_ptr<reg::SignedClient> client_;
  Delivery delivery_;
  std::atomic<bool> abandon_ = false;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool heard_ = false;
  bool asking_ = false;
  std::stop_token stop_;  // of the thread
  std::jthread thread_;   // last: it uses all of the above
};

}  // namespace sportello::journal
