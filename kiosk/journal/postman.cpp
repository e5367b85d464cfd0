// Waits, then lets Delivery do a round.
#include "kiosk/journal/postman.h"

#include <algorithm>

#include "kiosk/journal/limits.h"

namespace sportello::journal {

using Steady = std::chrono::steady_clock;

Postman::Postman(Book& book, std::unique_ptr<reg::SignedClient> client, Delivery::Clock clock)
    : client_(std::move(client)),
      delivery_(
          book, client_->key(), [this](reg::Request request) { return client_->send(std::move(request), &abandon_); },
          std::move(clock), [this] { return give_way(stop_); }),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Postman::~Postman() {
  abandon_ = true;
  thread_.request_stop();
  changed_.notify_all();
}

void Postman::heard() {
  const std::lock_guard lock{mutex_};
  heard_ = true;
  changed_.notify_all();
}

void Postman::asking(bool asking) {
  const std::lock_guard lock{mutex_};
  asking_ = asking;
  changed_.notify_all();
}

bool Postman::give_way(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, stop, limits::longest_way, [this] { return !asking_; });
  return !stop.stop_requested();
}

void Postman::run(const std::stop_token& stop) {
  stop_ = stop;
  auto not_before = Steady::now();
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock{mutex_};
      // A heartbeat's answer ends the wait for the line, not the pause that a failure asked for.
      changed_.wait_for(lock, stop, limits::look_every, [this] { return heard_; });
      heard_ = false;
      changed_.wait_until(lock, stop, not_before, [] { return false; });
    }
    if (stop.stop_requested()) return;
    const auto pause = delivery_.round();
    not_before = Steady::now() + pause.value_or(std::chrono::seconds{0});
    if (pause) {  // there is more
      const std::lock_guard lock{mutex_};
      heard_ = true;
    }
  }
}

}  // namespace sportello::journal
