// Takes one channel's messages from the outbox to its gateways, on threads of its own. Decides nothing: what is sent
// to whom was decided in the act's transaction. Before a gateway hears of a message, its name stands durably beside
// it; whoever finds such a message after a death asks that gateway whether it took it, and only then sends. A
// withheld message costs the same claims, texts and commits as any other, and then goes to no gateway: the load it
// causes must not tell that its person is not on file.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "service/messaging/dispatch.h"
#include "service/messaging/texts.h"
#include "service/store/acts/sending.h"
#include "service/store/store.h"

namespace sportello::messaging {

class Worker {
 public:
  // Everything given must outlive the worker.
  struct Tools {
    store::Store& store;
    const store::acts::Office& office;
    Dispatch& dispatch;
    const Texts& texts;
    store::acts::Channel channel;
    unsigned threads;
    std::string public_url;  // begins the links in messages; "" for none
    std::function<store::Time()> now;
    std::string process;  // this one's id, on every claim
  };
  explicit Worker(Tools tools);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  void wake();  // a message may wait; from any thread, never blocks long
  void stop();  // finishes the messages being sent

 private:
  void work();
  bool send_one();          // false: nothing was due
  bool sent_one_or_told();  // the same; a failure is a line in the log
  // Nothing: there is no such text.
  [[nodiscard]] std::optional<Parcel> parcel_of(const store::acts::Claimed& message) const;
  void deliver(const store::acts::Claimed& message);
  // Asks the gateway that was being given it when somebody died or it fell silent.
  void settle(const store::acts::Claimed& message);
  void note(const store::acts::Claimed& message, const Dispatch::Outcome& outcome);
  void note_perhaps(const store::acts::Claimed& message, const Dispatch::Outcome& outcome);
  template <class Act>
  bool write(const store::acts::Claimed& message, Act act);

  const Tools tools_;
  std::mutex mutex_;  // guards the two below
  std::condition_variable changed_;
  bool stopping_ = false;
  std::uint64_t wakes_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace sportello::messaging
