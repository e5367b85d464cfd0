// What answers is no printer, or one that has lost its mind: nothing is printed on it, and nobody waits for it.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "kiosk/printing/ipp_reasons.h"
#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;

namespace {

// Says the same to everybody, whatever they ask, and closes the line.
class SaysTheSame {
 public:
  explicit SaysTheSame(std::string words) : words_(std::move(words)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), length) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
      throw std::runtime_error("no listener for the test");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] {
      for (int line = ::accept(listener_, nullptr, nullptr); line >= 0;
           line = ::accept(listener_, nullptr, nullptr)) {
        char asked[4096];
        (void)!::recv(line, asked, sizeof asked, 0);
        (void)!::send(line, words_.data(), words_.size(), MSG_NOSIGNAL);
        ::shutdown(line, SHUT_WR);
        while (::recv(line, asked, sizeof asked, 0) > 0) {
        }
        ::close(line);
      }
    });
  }
  SaysTheSame(const SaysTheSame&) = delete;
  SaysTheSame& operator=(const SaysTheSame&) = delete;
  ~SaysTheSame() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] std::string uri() const { return "ipp://127.0.0.1:" + std::to_string(port_) + "/ipp/print"; }

 private:
  std::string words_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

std::string answer(const std::string& head, const std::string& body) {
  return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" +
         body;
}

}  // namespace

TEST_CASE("IPP: whoever answers with something else than IPP is not printed on") {
  auto limits = short_limits();
  limits.connect = limits.answer = Limits::ms{1000};
  const std::string ok = "200 OK\r\nContent-Type: application/ipp";
  using namespace std::string_literals;
  for (const auto& words :
       {""s, "\0\0\0\0"s, "SSH-2.0-OpenSSH_9.2\r\n"s, answer("200 OK\r\nContent-Type: text/html", "<html>"),
        answer("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"", ""), answer("404 Not Found", ""),
        answer("426 Upgrade Required", ""), answer(ok, ""), answer(ok, "\x02\x00\x00\x00"s),
        answer(ok, "\x02\x00\x00\x00\x00\x00\x00\x01\x01\x47\xFF\xFF"s),  // a length beyond the end
        answer(ok, "\x02\x00\x00\x00\x00\x00\x00\x01\x03"s)}) {           // well formed, and empty
    const SaysTheSame somebody{words};
    IppPress press{{address_of(somebody.uri()), ""}, painter(), limits};
    INFO(words);
    CHECK(press.look({}) != Condition::ready);
    const auto outcome = print(press);
    CHECK(outcome.end == End::not_printed);
    CHECK(outcome.why != Condition::ready);
    CHECK_FALSE(press.owes());
  }
}

TEST_CASE("IPP: reasons nobody ever heard of do not stand in the way, a stop without a reason does") {
  using Reasons = std::vector<std::string>;
  CHECK(condition_of(IppState::idle, true, Reasons{"com.example-mood-bad", "", "-error", "none"}) ==
        Condition::ready);
  CHECK(condition_of(IppState::stopped, true, Reasons{"none"}) == Condition::unknown);
  CHECK(condition_of(IppState::idle, false, Reasons{}) == Condition::offline);
}

TEST_CASE("receipt printer: answers that are no answers are not believed") {
  FakeEscPos printer;
  printer.say_nonsense(true);
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::unknown);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::unknown});
  CHECK(printer.rows().empty());
  printer.say_nonsense(false);
  CHECK(print(*press) == Outcome{End::printed});
}
