#include "kiosk/devices/alsa_jack.h"

#include <alsa/asoundlib.h>

namespace sportello::devices {

bool is_headphone_jack(std::string_view control) {
  const auto has = [control](std::string_view word) { return control.find(word) != std::string_view::npos; };
  return (has("Headphone") || has("Headset")) && control.ends_with(" Jack") && !has("Mic") && !has("Phantom");
}

void AlsaJack::watch(const std::string& card) {
  if (card == card_) return;
  close();
  card_ = card;
}

Headset AlsaJack::look() {
  if (card_.empty()) return Headset::unknown;
  if (control_ == nullptr && snd_ctl_open(&control_, card_.c_str(), SND_CTL_NONBLOCK) < 0) {
    control_ = nullptr;
    return Headset::unknown;
  }
  snd_ctl_elem_list_t* list = nullptr;
  snd_ctl_elem_list_alloca(&list);
  if (snd_ctl_elem_list(control_, list) < 0) {  // the card is gone; a next look opens it again
    close();
    return Headset::unknown;
  }
  const auto count = snd_ctl_elem_list_get_count(list);
  if (snd_ctl_elem_list_alloc_space(list, count) < 0) return Headset::unknown;
  auto found = Headset::unknown;
  if (snd_ctl_elem_list(control_, list) == 0) {
    for (unsigned i = 0; i < snd_ctl_elem_list_get_used(list); ++i) {
      if (snd_ctl_elem_list_get_interface(list, i) != SND_CTL_ELEM_IFACE_CARD ||
          !is_headphone_jack(snd_ctl_elem_list_get_name(list, i))) {
        continue;
      }
      snd_ctl_elem_id_t* id = nullptr;
      snd_ctl_elem_id_alloca(&id);
      snd_ctl_elem_list_get_id(list, i, id);
      snd_ctl_elem_value_t* value = nullptr;
      snd_ctl_elem_value_alloca(&value);
      snd_ctl_elem_value_set_id(value, id);
      if (snd_ctl_elem_read(control_, value) < 0) continue;
      if (snd_ctl_elem_value_get_boolean(value, 0) != 0) found = Headset::present;
      if (found == Headset::unknown) found = Headset::absent;
    }
  }
  snd_ctl_elem_list_free_space(list);
  return found;
}

void AlsaJack::close() {
  if (control_ != nullptr) snd_ctl_close(control_);
  control_ = nullptr;
}

}  // namespace sportello::devices
