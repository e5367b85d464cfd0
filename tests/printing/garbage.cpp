// What answers is no printer, or one that has lost its mind: nothing is printed on it, and nobody waits for it.
#include <sys/socket.h>

#include <array>

#include "kiosk/printing/ipp_reasons.h"
#include "tests/catch.h"
#include "tests/fakes/loopback_server.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;

namespace {

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
    const sportello::fakes::LoopbackServer somebody{[&words](int line) {
      std::array<char, 4096> asked{};
      (void)!::recv(line, asked.data(), asked.size(), 0);
      (void)!::send(line, words.data(), words.size(), MSG_NOSIGNAL);
      ::shutdown(line, SHUT_WR);
      while (::recv(line, asked.data(), asked.size(), 0) > 0) {
      }
    }};
    IppPress press{
        {address_of("ipp://127.0.0.1:" + std::to_string(somebody.port()) + "/ipp/print"), ""}, painter(), limits};
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
