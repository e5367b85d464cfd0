// A few threads, each: is something due? claim it, send it, say how it went.
#include "service/messaging/worker.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "service/duty.h"
#include "service/messaging/limits.h"
#include "service/messaging/values.h"
#include "service/shared/log/log.h"

namespace sportello::messaging {
namespace {

namespace acts = store::acts;

std::chrono::seconds wait_before(int attempt) {
  const auto doubled = first_wait * (1 << std::clamp(attempt - 1, 0, 10));
  return std::min(doubled, longest_wait);
}

}  // namespace

Worker::Worker(Tools tools) : tools_(std::move(tools)) {
  const auto requeued = store::write_and_wait(tools_.store, [now = tools_.now()](store::Session& session) {
    return acts::requeue_interrupted(session, now);
  });
  if (requeued && *requeued > 0) log::event(log::Level::warning, "messages_requeued", {{"count", *requeued}});
  for (unsigned i = 0; i < senders; ++i) threads_.emplace_back([this] { work(); });
}

Worker::~Worker() { stop(); }

void Worker::wake() {
  {
    const std::lock_guard lock{mutex_};
    ++wakes_;
  }
  changed_.notify_one();
}

void Worker::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Worker::work() {
  begin_duty("sender", Duty::answers);
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    const auto seen = wakes_;
    lock.unlock();
    const bool sent = sent_one_or_told();
    lock.lock();
    if (sent) continue;
    changed_.wait_for(lock, look_again, [&] { return stopping_ || wakes_ != seen; });
  }
}

// A message that cannot be made must not end the service: it is left as being sent, and looked at again later.
bool Worker::sent_one_or_told() {
  try {
    return send_one();
  } catch (const std::exception&) {
    log::event(log::Level::error, "sender_failed");  // what an exception says may hold a number
    return false;
  }
}

bool Worker::send_one() {
  const auto now = tools_.now();
  // A look first: claiming goes through the one writer, which has better to do than to find nothing.
  const auto due =
      store::read_and_wait(tools_.store, [](store::Session& session) { return acts::next_due(session); });
  if (!due || !*due || **due > now) return false;
  const auto claimed = store::write_and_wait(tools_.store, [this, now](store::Session& session) {
    return acts::claim_messages(session, tools_.office, 1, now);
  });
  if (!claimed) return false;
  // Nothing claimed although something was due: it was closed, or another thread was faster. Look again.
  for (const auto& message : *claimed) deliver(message);
  return true;
}

std::optional<Parcel> Worker::parcel_of(const acts::Claimed& message) const {
  const auto kind = acts::name_of(message.kind);
  if (!Texts::has(message.channel, kind)) return std::nullopt;
  const auto values = values_for(tools_.office, message, tools_.public_url);
  if (message.channel == acts::Channel::sms) {
    return Parcel{message.id, message.recipient, tools_.texts.sms(message.language, kind, values), std::nullopt};
  }
  auto mail = tools_.texts.mail(message.language, kind, values);
  return Parcel{message.id, message.recipient, std::move(mail.text), std::move(mail.parts)};
}

void Worker::deliver(const acts::Claimed& message) {
  const auto parcel = parcel_of(message);
  if (!parcel) return note(message, Dispatch::Outcome{std::nullopt, "", {{"none", "no_text"}}, true});
  if (message.withheld) return note(message, std::nullopt);
  auto& dispatch = message.channel == acts::Channel::sms ? tools_.sms : tools_.mail;
  const auto outcome = dispatch.send(*parcel);
  for (const auto& note : outcome.refusals) {
    log::event(log::Level::warning, "gateway_refused",
               {{"message", message.id}, {"gateway", note.gateway}, {"reason", note.reason}});
  }
  note(message, outcome);
}

void Worker::note(const acts::Claimed& message, const std::optional<Dispatch::Outcome>& outcome) {
  const auto now = tools_.now();
  const auto again = now + wait_before(message.attempt);
  const bool may = again < message.not_after && !(outcome && outcome->for_good);
  const auto again_at = may ? std::optional{again} : std::nullopt;
  const auto noted =
      store::write_and_wait(tools_.store, [id = message.id, outcome, again_at, now](store::Session& session) {
        if (!outcome) {
          acts::message_withheld(session, id, now);
          return true;
        }
        auto refusals = outcome->refusals;
        std::optional<Dispatch::Note> last;
        if (!outcome->taken_by) {
          last = refusals.back();
          refusals.pop_back();
        }
        for (const auto& note : refusals) acts::message_refused(session, id, note.gateway, note.reason, now);
        if (last) {
          acts::message_failed(session, id, last->gateway, last->reason, again_at, now);
        } else {
          acts::message_sent(session, id, *outcome->taken_by, outcome->receipt, now);
        }
        return true;
      });
  const std::int64_t attempt{message.attempt};
  if (!outcome) {
    log::event(log::Level::info, "message_withheld", {{"message", message.id}, {"attempt", attempt}});
  } else if (outcome->taken_by) {
    log::event(log::Level::info, "message_sent",
               {{"message", message.id}, {"gateway", *outcome->taken_by}, {"attempt", attempt}});
  } else {
    log::event(log::Level::warning, again_at ? "message_waits" : "message_given_up",
               {{"message", message.id}, {"attempt", attempt}});
  }
  // Not noted: the message stays marked as being sent, and is due again after desk::sending_life.
  if (!noted) log::event(log::Level::error, "message_not_noted", {{"message", message.id}});
}

}  // namespace sportello::messaging
