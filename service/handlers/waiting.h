// How a handler waits for the store and for the hash pool: the coroutine sleeps, the io thread serves others.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "service/handlers/context.h"
#include "service/shared/wire/problem.h"
#include "service/store/store.h"

namespace sportello::handlers {

using boost::asio::awaitable;

// busy when the queue is full, internal (with a log line) when the store failed.
awaitable<std::expected<void, wire::Problem>> write_command(Context& context, store::Command command);
awaitable<std::expected<void, wire::Problem>> read_query(Context& context, store::Query query);
// busy with retry_after_s when the pool's queue is full.
wire::Problem too_many_hashes();
awaitable<std::expected<void, wire::Problem>> run_on_pool(Context& context, hashing::Pool::Job job);
// With a place reserved before, which cannot fail.
awaitable<void> run_in_place(Context& context, hashing::Pool::Job job, hashing::Pool::Place place);

// The value of `act`, committed. `act` may run twice: it captures by value.
template <class Result>
awaitable<std::expected<Result, wire::Problem>> write(Context& context, std::function<Result(store::Session&)> act) {
  auto slot = std::make_shared<std::optional<Result>>();
  store::Command command = [slot, act = std::move(act)](store::Session& session) {
    slot->emplace(act(session));
    return store::Verdict::commit;
  };
  auto done = co_await write_command(context, std::move(command));
  if (!done) co_return std::unexpected(std::move(done.error()));
  co_return std::move(**slot);
}

template <class Result>
awaitable<std::expected<Result, wire::Problem>> read(Context& context, std::function<Result(store::Session&)> query) {
  auto slot = std::make_shared<std::optional<Result>>();
  store::Query fill = [slot, query = std::move(query)](store::Session& session) { slot->emplace(query(session)); };
  auto done = co_await read_query(context, std::move(fill));
  if (!done) co_return std::unexpected(std::move(done.error()));
  co_return std::move(**slot);
}

template <class Result>
awaitable<std::expected<Result, wire::Problem>> hash_on_pool(Context& context,
                                                             std::move_only_function<Result()> work) {
  auto slot = std::make_shared<std::optional<Result>>();
  hashing::Pool::Job job = [slot, work = std::move(work)]() mutable { slot->emplace(work()); };
  auto done = co_await run_on_pool(context, std::move(job));
  if (!done) co_return std::unexpected(std::move(done.error()));
  co_return std::move(**slot);
}

template <class Result>
awaitable<Result> hash_in_place(Context& context, hashing::Pool::Place place,
                                std::move_only_function<Result()> work) {
  auto slot = std::make_shared<std::optional<Result>>();
  hashing::Pool::Job job = [slot, work = std::move(work)]() mutable { slot->emplace(work()); };
  co_await run_in_place(context, std::move(job), std::move(place));
  co_return std::move(**slot);
}

}  // namespace sportello::handlers
