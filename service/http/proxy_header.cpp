// Byte by byte, as haproxy.org's proxy-protocol.txt section 2.2 has it.
#include "service/http/proxy_header.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace sportello::http {
namespace {

constexpr std::array<unsigned char, 12> signature = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D,
                                                     0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
constexpr unsigned char version_2_local = 0x20, version_2_proxy = 0x21;
constexpr unsigned char tcp_over_ipv4 = 0x11, tcp_over_ipv6 = 0x21;

// An IPv4 address that came over an IPv6 socket is an IPv4 address.
std::vector<unsigned char> bytes_of(const std::string& address) {
  std::vector<unsigned char> bytes(16);
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
    bytes.resize(4);
    return bytes;
  }
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return {};
  constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) bytes.erase(bytes.begin(), bytes.begin() + 12);
  return bytes;
}

bool same_beginning(const std::vector<unsigned char>& a, const std::vector<unsigned char>& b, unsigned bits) {
  for (unsigned i = 0; i < bits; ++i) {
    const auto mask = static_cast<unsigned char>(0x80U >> (i % 8));
    if (((a.at(i / 8) ^ b.at(i / 8)) & mask) != 0) return false;
  }
  return true;
}

}  // namespace

std::optional<std::size_t> proxy_length(std::span<const unsigned char, proxy_fixed_bytes> fixed) {
  if (!std::equal(signature.begin(), signature.end(), fixed.begin())) return std::nullopt;
  if (fixed[12] != version_2_local && fixed[12] != version_2_proxy) return std::nullopt;
  const std::size_t length = (std::size_t{fixed[14]} << 8U) | fixed[15];
  if (length > proxy_more_bytes) return std::nullopt;
  return length;
}

std::expected<std::optional<std::string>, std::string_view> proxy_client(
    std::span<const unsigned char, proxy_fixed_bytes> fixed, std::span<const unsigned char> more) {
  if (fixed[12] == version_2_local) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (fixed[13] == tcp_over_ipv4 && more.size() >= 12) {
    inet_ntop(AF_INET, more.data(), text.data(), text.size());
    return std::string{text.data()};
  }
  if (fixed[13] == tcp_over_ipv6 && more.size() >= 36) {
    inet_ntop(AF_INET6, more.data(), text.data(), text.size());
    return std::string{text.data()};
  }
  return std::unexpected("no address of TCP over IPv4 or IPv6");
}

std::expected<Networks, std::string> Networks::parse(const std::vector<std::string>& texts) {
  Networks networks;
  for (const auto& text : texts) {
    const auto slash = text.find('/');
    Network network{bytes_of(text.substr(0, slash)), 0};
    const auto most = static_cast<unsigned>(network.address.size() * 8);
    network.bits = most;
    bool right = !network.address.empty();
    if (slash != std::string::npos) {
      const auto* end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, network.bits);
      right = right && error == std::errc{} && stop == end && network.bits <= most;
    }
    if (!right) return std::unexpected("\"" + text + "\" is no address: write it as 10.0.0.5 or 10.0.0.0/8");
    networks.networks_.push_back(std::move(network));
  }
  return networks;
}

bool Networks::contain(const std::string& address) const {
  const auto bytes = bytes_of(address);
  return !bytes.empty() && std::ranges::any_of(networks_, [&](const Network& network) {
    return network.address.size() == bytes.size() && same_beginning(network.address, bytes, network.bits);
  });
}

}  // namespace sportello::http
