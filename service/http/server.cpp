// Accepting, counting, starting and stopping. The only file, with its two headers, that reads Beast.
#include "service/http/server.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>

#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <charconv>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "service/duty.h"
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
  explicit Parts(asio::ssl::context context) : tls(std::move(context)) {}

  asio::io_context io{static_cast<int>(io_threads)};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  asio::ssl::context tls;
  Handler handler;
  Handler private_handler;
  std::vector<tcp::acceptor> acceptors;  // the public one, then the private one
  std::uint16_t port = 0;
  std::uint16_t private_port = 0;
  std::vector<std::thread> threads;

  std::mutex mutex;  // guards what follows
  std::condition_variable emptied;
  std::map<AnyConnection*, std::pair<std::weak_ptr<AnyConnection>, std::string>> open;  // with the peer's address
  std::map<std::string, std::size_t, std::less<>> per_address;
  bool stopping = false;
  bool stopped = false;

  bool admit(const std::shared_ptr<AnyConnection>& connection, const std::string& peer) {
    const std::lock_guard lock{mutex};
    if (stopping || open.size() >= connections || per_address[peer] >= connections_per_address) return false;
    ++per_address[peer];
    open.emplace(connection.get(), std::pair{connection, peer});
    return true;
  }

  void forget(AnyConnection* connection) {
    const std::lock_guard lock{mutex};
    const auto found = open.find(connection);
    if (found == open.end()) return;
    const auto count = per_address.find(found->second.second);
    if (--count->second == 0) per_address.erase(count);
    open.erase(found);
    if (open.empty()) emptied.notify_all();
  }

  template <class MakeStream>
  asio::awaitable<void> accept(tcp::acceptor& acceptor, const Handler& asked, MakeStream make_stream) {
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
      begin(std::move(socket), asked, make_stream);
    }
  }

  template <class MakeStream>
  void begin(tcp::socket socket, const Handler& asked, const MakeStream& make_stream) {
    boost::system::error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return;
    socket.set_option(tcp::no_delay{true}, error);
    const auto peer = remote.address().to_string();
    auto stream = make_stream(std::move(socket));
    const auto connection = std::make_shared<Connection<decltype(stream)>>(std::move(stream), peer, asked);
    if (!admit(connection, peer)) {
      log::event(log::ConnectionRefused{.limit = log::ConnectionRefused::Limit::connections});
      return;  // closed by its going
    }
    connection->start([this](const auto& gone) { forget(gone.get()); });
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
  auto parts = std::make_unique<Parts>(std::move(*context));
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
        co_await all.accept(all.acceptors.at(0), all.handler,
                            [&all](tcp::socket socket) { return TlsStream{std::move(socket), all.tls}; });
      },
      asio::detached);
  asio::co_spawn(
      all.acceptors.at(1).get_executor(),
      [&all]() -> asio::awaitable<void> {
        co_await all.accept(all.acceptors.at(1), all.private_handler, [](tcp::socket socket) { return socket; });
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
  for (auto& acceptor : all.acceptors) {
    asio::post(acceptor.get_executor(), [&acceptor] {
      boost::system::error_code ignored;
      acceptor.close(ignored);
    });
  }
  for (const auto& [key, entry] : all.open) {
    if (const auto connection = entry.first.lock()) connection->finish();
  }
  all.emptied.wait_for(lock, graceful_stop, [&all] { return all.open.empty(); });
  lock.unlock();
  all.work.reset();
  all.io.stop();
  for (auto& thread : all.threads) thread.join();
}

}  // namespace sportello::http
