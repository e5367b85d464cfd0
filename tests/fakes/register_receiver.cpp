// OpenSSL over plain sockets, one request a connection.
#include "tests/fakes/register_receiver.h"

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/json.hpp>
#include <csignal>
#include <ctime>
#include <stdexcept>
#include <thread>

#include "service/shared/signing/http_signature.h"

namespace sportello::fakes {
namespace {

std::shared_ptr<void> make_context(const CertificateFiles& files) {
  std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  if (SSL_CTX_use_certificate_file(context.get(), files.certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), files.private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
    throw std::runtime_error("the fake register has no certificate");
  }
  return context;
}

}  // namespace

RegisterReceiver::RegisterReceiver(signing::PublicKey sender)
    : sender_(sender),
      files_(make_certificate(folder_.path())),
      context_(make_context(files_)),
      server_([this](int connection) { serve(connection); }) {
  std::signal(SIGPIPE, SIG_IGN);
}

void RegisterReceiver::behave(std::function<Manners(int, const HttpRequest&)> manners) {
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

Manners RegisterReceiver::take(const HttpRequest& request) {
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
  const timeval patience{5, 0};
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  auto* ssl = SSL_new(static_cast<SSL_CTX*>(context_.get()));
  SSL_set_fd(ssl, connection);
  if (SSL_accept(ssl) == 1) {
    if (const auto request = read_request(
            [ssl](char* into, std::size_t size) -> long { return SSL_read(ssl, into, static_cast<int>(size)); })) {
      const auto manners = take(*request);
      const auto until = std::chrono::steady_clock::now() + manners.slow;
      while (!server_.stopping() && std::chrono::steady_clock::now() < until) {
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
