#include "tests/speech/misbehaving_alsa.h"

// ALSA's plug-in macros look at PIC to choose how symbols are versioned.
#ifndef PIC
#define PIC 1
#endif
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <alsa/pcm_external.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

using sportello::tests::Card;
using Clock = std::chrono::steady_clock;

extern "C" Card* sportello_test_card() {
  static Card card;
  return &card;
}

namespace {

struct Player {
  snd_pcm_ioplug_t io{};
  std::vector<std::int16_t> written;  // since it was started or prepared
  std::size_t moved = 0;              // of these, told as played
  bool running = false;
  Clock::time_point since;

  // How many frames the clock has let through; no more than were written.
  std::size_t consumed(bool& starved) {
    auto& card = *sportello_test_card();
    if (!running) return moved;
    const auto now = Clock::now();
    if (card.stalls) {
      since = now;
      return moved;
    }
    const auto due =
        static_cast<std::size_t>(std::chrono::duration<double>(now - since).count() * static_cast<double>(io.rate));
    const auto frames = written.size() / io.channels;
    starved = moved + due > frames;
    const auto until = std::min(frames, moved + due);
    if (until > moved) {
      since = now;
      const std::lock_guard lock{card.mutex};
      card.played.insert(card.played.end(), written.begin() + static_cast<std::ptrdiff_t>(moved * io.channels),
                         written.begin() + static_cast<std::ptrdiff_t>(until * io.channels));
      moved = until;
    }
    return moved;
  }
};

Player& of(snd_pcm_ioplug_t* io) { return *static_cast<Player*>(io->private_data); }

int gone(snd_pcm_ioplug_t* io) {
  snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
  return -ENODEV;
}

int start(snd_pcm_ioplug_t* io) {
  auto& player = of(io);
  player.running = true;
  player.since = Clock::now();
  return 0;
}

int stop(snd_pcm_ioplug_t* io) {
  auto& player = of(io);
  bool starved = false;
  player.consumed(starved);
  player.running = false;
  return 0;
}

int prepare(snd_pcm_ioplug_t* io) {
  if (sportello_test_card()->pulled) return gone(io);
  auto& player = of(io);
  if (player.running) return -EBUSY;  // as the kernel answers: what sounds must be dropped first
  player.written.clear();
  player.moved = 0;
  player.running = false;
  return 0;
}

snd_pcm_sframes_t pointer(snd_pcm_ioplug_t* io) {
  if (sportello_test_card()->pulled) return gone(io);
  auto& player = of(io);
  bool starved = false;
  const auto at = player.consumed(starved);
  if (starved && io->state == SND_PCM_STATE_RUNNING) {
    player.running = false;
    return -EPIPE;
  }
  return static_cast<snd_pcm_sframes_t>(at % io->buffer_size);
}

snd_pcm_sframes_t transfer(snd_pcm_ioplug_t* io, const snd_pcm_channel_area_t* areas, snd_pcm_uframes_t offset,
                           snd_pcm_uframes_t size) {
  if (sportello_test_card()->pulled) return gone(io);
  const auto* from = static_cast<const std::int16_t*>(areas->addr) + (areas->first / 16) + (offset * io->channels);
  of(io).written.insert(of(io).written.end(), from, from + size * io->channels);
  return static_cast<snd_pcm_sframes_t>(size);
}

int poll_revents(snd_pcm_ioplug_t* io, pollfd* fds, unsigned /*count*/, unsigned short* revents) {
  std::uint64_t ticks = 0;
  if (fds[0].revents != 0) [[maybe_unused]]
    const auto ignored = read(fds[0].fd, &ticks, sizeof ticks);
  const auto avail = snd_pcm_avail_update(io->pcm);
  *revents = avail < 0 ? POLLERR : avail >= static_cast<snd_pcm_sframes_t>(io->period_size) ? POLLOUT : 0;
  return 0;
}

int close_player(snd_pcm_ioplug_t* io) {
  ::close(io->poll_fd);
  delete &of(io);
  return 0;
}

const snd_pcm_ioplug_callback_t callbacks = [] {
  snd_pcm_ioplug_callback_t all{};
  all.start = start;
  all.stop = stop;
  all.prepare = prepare;
  all.pointer = pointer;
  all.transfer = transfer;
  all.poll_revents = poll_revents;
  all.close = close_player;
  return all;
}();

// --- the jack ------------------------------------------------------------------------------------------------

int jack_count(snd_ctl_ext_t* /*ext*/) { return sportello_test_card()->dumb ? 1 : 2; }
int jack_list(snd_ctl_ext_t* /*ext*/, unsigned offset, snd_ctl_elem_id_t* id) {
  snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_CARD);
  snd_ctl_elem_id_set_name(id, offset == 0 ? "Mic Jack" : "Headphone Jack");
  return 0;
}
snd_ctl_ext_key_t jack_find(snd_ctl_ext_t* /*ext*/, const snd_ctl_elem_id_t* id) {
  const std::string_view name = snd_ctl_elem_id_get_name(id);
  return name == "Mic Jack" ? 0 : name == "Headphone Jack" ? 1 : SND_CTL_EXT_KEY_NOT_FOUND;
}
int jack_attribute(snd_ctl_ext_t* /*ext*/, snd_ctl_ext_key_t /*key*/, int* type, unsigned* access, unsigned* count) {
  *type = SND_CTL_ELEM_TYPE_BOOLEAN;
  *access = SND_CTL_EXT_ACCESS_READ;
  *count = 1;
  return 0;
}
int jack_read(snd_ctl_ext_t* /*ext*/, snd_ctl_ext_key_t key, long* value) {
  *value = key == 0 || sportello_test_card()->plugged ? 1 : 0;  // the microphone is always there
  return 0;
}
void jack_close(snd_ctl_ext_t* ext) { delete ext; }

const snd_ctl_ext_callback_t jack_callbacks = [] {
  snd_ctl_ext_callback_t all{};
  all.elem_count = jack_count;
  all.elem_list = jack_list;
  all.find_elem = jack_find;
  all.get_attribute = jack_attribute;
  all.read_integer = jack_read;
  all.close = jack_close;
  return all;
}();

}  // namespace

extern "C" {

SND_PCM_PLUGIN_DEFINE_FUNC(misbehaving) {
  (void)root, (void)conf;
  auto& card = *sportello_test_card();
  if (card.pulled) return -ENODEV;
  if (card.busy) return -EBUSY;
  auto* player = new Player;
  auto& io = player->io;
  io.version = SND_PCM_IOPLUG_VERSION;
  io.name = "a card that misbehaves";
  io.callback = &callbacks;
  io.private_data = player;
  io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  io.poll_events = POLLIN;
  const itimerspec every{{0, 3'000'000}, {0, 3'000'000}};
  timerfd_settime(io.poll_fd, 0, &every, nullptr);
  if (const int error = snd_pcm_ioplug_create(&io, name, stream, mode); error < 0) {
    delete player;
    return error;
  }
  static constexpr std::array<unsigned, 1> access = {SND_PCM_ACCESS_RW_INTERLEAVED};
  static constexpr std::array<unsigned, 1> format = {SND_PCM_FORMAT_S16_LE};
  snd_pcm_ioplug_set_param_list(&io, SND_PCM_IOPLUG_HW_ACCESS, access.size(), access.data());
  snd_pcm_ioplug_set_param_list(&io, SND_PCM_IOPLUG_HW_FORMAT, format.size(), format.data());
  snd_pcm_ioplug_set_param_minmax(&io, SND_PCM_IOPLUG_HW_CHANNELS, 1, 2);
  snd_pcm_ioplug_set_param_minmax(&io, SND_PCM_IOPLUG_HW_RATE, 8000, 48000);
  snd_pcm_ioplug_set_param_minmax(&io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1U << 16U);
  snd_pcm_ioplug_set_param_minmax(&io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 256, 1U << 18U);
  snd_pcm_ioplug_set_param_minmax(&io, SND_PCM_IOPLUG_HW_PERIODS, 2, 64);
  ++card.opened;
  *pcmp = io.pcm;
  return 0;
}
SND_PCM_PLUGIN_SYMBOL(misbehaving)

SND_CTL_PLUGIN_DEFINE_FUNC(misbehaving) {
  (void)root, (void)conf;
  if (sportello_test_card()->pulled) return -ENODEV;
  auto* ext = new snd_ctl_ext_t{};
  ext->version = SND_CTL_EXT_VERSION;
  ext->poll_fd = -1;
  ext->callback = &jack_callbacks;
  std::strcpy(ext->id, "misbehaving");
  std::strcpy(ext->name, "misbehaving");
  if (const int error = snd_ctl_ext_create(ext, name, mode); error < 0) {
    delete ext;
    return error;
  }
  *handlep = ext->handle;
  return 0;
}
SND_CTL_PLUGIN_SYMBOL(misbehaving)
}
