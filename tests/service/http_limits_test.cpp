// The listener's bounds on who may connect: numbers, rates, who gives way, and whose address counts behind a
// balancer.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstring>
#include <set>
#include <thread>

#include "service/http/buckets.h"
#include "service/http/proxy_header.h"
#include "service/http/server.h"
#include "service/shared/secret/bytes.h"
#include "tests/catch.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/https.h"
#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using namespace std::chrono_literals;

namespace {

// /kiosk is answered as one that has proved who it is; all say whose address they saw.
boost::asio::awaitable<http::Response> answer(http::Request request) {
  if (request.target == "/slow" || request.target == "/late") {
    const auto pause = request.target == "/slow" ? 1s : http::handler_deadline + 2s;
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, pause};
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  auto response = http::json_response(200, request.peer);
  if (request.target == "/kiosk") response.device = "kiosk-1";
  co_return response;
}

class Listening {
 public:
  explicit Listening(http::ServerLimits limits, const std::vector<std::string>& balancers = {})
      : files_(fakes::make_certificate(folder_.path())) {
    auto networks = http::Networks::parse(balancers);
    REQUIRE(networks);
    auto server = http::Server::listen(
        {{"127.0.0.1", 0}, {"127.0.0.1", 0}, files_.certificate, files_.private_key, limits, std::move(*networks)});
    REQUIRE(server);
    server_ = std::move(*server);
    server_->serve(answer, answer);
  }
  fakes::HttpsClient client() { return fakes::HttpsClient{files_.certificate}; }
  std::string url(const std::string& path) { return "https://127.0.0.1:" + std::to_string(server_->port()) + path; }
  http::Server& server() { return *server_; }

 private:
  fakes::TempFolder folder_;
  fakes::CertificateFiles files_;
  std::unique_ptr<http::Server> server_;
};

bool connects(std::uint16_t port) {
  try {
    const fakes::RawTls one{port};
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::array<unsigned char, 16> fixed_of(unsigned char command, unsigned char family, std::size_t length) {
  std::array<unsigned char, 16> fixed{0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
  fixed[12] = command;
  fixed[13] = family;
  fixed[14] = static_cast<unsigned char>(length >> 8U);
  fixed[15] = static_cast<unsigned char>(length & 0xFFU);
  return fixed;
}

// What a balancer sends for a client at `address`.
std::string header_for(const std::string& address) {
  std::array<unsigned char, 12> more{};
  REQUIRE(inet_pton(AF_INET, address.c_str(), more.data()) == 1);
  const auto fixed = fixed_of(0x21, 0x11, more.size());
  return std::string(fixed.begin(), fixed.end()) + std::string(more.begin(), more.end());
}

}  // namespace

TEST_CASE("a bucket gives so many a minute, a sixth at once, and says how long to wait") {
  http::Buckets buckets{600, 100};
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) CHECK_FALSE(buckets.take("a", start));
  CHECK(buckets.take("a", start) == 1);
  CHECK_FALSE(buckets.take("b", start));
  CHECK_FALSE(buckets.take("a", start + 110ms));
  CHECK(buckets.take("a", start + 110ms) == 1);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(buckets.take("a", start + 1h));
  CHECK(buckets.take("a", start + 1h));
  http::Buckets slow{1, 100};
  for (int i = 0; i < 20; ++i) CHECK_FALSE(slow.take("a", start));  // an honest hurry
  CHECK(slow.take("a", start) == 60);
  CHECK(slow.take("a", start + 30s) == 30);
  CHECK(slow.take("a", start - 1h) == 30);  // a clock that goes back gives nothing
}

TEST_CASE("whoever invents names fills no memory, and cannot push out one who waits by idle names") {
  http::Buckets buckets{60, 100};
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10'000; ++i) {
    CHECK_FALSE(buckets.take("name" + std::to_string(i), start));
    if (buckets.size() > 100) FAIL("the table grew to " << buckets.size());
  }
  http::Buckets quiet{60, 100};
  for (int i = 0; i < 21; ++i) (void)quiet.take("waits", start);
  for (int i = 0; i < 99; ++i) (void)quiet.take("idle" + std::to_string(i), start);
  CHECK_FALSE(quiet.take("new", start + 2s));  // the idle ones are full again and go first
  CHECK(quiet.size() == 2);
}

TEST_CASE("when one address has all its connections, the one that proved nothing for longest gives way") {
  Listening listening{{.connections = 100, .connections_per_address = 4}};
  auto kiosk = listening.client();
  REQUIRE(kiosk.send("GET", listening.url("/kiosk")).status == 200);
  std::vector<fakes::RawTls> strangers;
  for (int i = 0; i < 3; ++i) strangers.emplace_back(listening.server().port());
  CHECK(connects(listening.server().port()));
  CHECK(fakes::eventually([&] {
    return !strangers.front().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") || strangers.front().receive(100ms).empty();
  }));
  CHECK(kiosk.send("GET", listening.url("/kiosk")).status == 200);
}

TEST_CASE("who is being answered does not give way, and when nobody may, the new one is refused") {
  Listening listening{{.connections = 100, .connections_per_address = 2}};
  std::vector<std::thread> busy;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 2; ++i) {
    busy.emplace_back([&] {
      auto client = listening.client();
      if (client.send("GET", listening.url("/slow")).status == 200) ++answered;
    });
  }
  std::this_thread::sleep_for(500ms);
  CHECK_FALSE(connects(listening.server().port()));
  for (auto& thread : busy) thread.join();
  CHECK(answered == 2);
}

TEST_CASE("a stranger who opens connections as fast as possible stops no kiosk, neither an old one nor a new one") {
  Listening listening{
      {.connections = 32, .connections_per_address = 32, .new_connections_per_address_minute = 1'000'000}};
  const auto port = listening.server().port();
  auto old_kiosk = listening.client();
  REQUIRE(old_kiosk.send("GET", listening.url("/kiosk")).status == 200);
  std::jthread flood{[port](const std::stop_token& stop) {
    std::vector<int> held;
    while (!stop.stop_requested()) {
      const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in to{};
      to.sin_family = AF_INET;
      to.sin_port = htons(port);
      to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      if (one >= 0 && ::connect(one, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0)
        held.push_back(one);
      else if (one >= 0)
        ::close(one);
      if (held.size() > 200) {
        for (const int each : held) ::close(each);
        held.clear();
      }
      std::this_thread::sleep_for(2ms);
    }
    for (const int each : held) ::close(each);
  }};
  std::this_thread::sleep_for(200ms);
  int new_ones = 0;
  for (int i = 0; i < 20; ++i) {
    CHECK(old_kiosk.send("GET", listening.url("/kiosk")).status == 200);
    auto new_kiosk = listening.client();
    for (int tries = 0; tries < 3; ++tries) {  // as a kiosk does
      if (new_kiosk.send("GET", listening.url("/kiosk")).status != 200) continue;
      ++new_ones;
      break;
    }
  }
  CHECK(new_ones == 20);
}

TEST_CASE("connections that come too fast from one address are refused") {
  Listening listening{{.connections = 100, .connections_per_address = 100, .new_connections_per_address_minute = 30}};
  int taken = 0;
  for (int i = 0; i < 30; ++i) taken += connects(listening.server().port()) ? 1 : 0;
  CHECK(taken >= 20);
  CHECK(taken < 30);
}

TEST_CASE("the header of a balancer says whose connection it is") {
  const auto fixed = fixed_of(0x21, 0x11, 12);
  CHECK(http::proxy_length(fixed) == 12);
  const std::array<unsigned char, 12> four{192, 0, 2, 7, 10, 0, 0, 1, 0x30, 0x39, 0x20, 0xFB};
  CHECK(http::proxy_client(fixed, four).value() == "192.0.2.7");
  std::array<unsigned char, 36> six{0x20, 0x01, 0x0D, 0xB8};
  six[15] = 1;
  CHECK(http::proxy_client(fixed_of(0x21, 0x21, 36), six).value() == "2001:db8::1");
  CHECK_FALSE(http::proxy_client(fixed_of(0x20, 0x00, 0), {}).value());  // for itself
  CHECK_FALSE(http::proxy_client(fixed_of(0x21, 0x11, 4), std::span{four}.first(4)));
  CHECK_FALSE(http::proxy_client(fixed_of(0x21, 0x12, 12), four));  // UDP
  CHECK_FALSE(http::proxy_client(fixed_of(0x21, 0x31, 12), four));  // a local socket
  CHECK_FALSE(http::proxy_length(fixed_of(0x11, 0x11, 12)));        // version 1
  CHECK_FALSE(http::proxy_length(fixed_of(0x21, 0x11, 60'000)));
  std::array<unsigned char, 16> tls{0x16, 0x03, 0x01};
  CHECK_FALSE(http::proxy_length(tls));
}

TEST_CASE("no bytes from a balancer are read beyond their end") {
  std::array<unsigned char, 16> fixed{};
  for (int i = 0; i < 20'000; ++i) {
    const auto bytes = secret::random_bytes(16 + 40);
    fixed = fixed_of(0x21, bytes[0], bytes[1] % 41);
    if (i % 3 == 0) std::copy_n(bytes.begin(), fixed.size(), fixed.begin());
    if (const auto length = http::proxy_length(fixed)) {
      std::vector<unsigned char> exact(bytes.begin() + 16, bytes.begin() + 16 + std::min<std::size_t>(*length, 40));
      (void)http::proxy_client(fixed, exact);
    }
  }
}

TEST_CASE("addresses and networks are told apart") {
  const auto networks = http::Networks::parse({"10.1.0.0/16", "192.0.2.7", "fd00::/8"});
  REQUIRE(networks);
  for (const std::string in : {"10.1.2.3", "192.0.2.7", "fd12::1", "::ffff:10.1.9.9"}) CHECK(networks->contain(in));
  for (const std::string out : {"10.2.0.1", "192.0.2.8", "fe80::1", "", "x"}) CHECK_FALSE(networks->contain(out));
  for (const std::string wrong : {"10.1.0.0/33", "balancer", "10.1.0.0/", "10.1.0.0/-1", ""}) {
    CHECK_FALSE(http::Networks::parse({wrong}));
  }
}

TEST_CASE("behind a trusted balancer the client's own address counts, and without its header nothing is served") {
  Listening listening{{.connections = 100, .connections_per_address = 1}, {"127.0.0.0/8"}};
  const auto port = listening.server().port();
  // The fake's TLS begins at once: that is no header.
  CHECK_FALSE(connects(port));
  CHECK(fakes::exchange_plain(port, std::string(200, 'x'), 500ms).empty());
  CHECK(fakes::exchange_plain(port, "PROXY TCP4 192.0.2.1 10.0.0.1 1 2\r\n", 500ms).empty());
  // A TLS client behind the header: openssl cannot send it, so the bytes go through a small relay.
  const auto behind = [&](const std::string& address) {
    const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(one, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
    const auto header = header_for(address);
    REQUIRE(::send(one, header.data(), header.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(header.size()));
    return one;
  };
  const auto closed = [](int one) {
    char byte = 0;
    timeval wait{1, 0};
    ::setsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    return ::recv(one, &byte, 1, 0) == 0;
  };
  const int first = behind("192.0.2.1");
  const int other = behind("192.0.2.2");
  std::this_thread::sleep_for(200ms);
  const int second = behind("192.0.2.1");  // one address may have one: the first gives way
  CHECK(closed(first));
  CHECK_FALSE(closed(other));
  CHECK_FALSE(closed(second));
  for (const int one : {first, other, second}) ::close(one);
}

TEST_CASE("a handler that takes too long is answered for, and its connection serves on") {
  Listening listening{{}};
  auto client = listening.client();
  const auto start = std::chrono::steady_clock::now();
  const auto late = client.send("GET", listening.url("/late"));
  CHECK(std::chrono::steady_clock::now() - start < http::handler_deadline + 2s);
  CHECK(late.status == 503);
  CHECK(late.headers.at("retry-after") == "1");
  CHECK(late.body.contains("busy"));
  for (int i = 0; i < 6; ++i) {  // past the end of the one that was late
    CHECK(client.send("GET", listening.url("/kiosk")).body == "127.0.0.1");
    std::this_thread::sleep_for(500ms);
  }
}

TEST_CASE("the private listener answers while the public one finishes") {
  Listening listening{{}};
  auto slow = listening.client();
  std::thread asking{[&] { CHECK(slow.send("GET", listening.url("/slow")).status == 200); }};
  std::this_thread::sleep_for(300ms);
  std::thread stopping{[&] { listening.server().stop(); }};
  std::this_thread::sleep_for(200ms);
  CHECK_FALSE(connects(listening.server().port()));
  const auto probe = fakes::exchange_plain(listening.server().private_port(), "GET /x HTTP/1.0\r\n\r\n", 500ms);
  CHECK(probe.starts_with("HTTP/1.1 200"));
  asking.join();
  stopping.join();
}
