// Speech slower than espeak-ng speaks, at the same pitch (libsonic). Not for secrets: the library's buffers are not
// ours to wipe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace sportello::speech {

class Stretch {
 public:
  Stretch(int sample_rate, float times_longer);  // throws std::bad_alloc
  Stretch(const Stretch&) = delete;
  Stretch& operator=(const Stretch&) = delete;
  ~Stretch();

  using Sink = std::function<bool(std::span<const std::int16_t>)>;
  // False: the sink has enough.
  bool put(std::span<const std::int16_t> sound, const Sink& sink);
  bool finish(const Sink& sink);

 private:
  bool hand_on(const Sink& sink);
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace sportello::speech
