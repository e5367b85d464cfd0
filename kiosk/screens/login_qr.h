// The way into the register: a QR code of its login page, and the page's host for who reads it. No secret inside.
// Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"
#include "kiosk/widgets/qr_code.h"

namespace sportello::screens {

// "registro.example", of an address; empty where there is none.
std::string host_of(const std::string& url);

// A square of this size with its words beside it; nothing for an empty address.
struct LoginQr {
  std::string url;
  float size = 160;
  TextStyle style = {};
};
[[nodiscard]] float login_qr_height(Ui& ui, const LoginQr& qr, float width);
void draw_login_qr(Ui& ui, const LoginQr& qr, Rect box);

}  // namespace sportello::screens
