// The id stands in the file that is locked.
#include "service/presence.h"

#include <unistd.h>

#include <array>
#include <optional>
#include <utility>

#include "service/shared/log/log.h"
#include "service/shared/secret/bytes.h"
#include "service/store/acts/processes.h"

namespace sportello::service {
namespace {

namespace acts = store::acts;

constexpr std::size_t id_size = 16;

// Of an earlier life; nothing: this is the first, or the file was cut.
std::optional<std::string> id_in(int file) {
  std::array<char, 2 * id_size> text{};
  if (::pread(file, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) return std::nullopt;
  std::string id{text.data(), text.size()};
  return secret::from_hex(id) ? std::optional{std::move(id)} : std::nullopt;
}

void tell(std::int64_t requeued) {
  if (requeued > 0) log::event(log::MessagesRequeued{.count = requeued});
}

}  // namespace

std::expected<std::unique_ptr<Presence>, std::string> Presence::begin(const std::filesystem::path& data_directory,
                                                                      store::Store& store, bool among_others,
                                                                      std::function<store::Time()> now) {
  auto lock = DirectoryLock::take(data_directory);
  if (!lock) {
    return std::unexpected(lock.error().sentence +
                           (lock.error().held ? ": give each a data_directory of its own" : ""));
  }
  auto id = id_in(lock->file());
  if (!id) {
    id = secret::to_hex(secret::random_bytes(id_size));
    const bool written = ::ftruncate(lock->file(), 0) == 0 &&
                         ::pwrite(lock->file(), id->data(), id->size(), 0) == static_cast<ssize_t>(id->size()) &&
                         ::fsync(lock->file()) == 0;
    if (!written) {
      return std::unexpected((data_directory / "process").string() + " cannot be written: make room on its disk");
    }
  }
  std::unique_ptr<Presence> presence{new Presence{store, std::move(*lock), std::move(*id), std::move(now)}};
  const auto begun =
      store::write_and_wait(store, [id = presence->id_, at = presence->now_()](store::Session& session) {
        return acts::begin_process(session, id, at);
      });
  if (!begun) return std::unexpected(begun.error().sentence);
  tell(*begun);
  if (among_others) presence->live();
  return presence;
}

Presence::Presence(store::Store& store, DirectoryLock lock, std::string id, std::function<store::Time()> now)
    : store_(store), lock_(std::move(lock)), id_(std::move(id)), now_(std::move(now)) {}

void Presence::live() {
  thread_ = std::thread{[this] { work(); }};
}

Presence::~Presence() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  // Not said when the store is gone: then the others find out by the silence.
  store::write_and_wait(store_, [id = id_](store::Session& session) {
    acts::end_process(session, id);
    return true;
  });
}

void Presence::work() {
  std::unique_lock lock{mutex_};
  while (!changed_.wait_for(lock, acts::beat_every, [this] { return stopping_; })) {
    lock.unlock();
    const auto beaten = store::write_and_wait(
        store_, [id = id_, at = now_()](store::Session& session) { return acts::beat(session, id, at); });
    if (beaten) tell(*beaten);
    // Not said to the log when it fails: whatever else asks the store says so.
    lock.lock();
  }
}

}  // namespace sportello::service
