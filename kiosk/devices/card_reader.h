// Believes what bars say only when two frames in a row say the same.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/devices/frame.h"
#include "service/shared/secret/secret.h"

namespace sportello::devices {

class CardReader {
 public:
  // The text, once, at the second frame that agrees; then nothing until another text was agreed on or `forget()`.
  std::optional<secret::SecretText> look(const Frame& frame);
  void forget();

 private:
  secret::SecretText last_;
  bool told_ = false;
};

}  // namespace sportello::devices
