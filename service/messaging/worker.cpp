// A few threads, each: is something due? claim it, send it, say how it went.
#include "service/messaging/worker.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "service/duty.h"
#include "service/messaging/limits.h"
#include "service/messaging/values.h"
#include "service/metrics/instruments.h"
#include "service/shared/log/log.h"

namespace sportello::messaging {
namespace {

namespace acts = store::acts;
using Kind = Dispatch::Outcome::Kind;

std::chrono::seconds life_of(acts::Channel channel) {
  return channel == acts::Channel::mail ? mail_sending_life : desk::sending_life;
}

std::chrono::seconds wait_before(int attempt, acts::Channel channel) {
  const auto doubled = first_wait * (1 << std::clamp(attempt - 1, 0, 10));
  return std::min(doubled, channel == acts::Channel::mail ? longest_mail_wait : longest_wait);
}

}  // namespace

Worker::Worker(Tools tools) : tools_(std::move(tools)) {
  for (unsigned i = 0; i < tools_.threads; ++i) threads_.emplace_back([this] { work(); });
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
  for (auto* const gateway : tools_.dispatch.all()) gateway->give_up();
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
    log::event(log::SenderFailed{});  // what an exception says may hold a number
    return false;
  }
}

bool Worker::send_one() {
  const auto now = tools_.now();
  // A look first: claiming goes through the one writer, which has better to do than to find nothing.
  const auto due = store::read_and_wait(
      tools_.store, [this](store::Session& session) { return acts::next_due(session, tools_.channel); });
  if (!due || !*due || **due > now) return false;
  const acts::Claiming wish{1, tools_.channel, tools_.dispatch.first(), life_of(tools_.channel), tools_.process};
  const auto claimed = store::write_and_wait(tools_.store, [this, wish, now](store::Session& session) {
    return acts::claim_messages(session, tools_.office, wish, now);
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
  const auto token = std::string{tools_.office.vault.link_token(store::LinkKind::receipt, message.id).reveal()};
  if (message.channel == acts::Channel::sms) {
    return Parcel{message.id, message.recipient, tools_.texts.sms(message.language, kind, values), {}, token};
  }
  auto mail = tools_.texts.mail(message.language, kind, values);
  return Parcel{message.id, message.recipient, std::move(mail.text), std::move(mail.parts), token};
}

template <class Act>
bool Worker::write(const acts::Claimed& message, Act act) {
  const auto written = store::write_and_wait(tools_.store, [act](store::Session& session) {
    act(session);
    return true;
  });
  // Not written: the message stays marked as being sent, and is due again after desk::sending_life.
  if (!written) log::event(log::MessageNotNoted{.message = message.id});
  return written.has_value();
}

void Worker::deliver(const acts::Claimed& message) {
  if (!message.interrupted_at.empty() && !message.withheld) return settle(message);
  const auto parcel = parcel_of(message);
  if (!parcel) return note(message, {Kind::for_good, "", "", {{"none", "no_text"}}});
  if (message.withheld) {
    log::event(log::MessageWithheld{.message = message.id, .attempt = message.attempt});
    write(message, [id = message.id, now = tools_.now()](store::Session& session) {
      acts::message_withheld(session, id, now);
    });
    return;
  }
  // The claim wrote the first one down; whoever else is asked is written down before.
  auto offered_to = message.offered_to;
  const auto outcome = tools_.dispatch.send(*parcel, [&](const std::string& gateway) {
    if (std::exchange(offered_to, "") == gateway) return true;
    const auto open = store::write_and_wait(tools_.store, [claim = message.claim(), gateway, now = tools_.now(),
                                                           life = life_of(message.channel)](store::Session& session) {
      return acts::message_offered(session, claim, gateway, now, life);
    });
    return open && *open;
  });
  for (const auto& note : outcome.refusals) {
    metrics::gateway_results.add({std::string{acts::name_of(message.channel)}, note.gateway, "refused"});
    log::event(log::GatewayRefused{.message = message.id, .gateway = note.gateway, .reason = note.reason});
  }
  note(message, outcome);
}

void Worker::settle(const acts::Claimed& message) {
  const auto now = tools_.now();
  const auto& name = message.interrupted_at;
  auto* const gateway = tools_.dispatch.find(name);
  const auto known = gateway == nullptr ? Known::never : gateway->was_taken(message.id);
  using Taken = log::GatewayAsked::Taken;
  log::event(log::GatewayAsked{
      .message = message.id,
      .gateway = name,
      .taken = known == Known::yes ? Taken::yes : (known == Known::no ? Taken::no : Taken::unknown)});
  if (known == Known::yes) return note(message, {Kind::taken, name, "", {}});
  if (known == Known::never && message.channel == acts::Channel::mail) {
    return note_perhaps(message, {Kind::perhaps, "", "", {{name, "no_last_word"}}});
  }
  const bool may_come = known == Known::not_yet || (known == Known::no && message.fell_silent);
  if (may_come && now - message.offered_at < desk::patience) {
    return note(message, {Kind::unsure, "", "", {{name, "not_known_yet"}}});
  }
  // Back into the queue: the next claim looks whether anybody still waits for it.
  write(message, [claim = message.claim(), name, now](store::Session& session) {
    acts::message_not_taken(session, claim, name, now);
  });
}

// A server that took the text and never answers gets it a few times, not until its end of life.
void Worker::note_perhaps(const acts::Claimed& message, const Dispatch::Outcome& outcome) {
  const auto now = tools_.now();
  const auto again = now + (message.kind == acts::MessageKind::mail_code ? first_wait : longest_mail_wait);
  write(message, [claim = message.claim(), outcome, again, now](store::Session& session) {
    for (const auto& note : outcome.refusals) {
      if (&note != &outcome.refusals.back()) acts::message_refused(session, claim.id, note.gateway, note.reason, now);
    }
    const auto& last = outcome.refusals.back();
    acts::message_unanswered(session, claim, {last.gateway, last.reason, again, false}, most_copies, now);
  });
  log::event(log::MessageUnanswered{.message = message.id, .attempt = message.attempt});
}

void Worker::note(const acts::Claimed& message, const Dispatch::Outcome& outcome) {
  const auto now = tools_.now();
  if (outcome.kind == Kind::closed) return;
  if (outcome.kind == Kind::perhaps) return note_perhaps(message, outcome);
  const auto again = now + (outcome.kind == Kind::unsure ? ask_again : wait_before(message.attempt, message.channel));
  const bool may = outcome.kind == Kind::again && again < message.not_after;
  write(message, [claim = message.claim(), outcome, again, may, now](store::Session& session) {
    auto refusals = outcome.refusals;
    std::optional<Dispatch::Note> last;
    if (outcome.kind != Kind::taken) {
      last = refusals.back();
      refusals.pop_back();
    }
    for (const auto& note : refusals) acts::message_refused(session, claim.id, note.gateway, note.reason, now);
    if (outcome.kind == Kind::taken) {
      acts::message_sent(session, claim.id, outcome.taken_by, outcome.receipt, now);
    } else if (outcome.kind == Kind::unsure) {
      acts::message_unsure(session, claim, last->gateway, last->reason, again, now);
    } else {
      const bool bounced = outcome.kind == Kind::for_good && last->gateway != "none";
      acts::message_failed(session, claim,
                           {last->gateway, last->reason, may ? std::optional{again} : std::nullopt, bounced}, now);
    }
  });
  if (outcome.kind == Kind::taken) {
    metrics::gateway_results.add({std::string{acts::name_of(message.channel)}, outcome.taken_by, "taken"});
    log::event(log::MessageSent{.message = message.id, .gateway = outcome.taken_by, .attempt = message.attempt});
  } else if (may || outcome.kind == Kind::unsure) {
    log::event(log::MessageWaits{.message = message.id, .attempt = message.attempt});
  } else {
    log::event(log::MessageGivenUp{.message = message.id, .attempt = message.attempt});
  }
}

}  // namespace sportello::messaging
