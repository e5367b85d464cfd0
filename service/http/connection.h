// One client's connection: read a request, ask the handler, write the answer, again. Holds every deadline.
// Included by server.cpp alone: the HTTP library is read by the compiler there and nowhere else.
#pragma once

#include <sodium.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
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
  virtual void finish() = 0;  // from any thread: close now if idle, else after the answer under way
};

template <class Stream>
class Connection final : public AnyConnection, public std::enable_shared_from_this<Connection<Stream>> {
 public:
  // `stream` runs on a strand of its own: nothing below needs a lock.
  Connection(Stream stream, std::string peer, const Handler& handler)
      : stream_(std::move(stream)), watchdog_(stream_.get_executor()), peer_(std::move(peer)), handler_(handler) {}

  // `gone` is called once, when nothing more will happen here.
  template <class Gone>
  void start(Gone gone) {
    asio::co_spawn(
        stream_.get_executor(),
        [self = this->shared_from_this()]() -> asio::awaitable<void> { co_await self->run(); },
        [self = this->shared_from_this(), gone = std::move(gone)](const std::exception_ptr&) { gone(self); });
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
    if constexpr (tls) {
      arm(handshake_deadline);
      co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                       asio::redirect_error(asio::use_awaitable, error));
      disarm();
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
    auto response = co_await ask(std::move(*request));
    const bool stay = keep_alive && !finishing_;
    const bool written = co_await answer(std::move(response), id, start, stay, head);
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
    co_return co_await write(std::move(response), id, keep_alive, head);
  }

  asio::awaitable<Response> ask(Request request) {
    const auto id = request.id;
    try {
      co_return co_await handler_(std::move(request));
    } catch (const std::exception&) {
      // What the exception says may hold a person's data: its text is not logged.
      log::event(log::HandlerThrew{.request = id});
    }
    co_return problem_response(wire::Code::internal);
  }

  asio::awaitable<bool> write(Response response, const std::string& id, bool keep_alive, bool head) {
    auto message = to_message(std::move(response), id, keep_alive, head);
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
};

}  // namespace sportello::http
