// Accepting, counting, starting and stopping. The only file, with its two headers, that reads Beast.
#include "service/http/server.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <charconv>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "service/duty.h"
#include "service/http/buckets.h"
#include "service/http/connection.h"

namespace sportello::http {
namespace {

std::expected<asio::ssl::context, std::string> tls_context(const ServerOptions& options) {
  asio::ssl::context context{asio::ssl::context::tls_server};
  boost::system::error_code error;
  auto* native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
  SSL_CTX_set_max_early_data(native, 0);               // early data can be replayed
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // hundreds of kiosks wait idle
  context.use_certificate_chain_file(options.certificate.string(), error);
  if (error) {
    return std::unexpected("cannot read the certificate " + options.certificate.string() +
                           ": name a PEM file with the whole chain under service.certificate");
  }
  context.use_private_key_file(options.private_key.string(), asio::ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(native) != 1) {
    return std::unexpected("cannot use the private key " + options.private_key.string() +
                           ": name the PEM file that belongs to the certificate under service.private_key");
  }
  return context;
}

std::expected<tcp::acceptor, std::string> listen_on(asio::io_context& io, const Endpoint& endpoint) {
  boost::system::error_code error;
  const auto where = endpoint.address + ":" + std::to_string(endpoint.port);
  const auto address = asio::ip::make_address(endpoint.address, error);
  if (error) return std::unexpected("cannot listen on " + where + ": give a numeric address");
  const tcp::endpoint wanted{address, endpoint.port};
  tcp::acceptor acceptor{asio::make_strand(io)};
  acceptor.open(wanted.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor.bind(wanted, error);
  if (!error) acceptor.listen(listen_backlog, error);
  if (error) return std::unexpected("cannot listen on " + where + " (" + error.message() + "): choose another port");
  return acceptor;
}

}  // namespace

std::expected<Endpoint, std::string> parse_endpoint(std::string_view text) {
  const auto wrong = [&] {
    return std::unexpected("\"" + std::string{text} + "\" is no address and port: write it as 127.0.0.1:8443");
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  Endpoint endpoint;
  auto address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  endpoint.address = std::string{address};
  const auto port = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  std::array<unsigned char, 16> binary{};
  const bool numeric = inet_pton(AF_INET, endpoint.address.c_str(), binary.data()) == 1 ||
                       inet_pton(AF_INET6, endpoint.address.c_str(), binary.data()) == 1;
  if (port.empty() || error != std::errc{} || end != port.data() + port.size() || !numeric) return wrong();
  return endpoint;
}

struct Server::Parts {
  Parts(asio::ssl::context context, const ServerOptions& options)
      : tls(std::move(context)),
        limits(options.limits),
        balancers(options.trusted_balancers),
        rates(options.limits.new_connections_per_address_minute, addresses_remembered) {}

  asio::io_context io{static_cast<int>(io_threads)};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  asio::ssl::context tls;
  const ServerLimits limits;
  const Networks balancers;
  Buckets rates;  // of new connections, by address
  Handler handler;
  Handler private_handler;
  std::vector<tcp::acceptor> acceptors;  // the public one, then the private one
  std::uint16_t port = 0;
  std::uint16_t private_port = 0;
  std::vector<std::thread> threads;

  struct Open {
    std::weak_ptr<AnyConnection> connection;
    std::string address;
    bool is_public = true;
    bool leaving = false;
  };
  std::mutex mutex;  // guards what follows
  std::condition_variable fewer;
  std::map<std::uint64_t, Open> open;  // by the order in which they came
  std::map<std::string, int, std::less<>> per_address;
  std::uint64_t last = 0;
  int leaving = 0;
  bool stopping = false;
  bool stopped = false;
  std::int64_t untold = 0;  // refusals that the log has not told yet
  std::chrono::steady_clock::time_point told;

  // The number under which it is open; nothing: there is no room for it.
  std::optional<std::uint64_t> admit(const std::shared_ptr<AnyConnection>& connection, const std::string& address,
                                     bool is_public, bool by_balancer) {
    const std::lock_guard lock{mutex};
    if (stopping && is_public) return std::nullopt;
    if (is_public && !by_balancer && !room_for(address)) return std::nullopt;
    if (static_cast<int>(open.size()) - leaving >= limits.connections && !make_room("")) {
      refuse(log::ConnectionRefused::Limit::connections);
      return std::nullopt;
    }
    if (!by_balancer) ++per_address[address];
    open.emplace(++last, Open{connection, by_balancer ? "" : address, is_public, false});
    metrics::connections_accepted.add({is_public ? "public" : "private"});
    metrics::connections.add({is_public ? "public" : "private"}, 1);
    return last;
  }

  // A balancer has said whose connection it is.
  bool readmit(std::uint64_t number, const std::string& address) {
    const std::lock_guard lock{mutex};
    const auto found = open.find(number);
    if (found == open.end() || !room_for(address)) return false;
    ++per_address[address];
    found->second.address = address;
    return true;
  }

  // By rate and by number. With the lock held.
  bool room_for(const std::string& address) {
    if (rates.take(address)) {
      refuse(log::ConnectionRefused::Limit::rate);
      return false;
    }
    const auto count = per_address.find(address);
    if (count == per_address.end() || count->second < limits.connections_per_address || make_room(address))
      return true;
    refuse(log::ConnectionRefused::Limit::address);
    return false;
  }

  // The one that came first of those that nobody known uses, of one address or of all, is asked to go.
  bool make_room(const std::string& address) {
    for (auto& [number, one] : open) {
      if (one.leaving || !one.is_public || (!address.empty() && one.address != address)) continue;
      const auto connection = one.connection.lock();
      if (!connection || !connection->may_give_way()) continue;
      one.leaving = true;
      ++leaving;
      if (!one.address.empty()) uncount(one.address);
      one.address.clear();
      connection->give_way();
      metrics::connections_gave_way.add();
      return static_cast<int>(open.size()) < 2 * limits.connections;  // they go at once; if not, somebody must wait
    }
    return false;
  }

  void uncount(const std::string& address) {
    const auto count = per_address.find(address);
    if (count != per_address.end() && --count->second == 0) per_address.erase(count);
  }

  // A flood must not fill the log as well.
  void refuse(const log::ConnectionRefused::Limit& limit) {
    metrics::connections_refused.add({std::string{limit.word}});
    ++untold;
    const auto now = std::chrono::steady_clock::now();
    if (now - told < refusals_told_every) return;
    log::event(log::ConnectionRefused{.limit = limit, .count = untold});
    untold = 0;
    told = now;
  }

  void forget(std::uint64_t number) {
    const std::lock_guard lock{mutex};
    const auto found = open.find(number);
    if (found == open.end()) return;
    const auto& one = found->second;
    if (!one.address.empty()) uncount(one.address);
    if (one.leaving) --leaving;
    metrics::connections.add({one.is_public ? "public" : "private"}, -1);
    open.erase(found);
    fewer.notify_all();
  }

  template <class MakeStream>
  asio::awaitable<void> accept(tcp::acceptor& acceptor, const Handler& asked, bool is_public,
                               MakeStream make_stream) {
    asio::steady_timer pause{acceptor.get_executor()};
    for (;;) {
      boost::system::error_code error;
      auto socket =
          co_await acceptor.async_accept(asio::make_strand(io), asio::redirect_error(asio::use_awaitable, error));
      if (!acceptor.is_open()) co_return;
      if (error) {  // out of descriptors, most likely: wait for some to come back
        log::event(log::AcceptFailed{.error = error.message()});
        pause.expires_after(std::chrono::milliseconds{100});
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      begin(std::move(socket), asked, is_public, make_stream);
    }
  }

  template <class MakeStream>
  void begin(tcp::socket socket, const Handler& asked, bool is_public, const MakeStream& make_stream) {
    boost::system::error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return;
    socket.set_option(tcp::no_delay{true}, error);
    const auto peer = remote.address().to_string();
    auto stream = make_stream(std::move(socket));
    const auto connection = std::make_shared<Connection<decltype(stream)>>(std::move(stream), peer, asked);
    const bool by_balancer = is_public && balancers.contain(peer);
    const auto number = admit(connection, peer, is_public, by_balancer);
    if (!number) return;  // closed by its going
    if (by_balancer) {
      connection->expect_balancer([this, number = *number](const auto& client) { return readmit(number, client); });
    }
    connection->start([this, number = *number](const auto&) { forget(number); });
  }

  void close(tcp::acceptor& acceptor) {
    asio::post(acceptor.get_executor(), [&acceptor] {
      boost::system::error_code ignored;
      acceptor.close(ignored);
    });
  }

  // Waits for the connections of one listener to end, until `deadline`. With the lock held.
  void finish(std::unique_lock<std::mutex>& lock, bool is_public, std::chrono::steady_clock::time_point deadline) {
    close(acceptors.at(is_public ? 0 : 1));
    for (const auto& [number, one] : open) {
      if (one.is_public != is_public) continue;
      if (const auto connection = one.connection.lock()) connection->finish();
    }
    fewer.wait_until(lock, deadline, [&] {
      return std::ranges::none_of(open, [&](const auto& entry) { return entry.second.is_public == is_public; });
    });
  }
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() { stop(); }
std::uint16_t Server::port() const { return parts_->port; }
std::uint16_t Server::private_port() const { return parts_->private_port; }
asio::any_io_executor Server::executor() const { return parts_->io.get_executor(); }

std::expected<std::unique_ptr<Server>, std::string> Server::listen(const ServerOptions& options) {
  auto context = tls_context(options);
  if (!context) return std::unexpected(context.error());
  auto parts = std::make_unique<Parts>(std::move(*context), options);
  for (const auto& endpoint : {options.listen, options.private_listen}) {
    auto acceptor = listen_on(parts->io, endpoint);
    if (!acceptor) return std::unexpected(acceptor.error());
    parts->acceptors.push_back(std::move(*acceptor));
  }
  parts->port = parts->acceptors.at(0).local_endpoint().port();
  parts->private_port = parts->acceptors.at(1).local_endpoint().port();
  return std::unique_ptr<Server>{new Server{std::move(parts)}};
}

void Server::serve(Handler handler, Handler private_handler) {
  auto& all = *parts_;
  all.handler = std::move(handler);
  all.private_handler = std::move(private_handler);
  asio::co_spawn(
      all.acceptors.at(0).get_executor(),
      [&all]() -> asio::awaitable<void> {
        co_await all.accept(all.acceptors.at(0), all.handler, true,
                            [&all](tcp::socket socket) { return TlsStream{std::move(socket), all.tls}; });
      },
      asio::detached);
  asio::co_spawn(
      all.acceptors.at(1).get_executor(),
      [&all]() -> asio::awaitable<void> {
        co_await all.accept(all.acceptors.at(1), all.private_handler, false,
                            [](tcp::socket socket) { return socket; });
      },
      asio::detached);
  for (unsigned i = 0; i < io_threads; ++i) {
    all.threads.emplace_back([&all] {
      begin_duty("io", Duty::answers);
      all.io.run();
    });
  }
}

void Server::stop() {
  auto& all = *parts_;
  std::unique_lock lock{all.mutex};
  if (all.stopped) return;
  all.stopped = true;
  all.stopping = true;
  const auto deadline = std::chrono::steady_clock::now() + graceful_stop;
  all.finish(lock, true, deadline);
  all.finish(lock, false, deadline + hurried_close);
  lock.unlock();
  all.work.reset();
  all.io.stop();
  for (auto& thread : all.threads) thread.join();
}

}  // namespace sportello::http
