// The listener by itself: what it refuses, what it survives, and that slow clients delay nobody.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <set>
#include <thread>

#include "service/http/limits.h"
#include "service/http/router.h"
#include "service/http/server.h"
#include "tests/catch.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/https.h"
#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using namespace std::chrono_literals;

namespace {

boost::asio::awaitable<http::Response> echo(http::Request request) {
  if (request.target == "/slow") {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, 1s};
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  if (request.target == "/throw") throw std::runtime_error("a handler's bug");
  co_return http::json_response(200,
                                request.method + " " + request.target + " " + std::to_string(request.body.size()));
}

class Listening {
 public:
  Listening() : files_(fakes::make_certificate(folder_.path())) {
    auto server = http::Server::listen({{"127.0.0.1", 0}, {"127.0.0.1", 0}, files_.certificate, files_.private_key});
    REQUIRE(server);
    server_ = std::move(*server);
    server_->serve(echo, echo);
  }
  fakes::HttpsClient client() { return fakes::HttpsClient{files_.certificate}; }
  std::string url(const std::string& path) { return "https://127.0.0.1:" + std::to_string(server_->port()) + path; }
  http::Server& server() { return *server_; }
  fakes::CertificateFiles& files() { return files_; }

 private:
  fakes::TempFolder folder_;
  fakes::CertificateFiles files_;
  std::unique_ptr<http::Server> server_;
};

std::string status_line(const std::string& answer) { return answer.substr(0, answer.find('\r')); }

}  // namespace

TEST_CASE("a request is answered, with a date and never to be cached, over one kept connection") {
  Listening listening;
  auto client = listening.client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.send("POST", listening.url("/a"), {}, "12345");
    CHECK(answer.status == 200);
    CHECK(answer.body == "POST /a 5");
    CHECK(answer.headers.at("date").ends_with(" GMT"));
    CHECK(answer.headers.at("cache-control") == "no-store");
  }
}

TEST_CASE("every answer has an id of its own, by which the log knows it; a refusal too") {
  Listening listening;
  auto client = listening.client();
  std::set<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.insert(client.send("GET", listening.url("/a")).headers.at("x-request-id"));
  ids.insert(client.send("GET", listening.url("/throw")).headers.at("x-request-id"));
  ids.insert(client.send("POST", listening.url("/a"), {}, std::string(http::body_bytes + 1, 'x'))
                 .headers.at("x-request-id"));
  CHECK(ids.size() == 5);
  for (const auto& id : ids) CHECK(id.size() == 12);
}

TEST_CASE("every answer over TLS tells browsers to guess, embed and weaken nothing, refusals too") {
  Listening listening;
  auto client = listening.client();
  for (const auto& answer :
       {client.send("GET", listening.url("/a")), client.send("GET", listening.url("/throw")),
        client.send("GET", listening.url("/a"), {"X-Long: " + std::string(http::header_bytes, 'y')})}) {
    CAPTURE(answer.status);
    CHECK(answer.headers.at("x-content-type-options") == "nosniff");
    CHECK(answer.headers.at("strict-transport-security") == "max-age=31536000; includeSubDomains");
    CHECK(answer.headers.at("content-security-policy").contains("default-src 'none'"));
    CHECK(answer.headers.at("content-security-policy").contains("frame-ancestors 'none'"));
    CHECK_FALSE(answer.headers.contains("access-control-allow-origin"));
    CHECK_FALSE(answer.headers.contains("server"));
  }
}

TEST_CASE("a handler that throws costs one answer and no more") {
  Listening listening;
  auto client = listening.client();
  const auto answer = client.send("GET", listening.url("/throw"));
  CHECK(answer.status == 500);
  CHECK_FALSE(answer.body.contains("bug"));
  CHECK(client.send("GET", listening.url("/b")).status == 200);
}

TEST_CASE("what is too large is refused with a problem that the client can read") {
  Listening listening;
  auto client = listening.client();
  const auto body = client.send("POST", listening.url("/a"), {}, std::string(http::body_bytes + 1, 'x'));
  CHECK(body.status == 413);
  CHECK(body.headers.at("content-type") == "application/problem+json");
  CHECK(body.body.contains("too_large"));
  CHECK(client.send("POST", listening.url("/a"), {}, std::string(http::body_bytes, 'x')).status == 200);
  const auto huge = client.send("POST", listening.url("/a"), {}, std::string(std::size_t{3} << 20U, 'x'));
  CHECK((huge.status == 413 || huge.status == 0));  // the client may still be writing when the line closes

  const auto header = client.send("GET", listening.url("/a"), {"X-Long: " + std::string(http::header_bytes, 'y')});
  CHECK(header.status == 431);
  CHECK(header.body.contains("431"));

  fakes::RawTls chunked{listening.server().port()};
  chunked.send("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n11000\r\n" +
               std::string(0x11000, 'z') + "\r\n");
  CHECK(status_line(chunked.receive(3s)).contains("413"));
}

TEST_CASE("garbage gets an error or a closed line, and the next client is served") {
  Listening listening;
  const std::vector<std::string> garbage = {
      "\r\n\r\n",
      "GET\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      std::string("\0\0\0\0\0\0\0\0", 8),
      "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
      "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "GET /a HTTP/1.1\r\nHost : h\r\n\r\n",
      "GET /a HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
      "GET /a HTTP/1.1\r\nHost: h\r\nSignature: x\r\nSignature: y\r\n\r\n",
      "GET /a\x01 HTTP/1.1\r\nHost: h\r\n\r\n",
      std::string(70000, 'A'),
  };
  for (const auto& bytes : garbage) {
    fakes::RawTls raw{listening.server().port()};
    raw.send(bytes);
    const auto answer = raw.receive(500ms);
    CAPTURE(bytes.substr(0, 60), answer);
    CHECK((answer.empty() || status_line(answer).contains(" 4")));
  }
  // No TLS at all, and TLS that stops half-way.
  CHECK_FALSE(fakes::exchange_plain(listening.server().port(), "GET / HTTP/1.1\r\n\r\n", 1s).contains("200"));
  CHECK_FALSE(fakes::exchange_plain(listening.server().port(), "\x16\x03\x01", 100ms).contains("200"));
  auto client = listening.client();
  CHECK(client.send("GET", listening.url("/after")).status == 200);
}

TEST_CASE("a header that may come once and came twice is refused by name") {
  Listening listening;
  fakes::RawTls raw{listening.server().port()};
  raw.send("GET /a HTTP/1.1\r\nHost: h\r\nAuthorization: x\r\nauthorization: y\r\n\r\n");
  const auto answer = raw.receive(2s);
  CHECK(status_line(answer).contains("400"));
  CHECK(answer.contains("authorization came twice"));
}

TEST_CASE("sixty-four clients that drip bytes delay nobody, and are told that they were too slow") {
  Listening listening;
  std::vector<fakes::RawTls> slow;
  for (int i = 0; i < 64; ++i) {
    slow.emplace_back(listening.server().port());
    slow.back().send(i % 2 == 0 ? "POST /a HT" : "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nab");
  }
  auto client = listening.client();
  client.send("GET", listening.url("/warm"));
  auto worst = 0ms;
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < http::header_deadline - 2s) {
    for (auto& one : slow) one.send("x");
    const auto start = std::chrono::steady_clock::now();
    CHECK(client.send("GET", listening.url("/quick")).status == 200);
    worst = std::max(worst,
                     std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start));
    std::this_thread::sleep_for(200ms);
  }
  CHECK(worst < 500ms);  // two milliseconds on an idle machine; the tests run beside others
  // The deadline counts from the first byte: dripping does not push it on.
  CHECK(status_line(slow.at(0).receive(5s)).contains("408"));
  CHECK(status_line(slow.at(1).receive(5s)).contains("408"));
}

TEST_CASE("stopping finishes the request under way and closes the idle ones at once") {
  Listening listening;
  auto idle = listening.client();
  CHECK(idle.send("GET", listening.url("/idle")).status == 200);
  fakes::Answer slow;
  std::thread under_way{[&] { slow = listening.client().send("GET", listening.url("/slow")); }};
  std::this_thread::sleep_for(300ms);
  const auto start = std::chrono::steady_clock::now();
  listening.server().stop();
  CHECK(std::chrono::steady_clock::now() - start < 5s);
  under_way.join();
  CHECK(slow.status == 200);
  CHECK(idle.send("GET", listening.url("/idle")).status == 0);
}

TEST_CASE("older TLS than 1.3 is refused") {
  Listening listening;
  fakes::TempFolder folder;
  // The public command-line client, so that the proof does not lean on our own use of OpenSSL.
  fakes::Process old{
      {"openssl", "s_client", "-connect", "127.0.0.1:" + std::to_string(listening.server().port()), "-tls1_2"},
      folder / "out"};
  CHECK(old.wait(10s).value_or(-1) != 0);
  fakes::Process current{
      {"openssl", "s_client", "-connect", "127.0.0.1:" + std::to_string(listening.server().port()), "-tls1_3"},
      folder / "out2"};
  CHECK(current.wait(10s).value_or(-1) == 0);
}

TEST_CASE("routes match whole segments of plain letters and nothing else") {
  using http::match;
  CHECK(match("/v1/visits", "/v1/visits")->empty());
  CHECK(match("/v1/visits/{id}/code", "/v1/visits/aB-_9/code").value() == std::vector<std::string>{"aB-_9"});
  for (const auto* target : {"", "/", "/v1", "/v1/visits/", "/v1/visits?x=1", "//v1/visits", "/v1/visits/a",
                             "/V1/visits", "v1/visits", "http://h/v1/visits", "*"}) {
    CAPTURE(target);
    CHECK_FALSE(match("/v1/visits", target));
  }
  for (const auto& id :
       {std::string{}, std::string{"a%20b"}, std::string{".."}, std::string{"a/b"}, std::string(65, 'a')}) {
    CAPTURE(id);
    CHECK_FALSE(match("/v1/visits/{id}/code", "/v1/visits/" + id + "/code"));
  }
}

TEST_CASE("an endpoint is a numeric address and a port") {
  CHECK(http::parse_endpoint("127.0.0.1:8443")->port == 8443);
  CHECK(http::parse_endpoint("[::1]:0")->address == "::1");
  for (const auto* wrong :
       {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "localhost:80", "a:b:1"}) {
    CAPTURE(wrong);
    CHECK_FALSE(http::parse_endpoint(wrong));
  }
}
