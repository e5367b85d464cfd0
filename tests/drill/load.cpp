// Threads that ask until they are told to stop.
#include "tests/drill/load.h"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <utility>

#include "tests/fakes/https.h"

namespace sportello::drill {
namespace {

using namespace std::chrono_literals;
constexpr std::string_view dripped = "POST /v1/visits HTTP/1.1\r\nHost: nobody.example\r\nX-Padding: ";

}  // namespace

std::expected<std::unique_ptr<Logins>, std::string> Logins::begin(const Place& page, unsigned connections) {
  std::unique_ptr<Logins> logins{new Logins};
  for (unsigned i = 0; i < connections; ++i) {
    auto client = connect(page);
    if (!client) return std::unexpected(client.error());
    logins->clients_.push_back(std::move(*client));
  }
  for (unsigned i = 0; i < connections; ++i) {
    logins->threads_.emplace_back(
        [all = logins.get(), i](const std::stop_token& stop) { all->work(stop, *all->clients_[i], i); });
  }
  return logins;
}

void Logins::work(const std::stop_token& stop, reg::SignedClient& client, unsigned number) {
  for (unsigned i = 0; !stop.stop_requested(); ++i) {
    // Another nobody each time, so that none is locked for guessing.
    const wire::LoginRequest wish{"G" + std::to_string(number) + "X" + std::to_string(i),
                                  secret::SecretText{std::string_view{"Vela-Rossa.1987"}},
                                  secret::SecretText{std::string_view{"483920"}}};
    const auto answer = call(client, {"POST", "/v1/login", to_json(wish), std::nullopt, std::nullopt}, 200);
    if (!answer && answer.error().code == wire::Code::login_refused) {
      ++done_;
    } else {
      ++odd_;
    }
  }
}

Drippers::Drippers(std::uint16_t port, unsigned connections)
    : thread_([port, connections](const std::stop_token& stop) {
        struct One {
          std::optional<fakes::RawTls> line;
          std::size_t sent = 0;
        };
        std::vector<One> all(connections);
        const auto pause = std::chrono::microseconds{1s} / std::max(1U, connections);
        for (unsigned at = 0; !stop.stop_requested(); at = (at + 1) % connections) {
          auto& one = all[at];
          try {
            if (!one.line) one = {fakes::RawTls{port}, 0};
            const char byte = one.sent < dripped.size() ? dripped[one.sent] : 'x';
            ++one.sent;
            if (!one.line->send({&byte, 1})) one.line.reset();
          } catch (const std::runtime_error&) {
            one.line.reset();  // refused: tried again at the next turn
          }
          std::this_thread::sleep_for(pause);
        }
      }) {}

std::uint16_t port_of(const std::string& url) {
  const auto colon = url.rfind(':');
  try {
    return static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1)));
  } catch (const std::exception&) {
    return 443;
  }
}

}  // namespace sportello::drill
