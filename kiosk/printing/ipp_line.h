// One question to an IPP printer, and its answer: a connection each. Knows no slip. Never asks anybody for a
// password.
#pragma once

#include <cups/ipp.h>

#include <expected>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/printing/limits.h"

namespace sportello::printing {

struct IppAddress {
  std::string uri;  // as the printer knows itself
  std::string host;
  int port = 631;  // RFC 8010
  std::string resource;
  bool encrypted = false;
  std::string pin;  // "sha256//…" of its public key; empty: whoever answers at this address is believed

  // ipp://…, on this machine only (a spooler, or a printer on USB by ipp-usb): a slip in clear on a network is
  // refused. ipps://… anywhere. The error is one sentence for a technician.
  static std::expected<IppAddress, std::string> of(const std::string& uri, const std::string& pin = "");
};

class IppLine {
 public:
  struct Drop {
    void operator()(ipp_t* message) const { ippDelete(message); }
  };
  using Message = std::unique_ptr<ipp_t, Drop>;

  IppLine(IppAddress address, const Limits& limits) : address_(std::move(address)), limits_(limits) {}

  // With what every request begins: character set, language, printer, and a user that says nothing of anybody.
  [[nodiscard]] Message request(ipp_op_t operation) const;
  // Null when nothing, or nothing legible, came back in time, or `stop` was asked.
  [[nodiscard]] Message ask(const Message& request, std::string_view document, const std::stop_token& stop) const;

 private:
  IppAddress address_;
  Limits limits_;
};

// Empty, or nothing, where the message has no such attribute.
std::vector<std::string> strings_of(const IppLine::Message& message, const char* name);
std::optional<int> number_of(const IppLine::Message& message, const char* name);
bool went_well(const IppLine::Message& message);

}  // namespace sportello::printing
