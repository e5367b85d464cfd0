// One client's connection: read a request, ask the handler, write the answer, again. Holds every deadline.
// Included by server.cpp alone: the HTTP library is read by the compiler there and nowhere else.
#pragma once

#include <sodium.h>

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

#include "service/http/limits.h"
#include "service/http/message.h"
#include "service/http/server.h"
#include "service/http/translate.h"
#include "service/metrics/instruments.h"
#include "service/shared/log/log.h"

namespace sportello::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using TlsStream = asio::ssl::stream<tcp::socket>;

class AnyConnection {
 public:
  AnyConnection() = default;
  AnyConnection(const AnyConnection&) = delete;
  AnyConnection& operator=(const AnyConnection&) = delete;
  virtual ~AnyConnection() = default;
  // From any thread.
  virtual void finish() = 0;    // close now if idle, else after the answer under way
  virtual void give_way() = 0;  // close at once, to make room
  // Nobody has proved here who they are, and no handler is at work for it: it may be asked to give way.
  [[nodiscard]] bool may_give_way() const { return !proven_ && !at_work_; }

 protected:
  std::atomic<bool> proven_ = false;
  std::atomic<bool> at_work_ = false;
};

// Called once, with the client's address as a trusted balancer tells it; false: there is no room for it.
using Readmit = std::function<bool(const std::string& address)>;

template <class Stream>
class Connection final : public AnyConnection, public std::enable_shared_from_this<Connection<Stream>> {
 public:
  // `stream` runs on a strand of its own: nothing below needs a lock.
  // With `readmit`, a balancer's header comes first.
  Connection(Stream stream, std::string peer, const Handler& handler)
      : stream_(std::move(stream)), watchdog_(stream_.get_executor()), peer_(std::move(peer)), handler_(handler) {}
  void expect_balancer(Readmit readmit) { readmit_ = std::move(readmit); }

  // `gone` is called once, when nothing more will happen here.
  template <class Gone>
  void start(Gone gone) {
    asio::co_spawn(
        stream_.get_executor(),
        [self = this->shared_from_this()]() -> asio::awaitable<void> { co_await self->run(); },
        [self = this->shared_from_this(), gone = std::move(gone)](const std::exception_ptr&) { gone(self); });
  }

  void give_way() override {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
      if (!self->may_give_way()) return;
      self->finishing_ = true;
      self->hang_up();
    });
  }

  void finish() override {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
      self->finishing_ = true;
      if (self->idle_) self->expire(self->generation_);
    });
  }

 private:
  using Error = boost::system::error_code;
  static constexpr bool tls = std::is_same_v<Stream, TlsStream>;

  // A deadline cancels what the socket waits for. It repeats: a cancel that falls between two waits is lost.
  void arm(std::chrono::steady_clock::duration within) {
    expired_ = false;
    watch(within, ++generation_);
  }
  void disarm() {
    ++generation_;
    watchdog_.cancel();
  }
  void watch(std::chrono::steady_clock::duration within, unsigned generation) {
    watchdog_.expires_after(within);
    watchdog_.async_wait([self = this->shared_from_this(), generation](const Error& error) {
      if (!error) self->expire(generation);
    });
  }
  void expire(unsigned generation) {
    if (generation != generation_) return;
    expired_ = true;
    Error ignored;
    stream_.lowest_layer().cancel(ignored);
    watch(std::chrono::milliseconds{50}, generation);
  }

  asio::awaitable<void> run() {
    Error error;
    if (readmit_) {
      const bool heard = co_await hear_balancer();
      if (!heard) co_return hang_up();
    }
    if constexpr (tls) {
      arm(handshake_deadline);
      co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                       asio::redirect_error(asio::use_awaitable, error));
      disarm();
      metrics::tls_handshakes.add({error ? "failed" : "done"});
      if (error) co_return hang_up();
    }
    boost::beast::flat_buffer buffer{header_bytes + body_bytes};
    bool more = true;
    for (bool first = true; more && !finishing_; first = false) {
      more = co_await serve_one(buffer, first);
      auto used = buffer.prepare(buffer.capacity() - buffer.size());
      sodium_memzero(used.data(), used.size());  // passwords pass through here
    }
    co_await say_goodbye();
  }

  // What a trusted balancer says before the client's own bytes; false: it cannot be understood, or there is no room.
  asio::awaitable<bool> hear_balancer() {
    Error error;
    std::array<unsigned char, proxy_fixed_bytes> fixed{};
    std::array<unsigned char, proxy_more_bytes> more{};
    arm(header_deadline);
    co_await asio::async_read(socket(), asio::buffer(fixed), asio::redirect_error(asio::use_awaitable, error));
    const auto length = error ? std::nullopt : proxy_length(fixed);
    if (length) {
      co_await asio::async_read(socket(), asio::buffer(more, *length),
                                asio::redirect_error(asio::use_awaitable, error));
    }
    disarm();
    if (error || !length) {
      log::event(log::BalancerNotUnderstood{.address = peer_});
      co_return false;
    }
    const auto client = proxy_client(fixed, std::span{more}.first(*length));
    if (!client) log::event(log::BalancerNotUnderstood{.address = peer_});
    if (!client || !*client) co_return client.has_value();
    peer_ = **client;
    co_return readmit_(peer_);
  }

  // One request and its answer; false when the connection is to be closed.
  asio::awaitable<bool> serve_one(boost::beast::flat_buffer& buffer, bool first) {
    Error error;
    if (buffer.size() == 0) {
      idle_ = true;
      arm(first ? header_deadline : idle_keep_alive);
      const auto count =
          co_await stream_.async_read_some(buffer.prepare(4096), asio::redirect_error(asio::use_awaitable, error));
      buffer.commit(count);
      idle_ = false;
      if (error) co_return false;
    }
    const auto id = secret::to_base64url(secret::random_bytes(9));
    const auto start = std::chrono::steady_clock::now();
    RequestParser parser;
    parser.header_limit(header_bytes);
    parser.body_limit(body_bytes);
    arm(header_deadline);
    co_await boost::beast::http::async_read_header(stream_, buffer, parser,
                                                   asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
      arm(body_deadline);
      co_await boost::beast::http::async_read(stream_, buffer, parser,
                                              asio::redirect_error(asio::use_awaitable, error));
    }
    const bool too_slow = expired_;
    disarm();
    if (error) {
      auto refusal = too_slow ? std::optional{refusal_too_slow()} : refusal_for(error);
      if (refusal) co_await answer(std::move(*refusal), id, start, false, false);
      co_return false;
    }
    const bool keep_alive = parser.get().keep_alive();
    const bool head = parser.get().method() == boost::beast::http::verb::head;
    auto request = to_request(parser, id, peer_);
    if (!request) {
      auto refusal = problem_response(wire::Code::bad_request, request.error());
      co_await answer(std::move(refusal), id, start, false, false);
      co_return false;
    }
    at_work_ = true;
    auto response = co_await ask(std::move(*request));
    if (!response.device.empty()) proven_ = true;
    const bool stay = keep_alive && !finishing_;
    const bool written = co_await answer(std::move(response), id, start, stay, head);
    at_work_ = false;
    co_return written&& stay;
  }

  // Logs and writes it.
  asio::awaitable<bool> answer(Response response, std::string id, std::chrono::steady_clock::time_point start,
                               bool keep_alive, bool head) {
    const auto took = std::chrono::steady_clock::now() - start;
    log::event(log::Request{.request = id,
                            .route = response.route,
                            .device = response.device,
                            .status = response.status,
                            .us = std::chrono::duration_cast<std::chrono::microseconds>(took).count()});
    const auto route = response.route.empty() ? std::string{"none"} : response.route;
    metrics::requests.add({route, std::to_string(response.status)});
    metrics::request_seconds.observe({route}, took);
    co_return co_await write(std::move(response), id, keep_alive, head);
  }

  // A handler is never cut off in the middle: after its deadline somebody else answers, and what it still does, it
  // does. Whoever asks again with the same Idempotency-Key gets what came of it.
  asio::awaitable<Response> ask(Request request) {
    const auto id = request.id;
    const auto answer = std::make_shared<std::optional<Response>>();
    const auto late = std::make_shared<asio::steady_timer>(stream_.get_executor(), handler_deadline);
    asio::co_spawn(stream_.get_executor(), answered(handler_, std::move(request)),
                   [answer, late](const std::exception_ptr&, Response response) {
                     *answer = std::move(response);
                     late->cancel();
                   });
    Error error;
    if (!*answer) co_await late->async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (*answer) co_return std::move(**answer);
    log::event(log::HandlerLate{.request = id});
    auto problem = wire::Problem{};
    problem.code = wire::Code::busy;
    problem.retry_after_s = 1;
    co_return problem_response(problem);
  }

  static asio::awaitable<Response> answered(const Handler& handler, Request request) {
    const auto id = request.id;
    try {
      co_return co_await handler(std::move(request));
    } catch (const std::exception&) {
      // What the exception says may hold a person's data: its text is not logged.
      log::event(log::HandlerThrew{.request = id});
    }
    co_return problem_response(wire::Code::internal);
  }

  asio::awaitable<bool> write(Response response, const std::string& id, bool keep_alive, bool head) {
    auto message = to_message(std::move(response), id, keep_alive, head, tls);
    Error error;
    arm(write_deadline);
    co_await boost::beast::http::async_write(stream_, message, asio::redirect_error(asio::use_awaitable, error));
    disarm();
    co_return !error;
  }

  // A socket closed with unread bytes sends a reset, and the client may never read why it was refused.
  asio::awaitable<void> say_goodbye() {
    Error error;
    arm(finishing_ ? hurried_close : lingering_close);
    if constexpr (tls) {
      co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
    }
    if (!expired_ && error != asio::error::eof) {
      stream_.lowest_layer().shutdown(tcp::socket::shutdown_send, error);
      std::array<char, 4096> dropped{};
      for (std::size_t total = 0; !error && !expired_ && total < drained_bytes;) {
        total += co_await socket().async_read_some(asio::buffer(dropped),
                                                   asio::redirect_error(asio::use_awaitable, error));
      }
    }
    disarm();
    hang_up();
  }

  tcp::socket& socket() {
    if constexpr (tls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  void hang_up() {
    Error ignored;
    stream_.lowest_layer().close(ignored);
  }

  Stream stream_;
  asio::steady_timer watchdog_;
  std::string peer_;
  const Handler& handler_;
  unsigned generation_ = 0;
  bool expired_ = false;
  bool idle_ = false;
  bool finishing_ = false;
  Readmit readmit_;
};

}  // namespace sportello::http
