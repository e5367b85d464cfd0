// An ALSA of the test's own: the file plug-in, which keeps what is played, and the card that misbehaves.
#pragma once

#include <dlfcn.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"
#include "tests/speech/misbehaving_alsa.h"

namespace sportello::tests {

class AlsaConfiguration {
 public:
  // One for each program: libasound reads its configuration once.
  static AlsaConfiguration& only() {
    static AlsaConfiguration configuration;
    return configuration;
  }
  // What the device "capture" was given, raw.
  [[nodiscard]] std::filesystem::path capture() const { return folder_ / "capture.raw"; }
  Card& card() { return *card_; }
  void well_behaved() {
    card_->pulled = card_->stalls = card_->busy = card_->plugged = card_->dumb = false;
    const std::lock_guard lock{card_->mutex};
    card_->played.clear();
  }

 private:
  AlsaConfiguration() {
    const auto file = folder_ / "asound.conf";
    std::ofstream(file) << "pcm.capture { type file slave.pcm { type null } file \"" << capture().string()
                        << "\" format raw perm 0600 }\n"
                        << "pcm_type.misbehaving { lib \"" << ALSA_PLUGIN << "\" }\n"
                        << "ctl_type.misbehaving { lib \"" << ALSA_PLUGIN << "\" }\n"
                        << "pcm.misbehaving { type misbehaving }\n"
                        << "ctl.misbehaving { type misbehaving }\n";
    setenv("ALSA_CONFIG_PATH", file.c_str(), 1);
    void* library = dlopen(ALSA_PLUGIN, RTLD_NOW | RTLD_GLOBAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    card_ = reinterpret_cast<CardFunction*>(dlsym(library, card_symbol))();
  }

  fakes::TempFolder folder_;
  Card* card_ = nullptr;
};

}  // namespace sportello::tests
