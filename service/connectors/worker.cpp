// A look every two seconds, and whenever somebody wakes it.
#include "service/connectors/worker.h"

#include <exception>
#include <utility>

#include "service/connectors/limits.h"
#include "service/duty.h"
#include "service/shared/log/log.h"

namespace sportello::connectors {

namespace acts = store::acts;

Worker::Worker(Tools tools, std::unique_ptr<Connector> connector, std::set<std::string> schools)
    : tools_(std::move(tools)),
      connector_(std::move(connector)),
      schools_(std::move(schools)),
      thread_([this] { work(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  connector_->give_up();
  thread_.join();
}

void Worker::wake() {
  {
    const std::lock_guard lock{mutex_};
    ++wakes_;
  }
  changed_.notify_one();
}

void Worker::work() {
  begin_duty("connector", Duty::answers);
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    const auto seen = wakes_;
    lock.unlock();
    bool did = false;
    try {
      did = steps();
    } catch (const std::exception&) {
      log::event(log::ConnectorFailed{});  // what an exception says may hold a person's data
    }
    lock.lock();
    if (did) continue;
    changed_.wait_for(lock, look_again, [&] { return stopping_ || wakes_ != seen; });
  }
}

bool Worker::steps() {
  const auto due = store::read_and_wait(tools_.store, [now = tools_.now()](store::Session& session) {
    return acts::schools_with_events(session, now);
  });
  bool did = false;
  for (const auto& school : due.value_or(std::vector<acts::DueSchool>{})) {
    if (!schools_.contains(school.code)) continue;
    did = connector_->work({school.id, school.code}) || did;
    const std::lock_guard lock{mutex_};
    if (stopping_) return false;
  }
  return did;
}

}  // namespace sportello::connectors
