// One task after the other, in their order.
#include "kiosk/journal/keeper.h"

#include <ctime>
#include <utility>

#include "kiosk/visit/match.h"

namespace sportello::journal {
namespace {

// Of the clock on the wall: a person's day begins at midnight.
std::chrono::year_month_day day_of(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm local{};
  localtime_r(&time, &local);
  return std::chrono::year{local.tm_year + 1900} / (local.tm_mon + 1) / local.tm_mday;
}

}  // namespace

Keeper::Keeper(Book& book, signing::SigningKey key, kiosk::EventQueue& events, std::function<void(bool)> able,
               Clock clock)
    : book_(book),
      key_(std::move(key)),
      events_(events),
      able_(std::move(able)),
      clock_(std::move(clock)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Keeper::~Keeper() {
  thread_.request_stop();
  changed_.notify_all();
  thread_.join();
}

void Keeper::put(Task task) {
  const std::lock_guard lock{mutex_};
  tasks_.push_back(std::move(task));
  changed_.notify_all();
}

void Keeper::keep(visit::KeepRequest request) { put(std::move(request)); }
void Keeper::note(Note note) { put(Noted{std::move(note), now()}); }
void Keeper::learn(const secret::SealPublicKey& key, std::int64_t now) {
  offset_ = now - clock_();
  put(Learnt{key, now});
}

void Keeper::run(const std::stop_token& stop) {
  tell_able();
  while (true) {
    Task task;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, stop, [this] { return !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    std::visit(visit::Match{[&](const visit::KeepRequest& request) {
                              events_.push(visit::RequestKept{request.visit, request.request, carry_out(request)});
                            },
                            [&](const Noted& noted) {
                              const bool written = book_.note(noted.note, noted.at);
                              if (written != std::exchange(writes_, written)) tell_able();
                            },
                            [&](const Learnt& learnt) {
                              static_cast<void>(book_.learn(learnt.key, learnt.at));
                              tell_able();
                            }},
               task);
  }
}

void Keeper::tell_able() {
  if (able_) able_(book_.can_keep());
}

visit::RequestOutcome Keeper::carry_out(const visit::KeepRequest& request) {
  const auto at = now();
  const auto today = day_of(at);
  if (asked_.has(request.document, today)) return visit::RequestOutcome::already;
  const wire::RequestContent content{request.document,
                                     request.wish,
                                     std::string{visit::code_of(request.language)},
                                     at,
                                     secret::to_base64url(secret::random_bytes(16)),
                                     book_.device()};
  switch (book_.keep(content, key_, at)) {
    case Shelved::kept: asked_.add(request.document, today); return visit::RequestOutcome::kept;
    case Shelved::full: return visit::RequestOutcome::full;
    case Shelved::no_key:
    case Shelved::failed: break;
  }
  tell_able();
  return visit::RequestOutcome::no_key;
}

}  // namespace sportello::journal
