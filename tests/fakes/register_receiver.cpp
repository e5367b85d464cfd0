// OpenSSL over plain sockets, a thread a connection, one request a connection.
#include "tests/fakes/register_receiver.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <csignal>
#include <ctime>
#include <sstream>
#include <stdexcept>

#include "service/shared/signing/http_signature.h"

namespace sportello::fakes {
namespace {

std::string lower(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::optional<RegisterRequest> read_request(SSL* ssl) {
  std::string bytes;
  std::size_t head = std::string::npos;
  std::size_t length = 0;
  RegisterRequest request;
  while (head == std::string::npos || bytes.size() < head + 4 + length) {
    std::array<char, 4096> piece{};
    const int got = SSL_read(ssl, piece.data(), piece.size());
    if (got <= 0) return std::nullopt;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
    if (head != std::string::npos) continue;
    head = bytes.find("\r\n\r\n");
    if (head == std::string::npos) continue;
    std::istringstream lines{bytes.substr(0, head)};
    std::string line;
    std::getline(lines, line);
    std::istringstream{line} >> request.method >> request.target;
    while (std::getline(lines, line)) {
      if (line.ends_with('\r')) line.pop_back();
      const auto colon = line.find(": ");
      if (colon != std::string::npos) request.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
    if (const auto found = request.headers.find("content-length"); found != request.headers.end()) {
      length = std::stoul(found->second);
    }
  }
  request.body = bytes.substr(head + 4, length);
  return request;
}

}  // namespace

RegisterReceiver::RegisterReceiver(signing::PublicKey sender)
    : sender_(sender), files_(make_certificate(folder_.path())) {
  std::signal(SIGPIPE, SIG_IGN);
  auto* context = SSL_CTX_new(TLS_server_method());
  context_ = context;
  if (SSL_CTX_use_certificate_file(context, files_.certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(context, files_.private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
    throw std::runtime_error("the fake register has no certificate");
  }
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("the fake register cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept(); }};
}

RegisterReceiver::~RegisterReceiver() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
  SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

void RegisterReceiver::behave(std::function<Manners(int, const RegisterRequest&)> manners) {
  const std::lock_guard lock{mutex_};
  manners_ = std::move(manners);
}

std::vector<RegisterReceiver::Applied> RegisterReceiver::applied() const {
  const std::lock_guard lock{mutex_};
  return applied_;
}
std::vector<std::string> RegisterReceiver::ids() const {
  const std::lock_guard lock{mutex_};
  return ids_;
}
std::vector<std::string> RegisterReceiver::faults() const {
  const std::lock_guard lock{mutex_};
  return faults_;
}

void RegisterReceiver::accept() {
  while (!stopping_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    const timeval patience{5, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const std::lock_guard lock{mutex_};
    threads_.emplace_back([this, connection] {
      serve(connection);
      ::close(connection);
    });
  }
}

Manners RegisterReceiver::take(const RegisterRequest& request) {
  std::unique_lock lock{mutex_};
  const auto header = [&](const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
  };
  const auto id = header("idempotency-key");
  ids_.push_back(id);
  const signing::SignedParts parts{request.method, request.target, header("host"), header("content-digest"), id, {}};
  const signing::SignatureHeaders signature{header("signature-input"), header("signature")};
  if (!signing::verify(parts, request.body, signature, sender_, ::time(nullptr))) faults_.emplace_back("signature");
  const auto claimed = signing::claimed(signature);
  if (!claimed || !nonces_.insert(claimed->nonce).second) faults_.emplace_back("nonce");
  const int number = requests_++;
  const auto manners = manners_ ? manners_(number, request) : Manners{};
  if (manners.applies && known_.insert(id).second) {
    const auto body = boost::json::parse(request.body).as_object();
    if (body.at("id").as_string() != id) faults_.emplace_back("id");
    applied_.push_back({id, std::string{body.at("event").as_string()}, std::string{body.at("account").as_string()},
                        request.body, body.at("sequence").as_int64()});
  }
  return manners;
}

void RegisterReceiver::serve(int connection) {
  auto* ssl = SSL_new(static_cast<SSL_CTX*>(context_));
  SSL_set_fd(ssl, connection);
  if (SSL_accept(ssl) == 1) {
    if (const auto request = read_request(ssl)) {
      const auto manners = take(*request);
      const auto until = std::chrono::steady_clock::now() + manners.slow;
      while (!stopping_ && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
      }
      if (!manners.hangs_up) {
        const auto bytes =
            "HTTP/1.1 " + std::to_string(manners.status) + " X\r\nConnection: close\r\n" +
            (manners.header.empty() ? "" : manners.header + "\r\n") +
            (manners.status == 204 ? "" : "Content-Length: " + std::to_string(manners.body.size()) + "\r\n") +
            "\r\n" + manners.body;
        SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size()));
        SSL_shutdown(ssl);
      }
    }
  }
  SSL_free(ssl);
}

}  // namespace sportello::fakes
