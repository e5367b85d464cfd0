// A thread for one connector: which of its schools has something due? one step for each. Decides nothing.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "service/connectors/connector.h"

namespace sportello::connectors {

class Worker {
 public:
  // `schools` by code.
  Worker(Tools tools, std::unique_ptr<Connector> connector, std::set<std::string> schools);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();  // ends after the step it is in

  void wake();  // an event may wait; from any thread, never blocks long

 private:
  void work();
  bool steps();

  const Tools tools_;
  const std::unique_ptr<Connector> connector_;
  const std::set<std::string> schools_;
  std::mutex mutex_;  // guards the two below
  std::condition_variable changed_;
  bool stopping_ = false;
  std::uint64_t wakes_ = 0;
  std::thread thread_;
};

}  // namespace sportello::connectors
