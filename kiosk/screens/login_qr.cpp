#include "kiosk/screens/login_qr.h"

#include <algorithm>

namespace sportello::screens {

namespace {
constexpr float between = 20;
float words_height(Ui& ui, const LoginQr& qr, float width) {
  return ui.measure(ui.say("qr.login"_t), qr.style, width).h +
         ui.measure(ui.say("qr.safe"_t), caption_style, width).h + 6;
}
}  // namespace

std::string host_of(const std::string& url) {
  const auto scheme = url.find("://");
  const auto from = scheme == std::string::npos ? 0 : scheme + 3;
  return url.substr(from, url.find_first_of("/?#", from) - from);
}

float login_qr_height(Ui& ui, const LoginQr& qr, float width) {
  if (qr.url.empty()) return 0;
  return std::max(qr.size, words_height(ui, qr, width - qr.size - between));
}

void draw_login_qr(Ui& ui, const LoginQr& qr, Rect box) {
  if (qr.url.empty()) return;
  const Rect square = {box.x, box.middle_y() - qr.size / 2, qr.size, qr.size};
  const Words login = ui.say("qr.login"_t), safe = ui.say("qr.safe"_t);
  widgets::qr_code(ui, "qr", widgets::qr_modules(qr.url), widgets::plain(host_of(qr.url)), square);
  const float room = box.w - qr.size - between, first = ui.measure(login, qr.style, room).h;
  const float second = ui.measure(safe, caption_style, room).h;
  const float x = square.right() + between, y = box.middle_y() - (first + 6 + second) / 2;
  ui.text("qr.login", login, qr.style, {x, y, room, first});
  ui.text("qr.safe", safe, caption_style, {x, y + first + 6, room, second});
}

}  // namespace sportello::screens
