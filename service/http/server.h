// The listeners: HTTPS for everybody, plain HTTP for the machine's own probes. Moves bytes and holds limits;
// decides nothing about a request but whether it is HTTP at all.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "service/http/limits.h"
#include "service/http/message.h"
#include "service/http/proxy_header.h"

namespace sportello::http {

using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

struct Endpoint {
  std::string address;     // numeric
  std::uint16_t port = 0;  // 0: any free one
};
// "127.0.0.1:8443" or "[::1]:8443". The error is a sentence that says how to mend it.
std::expected<Endpoint, std::string> parse_endpoint(std::string_view text);

struct ServerOptions {
  Endpoint listen;
  Endpoint private_listen;
  std::filesystem::path certificate;  // PEM, whole chain
  std::filesystem::path private_key;  // PEM
  ServerLimits limits = {};
  Networks trusted_balancers = {};  // begin each connection to `listen` with the PROXY protocol, version 2
};

class Server {
 public:
  // Takes the two ports; a client that connects waits. The error is a sentence for whoever installs.
  static std::expected<std::unique_ptr<Server>, std::string> listen(const ServerOptions& options);
  // Serves on its own threads from here on. Call once.
  void serve(Handler handler, Handler private_handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t private_port() const;
  [[nodiscard]] boost::asio::any_io_executor executor() const;

  // Accepts nothing more, closes idle connections, finishes what was accepted, then does the same for the private
  // listener, which until then tells how it stands; joins. Safe to call twice.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace sportello::http
