// Callbacks of the store and the pool, as coroutines. The answer is posted to the coroutine's own strand.
#include "service/handlers/waiting.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "service/hashing/limits.h"
#include "service/shared/log/log.h"

namespace sportello::handlers {
namespace {

namespace asio = boost::asio;
using StoreResult = std::expected<void, store::StoreError>;

// Calls `start` with a callback that may come from any thread, and waits for it.
template <class Result, class Start>
awaitable<Result> wait_for(Start start) {
  return asio::async_initiate<const asio::use_awaitable_t<>&, void(Result)>(
      [start = std::move(start)](auto handler) mutable {
        using Handler = decltype(handler);
        auto executor = asio::get_associated_executor(handler);
        auto shared = std::make_shared<Handler>(std::move(handler));  // callbacks are copied, handlers cannot be
        start([shared, executor](Result result) {
          asio::post(executor, [shared, result = std::move(result)]() mutable { (*shared)(std::move(result)); });
        });
      },
      asio::use_awaitable);
}

constexpr int store_retry_after_s = 1;  // a full queue of commits is worked off in half a second

std::expected<void, wire::Problem> answer_to(const Context& context, const StoreResult& result) {
  if (result) return {};
  wire::Problem problem;
  switch (result.error().kind) {
    case store::StoreError::Kind::busy:
    case store::StoreError::Kind::closed:
      problem.code = wire::Code::busy;
      problem.retry_after_s = store_retry_after_s;
      break;
    case store::StoreError::Kind::failed:
      problem.code = wire::Code::internal;
      log::event(log::StoreFailed{.request = context.request, .error = result.error().sentence});
      break;
  }
  return std::unexpected(std::move(problem));
}

}  // namespace

awaitable<std::expected<void, wire::Problem>> write_command(Context& context, store::Command command) {
  auto start = [&context, command = std::move(command)](auto done) mutable {
    context.store.write(std::move(command), std::move(done));
  };
  const auto result = co_await wait_for<StoreResult>(std::move(start));
  co_return answer_to(context, result);
}

awaitable<std::expected<void, wire::Problem>> read_query(Context& context, store::Query query) {
  auto start = [&context, query = std::move(query)](auto done) mutable {
    context.store.read(std::move(query), std::move(done));
  };
  const auto result = co_await wait_for<StoreResult>(std::move(start));
  co_return answer_to(context, result);
}

wire::Problem too_many_hashes() {
  wire::Problem problem;
  problem.code = wire::Code::busy;
  problem.retry_after_s = hashing::retry_after_s;
  return problem;
}

awaitable<std::expected<void, wire::Problem>> run_on_pool(Context& context, hashing::Pool::Job job) {
  auto start = [&context, job = std::move(job)](auto done) mutable {
    hashing::Pool::Job whole = [job = std::move(job), done]() mutable {
      job();
      done(true);
    };
    if (!context.pool.run(whole)) done(false);
  };
  const bool ran = co_await wait_for<bool>(std::move(start));
  if (!ran) co_return std::unexpected(too_many_hashes());
  co_return std::expected<void, wire::Problem>{};
}

awaitable<void> run_in_place(Context& context, hashing::Pool::Job job, hashing::Pool::Place place) {
  auto start = [&context, job = std::move(job), place = std::move(place)](auto done) mutable {
    hashing::Pool::Job whole = [job = std::move(job), done]() mutable {
      job();
      done(true);
    };
    context.pool.run(std::move(whole), std::move(place));
  };
  co_await wait_for<bool>(std::move(start));
}

}  // namespace sportello::handlers
