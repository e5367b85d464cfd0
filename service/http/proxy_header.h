// The PROXY protocol, version 2, that a TCP balancer puts before a connection's own bytes to say whose it is.
// Believed only from balancers that the configuration names. Refuses version 1, other families than IPv4 and IPv6
// over TCP, and headers longer than any of ours.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::http {

inline constexpr std::size_t proxy_fixed_bytes = 16;  // signature, version, family, length of what follows
inline constexpr std::size_t proxy_more_bytes = 512;  // two addresses have 36; the rest is what balancers add

// How many bytes follow the first 16; nothing: this is no such header.
std::optional<std::size_t> proxy_length(std::span<const unsigned char, proxy_fixed_bytes> fixed);
// The client's address. Nothing: the balancer asks for itself, such as for a health check. An error: not understood.
std::expected<std::optional<std::string>, std::string_view> proxy_client(
    std::span<const unsigned char, proxy_fixed_bytes> fixed, std::span<const unsigned char> more);

// Addresses and networks, such as "10.0.0.5", "10.0.0.0/8" or "fd00::/8".
class Networks {
 public:
  // The error is a sentence.
  static std::expected<Networks, std::string> parse(const std::vector<std::string>& texts);
  [[nodiscard]] bool contain(const std::string& address) const;  // numeric
  [[nodiscard]] bool empty() const { return networks_.empty(); }

 private:
  struct Network {
    std::vector<unsigned char> address;  // 4 or 16 bytes
    unsigned bits = 0;
  };
  std::vector<Network> networks_;
};

}  // namespace sportello::http
