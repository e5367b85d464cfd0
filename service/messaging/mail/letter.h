// A mail as it travels: headers and two bodies, plain text and HTML (RFC 5322, 2045, 2047). Knows no server.
// Nothing that stands in a header can begin another one, whatever it holds.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "service/messaging/gateway.h"

namespace sportello::messaging {

struct Sender {
  std::string address;         // of the From header
  std::string name;            // shown beside it; "": the school's
  std::string bounce_address;  // where refusals go; "": to `address`
};

// The whole message, lines ended by CRLF. `parcel.mail` is there. The same message again has the same Message-ID.
std::string letter(const Parcel& parcel, const Sender& sender, std::chrono::sys_seconds now);

// The envelope's sender: the bounce address with the message's id, "bounces+ID@host", so that a bounce that comes
// later says which message it is about.
std::string envelope_sender(const Sender& sender, std::string_view id);

// "=?UTF-8?B?…?=" where it is needed, folded; control characters become spaces.
std::string encoded_header(std::string_view text);
std::string quoted_printable(std::string_view text);
// Whether it may stand in an envelope: one @, no spaces, brackets, controls.
bool is_plain_address(std::string_view text);

}  // namespace sportello::messaging
