// Writes from top to bottom.
#include "service/messaging/mail/letter.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace sportello::messaging {
namespace {

constexpr std::size_t longest_line = 76;     // of quoted-printable, RFC 2045, 6.7
constexpr std::size_t bytes_in_a_word = 42;  // of an encoded word: 75 characters hold 45 bytes, less its frame

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.resize(text.size() - 1);  // its zero
  return text;
}

// As much as one encoded word takes, cut between characters.
std::string_view next_piece(std::string_view text) {
  if (text.size() <= bytes_in_a_word) return text;
  auto end = bytes_in_a_word;
  while (end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::string date_of(std::chrono::sys_seconds now) {
  constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{now - day};
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "%s, %u %s %d %02ld:%02ld:%02ld +0000",
                                   days.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
                                   months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                                   static_cast<long>(time.hours().count()), static_cast<long>(time.minutes().count()),
                                   static_cast<long>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view host_of(std::string_view address) { return address.substr(address.rfind('@') + 1); }

// Quoted, because a school's name may hold commas and dots; encoded words must not stand in quotes.
std::string display_name(std::string name) {
  std::erase_if(name, [](char c) { return c == '"' || c == '\\'; });
  const auto encoded = encoded_header(name);
  return encoded == name ? "\"" + name + "\"" : encoded;
}

void append_part(std::string& whole, const std::string& boundary, std::string_view type, std::string_view body) {
  whole += "--" + boundary + "\r\nContent-Type: " + std::string{type} +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
  auto encoded = quoted_printable(body);
  whole += encoded + "\r\n";
  sodium_memzero(encoded.data(), encoded.size());
}

}  // namespace

std::string encoded_header(std::string_view text) {
  std::string clean{text};
  std::ranges::replace_if(clean, is_control, ' ');
  const bool plain = std::ranges::all_of(clean, [](char c) { return static_cast<unsigned char>(c) < 0x7F; });
  if (plain && clean.size() <= longest_line && !clean.contains("=?")) return clean;
  std::string result;
  for (std::string_view rest{clean}; !rest.empty();) {
    const auto piece = next_piece(rest);
    result += (result.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(piece) + "?=";
    rest.remove_prefix(piece.size());
  }
  return result;
}

std::string quoted_printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  result.reserve(text.size() * 3 + text.size() / 20);
  std::size_t line = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      result += "\r\n";
      line = 0;
      continue;
    }
    const bool at_end = at + 1 == text.size() || text[at + 1] == '\n';
    const bool as_is = (c > ' ' && c < 0x7F && c != '=') || (c == ' ' && !at_end);
    const std::size_t needed = as_is ? 1 : 3;
    if (line + needed > longest_line - 1) {
      result += "=\r\n";
      line = 0;
    }
    if (as_is) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += {'=', digits[byte >> 4U], digits[byte & 0xFU]};
    }
    line += needed;
  }
  return result;
}

bool is_plain_address(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.rfind('@') == at &&
         std::ranges::none_of(text,
                              [](char c) { return is_control(c) || std::string_view{" <>()[]\\,;:\""}.contains(c); });
}

std::string envelope_sender(const Sender& sender, std::string_view id) {
  if (sender.bounce_address.empty()) return sender.address;
  const auto at = sender.bounce_address.rfind('@');
  return sender.bounce_address.substr(0, at) + "+" + std::string{id} + sender.bounce_address.substr(at);
}

std::string letter(const Parcel& parcel, const Sender& sender, std::chrono::sys_seconds now) {
  const auto& mail = *parcel.mail;
  // Not in the bodies: quoted-printable writes '=' as =3D.
  const auto boundary = "=_" + parcel.id;
  std::string whole;
  // Room for all of it, so that growing leaves no copy of a link behind.
  whole.reserve(4096 + 4 * (parcel.text.size() + mail.html.size()));
  whole += "From: " + display_name(sender.name.empty() ? mail.from_name : sender.name) + "\r\n <" + sender.address +
           ">\r\n";
  whole += "To: <" + std::string{parcel.to.reveal()} + ">\r\n";
  whole += "Subject: " + encoded_header(mail.subject) + "\r\n";
  whole += "Date: " + date_of(now) + "\r\n";
  whole += "Message-ID: <" + parcel.id + "@" + std::string{host_of(sender.address)} + ">\r\n";
  whole += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n";
  whole += "Content-Language: " + encoded_header(mail.language) + "\r\n";
  whole += "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
  append_part(whole, boundary, "text/plain", parcel.text.reveal());
  append_part(whole, boundary, "text/html", mail.html.reveal());
  whole += "--" + boundary + "--\r\n";
  return whole;
}

}  // namespace sportello::messaging
