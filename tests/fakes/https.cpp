// libcurl above, OpenSSL and sockets below.
#include "tests/fakes/https.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "service/shared/secret/bytes.h"

namespace sportello::fakes {
namespace {

namespace json = boost::json;

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* into) {
  static_cast<Answer*>(into)->body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* into) {
  const std::string_view line{data, size * count};
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    std::string name{line.substr(0, colon)};
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
    static_cast<Answer*>(into)->headers[name] = std::string{value};
  }
  return size * count;
}

int connect_local(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket < 0 || ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (socket >= 0) ::close(socket);
    throw std::runtime_error("cannot connect to the service under test");
  }
  return socket;
}

bool readable(int socket, std::chrono::steady_clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  pollfd waiting{socket, POLLIN, 0};
  return left.count() > 0 && ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

json::object object_of(const std::map<std::string, std::string>& headers) {
  json::object object;
  for (const auto& [name, value] : headers) object[name] = value;
  return object;
}

// One line of JSON per call into the file that SPORTELLO_ANSWERS names: tests/api holds the lines against the API's
// description. Bodies may hold any bytes.
void record(const std::string& method, const std::string& url, const std::vector<std::string>& headers,
            const std::string& body, const Answer& answer) {
  const char* const file = std::getenv("SPORTELLO_ANSWERS");
  if (file == nullptr) return;
  std::map<std::string, std::string> sent;
  for (const auto& header : headers) {
    const auto colon = header.find(": ");
    if (colon == std::string::npos) continue;
    std::string name = header.substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    sent[name] = header.substr(colon + 2);
  }
  const auto coded = [](const std::string& bytes) { return secret::to_base64(secret::as_bytes(bytes)); };
  const json::object line{{"method", method},          {"url", url},
                          {"sent", object_of(sent)},   {"asked", coded(body)},
                          {"status", answer.status},   {"headers", object_of(answer.headers)},
                          {"body", coded(answer.body)}};
  static std::mutex mutex;
  const std::lock_guard lock{mutex};
  std::ofstream{file, std::ios::app} << json::serialize(line) << '\n';
}

}  // namespace

struct HttpsClient::Handle {
  CURL* curl = curl_easy_init();
  std::filesystem::path trusted;
  ~Handle() { curl_easy_cleanup(curl); }
};

HttpsClient::HttpsClient(std::filesystem::path trusted) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  handle_ = std::make_unique<Handle>();
  handle_->trusted = std::move(trusted);
}
HttpsClient::HttpsClient(HttpsClient&&) noexcept = default;
HttpsClient& HttpsClient::operator=(HttpsClient&&) noexcept = default;
HttpsClient::~HttpsClient() = default;

Answer HttpsClient::send(const std::string& method, const std::string& url, const std::vector<std::string>& headers,
                         std::optional<std::string> body) {
  Answer answer;
  auto* curl = handle_->curl;
  curl_easy_reset(curl);
  curl_slist* list = nullptr;
  bool typed = false;
  for (const auto& header : headers) {
    list = curl_slist_append(list, header.c_str());
    typed = typed || header.starts_with("Content-Type:");
  }
  list = curl_slist_append(list, "Expect:");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CAINFO, handle_->trusted.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
  if (body) {
    if (!typed) list = curl_slist_append(list, "Content-Type: application/json");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  if (curl_easy_perform(curl) == CURLE_OK) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_slist_free_all(list);
  record(method, url, headers, body.value_or(""), answer);
  return answer;
}

struct RawTls::Parts {
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;
  int socket = -1;
  ~Parts() {
    SSL_free(ssl);
    SSL_CTX_free(context);
    if (socket >= 0) ::close(socket);
  }
};

RawTls::RawTls(std::uint16_t port) : parts_(std::make_unique<Parts>()) {
  std::signal(SIGPIPE, SIG_IGN);
  parts_->socket = connect_local(port);
  parts_->context = SSL_CTX_new(TLS_client_method());
  parts_->ssl = SSL_new(parts_->context);
  SSL_set_fd(parts_->ssl, parts_->socket);
  if (SSL_connect(parts_->ssl) != 1) throw std::runtime_error("the TLS handshake failed");
}
RawTls::RawTls(RawTls&&) noexcept = default;
RawTls& RawTls::operator=(RawTls&&) noexcept = default;
RawTls::~RawTls() = default;

bool RawTls::send(std::string_view bytes) {
  return bytes.empty() || SSL_write(parts_->ssl, bytes.data(), static_cast<int>(bytes.size())) > 0;
}

std::string RawTls::receive(std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  std::string all;
  std::array<char, 4096> piece{};
  while (SSL_pending(parts_->ssl) > 0 || readable(parts_->socket, until)) {
    const int count = SSL_read(parts_->ssl, piece.data(), piece.size());
    if (count <= 0) break;
    all.append(piece.data(), static_cast<std::size_t>(count));
  }
  return all;
}

std::string exchange_plain(std::uint16_t port, std::string_view bytes, std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  const int socket = connect_local(port);
  std::string all;
  if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size())) {
    std::array<char, 4096> piece{};
    while (readable(socket, until)) {
      const auto count = ::recv(socket, piece.data(), piece.size(), 0);
      if (count <= 0) break;
      all.append(piece.data(), static_cast<std::size_t>(count));
    }
  }
  ::close(socket);
  return all;
}

}  // namespace sportello::fakes
