// A line to a PostgreSQL server that breaks when it is told to: a Unix socket in a folder of the test's own, passed
// on to the server's. It reads what passes only to see a commit go by.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace sportello::fakes {

class DatabaseLine {
 public:
  enum class Cut {
    never,
    before_commit,          // the next commit does not reach the server
    after_commit,           // the server's answer to it does not come back
    after_commit_for_good,  // nor does the server, until open()
  };
  // `server`: the folder of its socket.
  DatabaseLine(const std::filesystem::path& folder, const std::filesystem::path& server)
      : own_(folder / ".s.PGSQL.5432"),
        server_(server / ".s.PGSQL.5432"),
        listener_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    const auto address = address_of(own_);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 64) != 0) {
      throw std::runtime_error("the line to the database cannot be laid");
    }
    thread_ = std::jthread{[this](const std::stop_token& stop) { accept_all(stop); }};
  }
  ~DatabaseLine() {
    thread_.request_stop();
    thread_.join();
    for (auto& line : lines_) line.request_stop();
    lines_.clear();
    ::close(listener_);
  }
  DatabaseLine(const DatabaseLine&) = delete;
  DatabaseLine& operator=(const DatabaseLine&) = delete;

  void cut(Cut when) { cut_ = when; }
  void close() { open_ = false; }  // all lines break, and nobody gets another one
  void open() { open_ = true; }
  [[nodiscard]] int broken() const { return broken_; }

 private:
  static sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.string().size() >= sizeof address.sun_path) throw std::runtime_error("a socket's path is too long");
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
  }

  void accept_all(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd ready{listener_, POLLIN, 0};
      if (::poll(&ready, 1, 20) <= 0) continue;
      const int client = ::accept(listener_, nullptr, nullptr);
      if (client < 0) continue;
      const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
      const auto address = address_of(server_);
      if (!open_ || ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(client);
        ::close(server);
        continue;
      }
      lines_.emplace_back([this, client, server](const std::stop_token& end) {
        pass_on(end, client, server);
        ::close(client);
        ::close(server);
      });
    }
  }

  void pass_on(const std::stop_token& stop, int client, int server) {
    bool swallows_answer = false;
    std::array<char, 65536> bytes{};
    while (!stop.stop_requested() && open_) {
      std::array<pollfd, 2> ready{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
      if (::poll(ready.data(), 2, 20) <= 0) continue;
      for (std::size_t from = 0; from < 2; ++from) {
        if (ready.at(from).revents == 0) continue;
        const auto size = ::read(ready.at(from).fd, bytes.data(), bytes.size());
        if (size <= 0) return;
        const std::string_view text{bytes.data(), static_cast<std::size_t>(size)};
        if (from == 0 && text.contains(std::string_view{"COMMIT\0", 7})) {
          if (cut_ == Cut::before_commit) return broke();
          swallows_answer = cut_ == Cut::after_commit || cut_ == Cut::after_commit_for_good;
        }
        if (from == 1 && swallows_answer) return broke();
        if (::write(ready.at(1 - from).fd, bytes.data(), static_cast<std::size_t>(size)) != size) return;
      }
    }
  }
  void broke() {
    if (cut_ == Cut::after_commit_for_good) open_ = false;
    cut_ = Cut::never;
    ++broken_;
  }

  std::filesystem::path own_, server_;
  int listener_;
  std::atomic<Cut> cut_ = Cut::never;
  std::atomic<bool> open_ = true;
  std::atomic<int> broken_ = 0;
  std::vector<std::jthread> lines_;
  std::jthread thread_;
};

}  // namespace sportello::fakes
