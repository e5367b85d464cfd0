// A few threads, each: is something due? claim it, send it, say how it went.
#include "service/messaging/worker.h"

#include <algorithm>
#include <charconv>
#include <exception>
#include <utility>

#include "service/desk/limits.h"
#include "service/messaging/italian_time.h"
#include "service/messaging/limits.h"
#include "service/shared/log/log.h"

namespace sportello::messaging {
namespace {

namespace acts = store::acts;

std::chrono::seconds wait_before(int attempt) {
  const auto doubled = first_wait * (1 << std::clamp(attempt - 1, 0, 10));
  return std::min(doubled, longest_wait);
}

}  // namespace

Worker::Worker(store::Store& store, const acts::Office& office, Dispatch& dispatch, const Texts& texts,
               std::function<store::Time()> now)
    : store_(store), office_(office), dispatch_(dispatch), texts_(texts), now_(std::move(now)) {
  const auto requeued = store::write_and_wait(
      store_, [now = now_()](store::Session& session) { return acts::requeue_interrupted(session, now); });
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
  const auto now = now_();
  // A look first: claiming goes through the one writer, which has better to do than to find nothing.
  const auto due = store::read_and_wait(store_, [](store::Session& session) { return acts::next_due(session); });
  if (!due || !*due || **due > now) return false;
  const auto claimed = store::write_and_wait(
      store_, [this, now](store::Session& session) { return acts::claim_messages(session, office_, 1, now); });
  if (!claimed) return false;
  // Nothing claimed although something was due: it was closed, or another thread was faster. Look again.
  for (const auto& message : *claimed) deliver(message);
  return true;
}

Texts::Values Worker::values_for(const acts::Claimed& message) const {
  Texts::Values values;
  values.school = message.school_name;
  values.others.emplace("minutes", std::to_string(desk::code_life / std::chrono::minutes{1}));
  values.others.emplace("hours", std::to_string(desk::lock_life / std::chrono::hours{1}));
  if (const auto at = message.parameters.find("at"); at != message.parameters.end()) {
    std::int64_t seconds = 0;
    std::from_chars(at->second.data(), at->second.data() + at->second.size(), seconds);
    const auto when = italian_time(store::Time{std::chrono::seconds{seconds}});
    values.others.emplace("time", when.time);
    values.others.emplace("date", when.date);
  }
  if (message.kind == acts::MessageKind::code) values.code = acts::digits_for(office_, message);
  return values;
}

void Worker::deliver(const acts::Claimed& message) {
  if (message.channel == acts::Channel::mail) {  // there is no mail server yet
    return note(message, Dispatch::Outcome{std::nullopt, {{"mail", "no_mail_server"}}});
  }
  const auto text = texts_.render(message.language, acts::name_of(message.kind), values_for(message));
  if (message.withheld) return note(message, std::nullopt);
  const auto outcome = dispatch_.send({message.recipient, text});
  for (const auto& note : outcome.refusals) {
    log::event(log::Level::warning, "gateway_refused",
               {{"message", message.id}, {"gateway", note.gateway}, {"reason", note.reason}});
  }
  note(message, outcome);
}

void Worker::note(const acts::Claimed& message, const std::optional<Dispatch::Outcome>& outcome) {
  const auto now = now_();
  const auto again = now + wait_before(message.attempt);
  const auto again_at = again < message.not_after ? std::optional{again} : std::nullopt;
  const auto noted =
      store::write_and_wait(store_, [id = message.id, outcome, again_at, now](store::Session& session) {
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
          acts::message_sent(session, id, *outcome->taken_by, "", now);
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
