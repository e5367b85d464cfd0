// inotify for the spool, the end of a growing file for the centre.
#include "tests/drill/codes.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cctype>
#include <fstream>
#include <iterator>
#include <utility>

namespace sportello::drill {
namespace {

using namespace std::chrono_literals;
constexpr auto look_again = 5ms;    // at the centre's output, and whether it is over
constexpr auto over_within = 50ms;  // a spool that is silent is asked so often whether anybody still waits

}  // namespace

std::string digits_in(std::string_view text) {
  const auto is_digit = [&](std::size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
  };
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (is_digit(end)) ++end;
    if (end - begin == 6) return std::string{text.substr(begin, 6)};
    begin = end + 1;
  }
  return {};
}

std::expected<std::unique_ptr<Codes>, std::string> Codes::watch(const std::string& where) {
  const auto colon = where.find(':');
  const auto kind = where.substr(0, colon);
  const std::filesystem::path path = colon == std::string::npos ? "" : where.substr(colon + 1);
  std::unique_ptr<Codes> codes{new Codes};
  std::error_code error;
  if (kind == "spool" && !path.empty()) {
    std::filesystem::create_directories(path, error);  // the service makes it with its first message
    const int descriptor = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (descriptor < 0 || ::inotify_add_watch(descriptor, path.c_str(), IN_MOVED_TO) < 0) {
      if (descriptor >= 0) ::close(descriptor);
      return std::unexpected("cannot watch " + path.string() + ": name the spool gateway's directory");
    }
    codes->thread_ = std::thread{[all = codes.get(), descriptor, path] { all->watch_spool(descriptor, path); }};
    return codes;
  }
  if (kind == "fakesmsc" && std::filesystem::is_regular_file(path, error)) {
    // Measured here: what comes from now on is new, however late the thread begins.
    const auto size = std::filesystem::file_size(path, error);
    codes->thread_ = std::thread{[all = codes.get(), path, size] { all->watch_log(path, size); }};
    return codes;
  }
  return std::unexpected(where + ": give spool:DIRECTORY or fakesmsc:FILE, which exists");
}

Codes::~Codes() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Codes::take(const std::string& to, std::string_view text) {
  const auto digits = digits_in(text);
  if (digits.empty()) return;  // a confirming message
  {
    const std::lock_guard lock{mutex_};
    arrived_.insert_or_assign(to, secret::SecretText{std::string_view{digits}});
  }
  changed_.notify_all();
}

void Codes::take_file(const std::filesystem::path& file) {
  std::ifstream in{file};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  boost::json::error_code error;
  const auto message = boost::json::parse(text, error);
  const auto* object = error ? nullptr : message.if_object();
  if (object == nullptr) return;
  const auto* to = object->if_contains("to");
  const auto* words = object->if_contains("text");
  if (to == nullptr || words == nullptr || !to->is_string() || !words->is_string()) return;
  take(std::string{to->get_string()}, std::string_view{words->get_string()});
}

void Codes::watch_spool(int descriptor, const std::filesystem::path& folder) {
  alignas(inotify_event) std::array<char, 64 * 1024> events{};
  for (;;) {
    {
      const std::lock_guard lock{mutex_};
      if (stopping_) break;
    }
    pollfd waiting{descriptor, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(over_within / 1ms)) <= 0) continue;
    const auto count = ::read(descriptor, events.data(), events.size());
    for (ssize_t at = 0; at < count;) {
      const auto* event = reinterpret_cast<const inotify_event*>(events.data() + at);
      const std::string name{event->len > 0 ? static_cast<const char*>(event->name) : ""};
      if (name.ends_with(".json")) take_file(folder / name);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  ::close(descriptor);
}

// "… Got message 1: <Sender +39… text The words>"
void Codes::watch_log(const std::filesystem::path& file, std::uintmax_t read_until) {
  std::string rest;
  for (;;) {
    {
      const std::lock_guard lock{mutex_};
      if (stopping_) return;
    }
    std::ifstream in{file};
    in.seekg(static_cast<std::streamoff>(read_until));
    const std::string news{std::istreambuf_iterator<char>{in}, {}};
    read_until += news.size();
    rest += news;
    for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      const auto line = rest.substr(0, end);
      rest.erase(0, end + 1);
      const auto begin = line.find(": <");
      const auto text = line.find(" text ");
      if (line.find("Got message") == std::string::npos || begin == std::string::npos || text == std::string::npos) {
        continue;
      }
      const auto to = line.rfind(' ', text - 1);  // the sender's name may hold spaces
      if (to > begin) take(line.substr(to + 1, text - to - 1), std::string_view{line}.substr(text));
    }
    if (news.empty()) std::this_thread::sleep_for(look_again);
  }
}

void Codes::forget(const std::string& to) {
  const std::lock_guard lock{mutex_};
  arrived_.erase(to);
}

template <class Find>
std::optional<secret::SecretText> Codes::wait(Find find, std::chrono::milliseconds within) {
  std::unique_lock lock{mutex_};
  auto found = arrived_.end();
  if (!changed_.wait_for(lock, within, [&] { return (found = find()) != arrived_.end(); })) return std::nullopt;
  auto code = found->second;
  arrived_.erase(found);
  return code;
}

std::optional<secret::SecretText> Codes::wait_for(const std::string& to, std::chrono::milliseconds within) {
  return wait([&] { return arrived_.find(to); }, within);
}

std::optional<secret::SecretText> Codes::wait_for_ending(const std::string& digits,
                                                         std::chrono::milliseconds within) {
  return wait(
      [&] { return std::ranges::find_if(arrived_, [&](const auto& one) { return one.first.ends_with(digits); }); },
      within);
}

}  // namespace sportello::drill
