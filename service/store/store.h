// Where everything is kept: writes in one order, each answered when it is durable; reads beside them.
// Knows no network and no framework: an answer comes by a call on one of the store's own threads, so whoever asked
// posts it to where it belongs and returns at once.
#pragma once

#include <expected>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "service/store/session.h"

namespace sportello::store {

struct StoreError {
  enum class Kind {
    busy,    // the queue is full, or another process holds the store: ask again shortly
    failed,  // a statement or the commit failed, such as a full disk: nothing of this command was kept
    closed,  // the store is being closed: nothing was kept
  };
  Kind kind = Kind::failed;
  std::string sentence;  // for the log; never a bound value
  // The answer to a commit was lost: the command may have been kept all the same, and the sentence says so. Whoever
  // did something outside the store that only counts with it (a file of passwords) must not take it back.
  bool perhaps_kept = false;
};

// What a command says at its end. roll_back undoes this command alone, and is no error.
enum class Verdict { commit, roll_back };

// A command may run twice (another store retries it), so it captures by value and touches nothing but the session and
// its own result slot. It runs on the writer's thread: no password hash, no network, nothing slow.
using Command = std::function<Verdict(Session&)>;
using Query = std::function<void(Session&)>;
using Done = std::function<void(std::expected<void, StoreError>)>;

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // `done` is called exactly once, on a thread of the store, after the commit is durable; or at once with busy or
  // closed on the caller's thread. It must not throw and must not wait.
  virtual void write(Command command, Done done) = 0;
  // On a pool of connections that cannot write; sees every write that was answered before.
  virtual void read(Query query, Done done) = 0;
  // Between true and false come many writes of one program that can begin anew: they need not be durable one by one,
  // but whatever is answered after false is, and with it all before. Costs nothing where a store cannot do better.
  // No default: a store over another that forgot to pass it on would make imports slow, and nobody would see why.
  virtual void expect_many(bool many) = 0;
  // Refuses new work, finishes what was accepted, ends the threads. Called by the destructor too.
  virtual void close() = 0;
};

// For programs without an event loop: wait for the answer. `act` returns a value.
template <class Act, class Result = std::invoke_result_t<Act&, Session&>>
std::expected<Result, StoreError> write_and_wait(Store& store, Act act) {
  auto slot = std::make_shared<std::optional<Result>>();
  std::promise<std::expected<void, StoreError>> answered;
  store.write(
      [slot, act](Session& session) mutable {
        slot->emplace(act(session));
        return Verdict::commit;
      },
      [&answered](std::expected<void, StoreError> result) { answered.set_value(std::move(result)); });
  if (auto result = answered.get_future().get(); !result) return std::unexpected(result.error());
  return std::move(**slot);
}

template <class Act, class Result = std::invoke_result_t<Act&, Session&>>
std::expected<Result, StoreError> read_and_wait(Store& store, Act act) {
  auto slot = std::make_shared<std::optional<Result>>();
  std::promise<std::expected<void, StoreError>> answered;
  store.read([slot, act](Session& session) mutable { slot->emplace(act(session)); },
             [&answered](std::expected<void, StoreError> result) { answered.set_value(std::move(result)); });
  if (auto result = answered.get_future().get(); !result) return std::unexpected(result.error());
  return std::move(**slot);
}

}  // namespace sportello::store
