// A self-signed certificate for localhost and 127.0.0.1, good for a day.
#pragma once

#include <filesystem>
#include <string>

namespace sportello::fakes {

struct CertificateFiles {
  std::filesystem::path certificate, private_key;
};
CertificateFiles make_certificate(const std::filesystem::path& folder);
// "sha256//…" of its public key, as curl wants it.
std::string pin_of(const std::filesystem::path& certificate);

}  // namespace sportello::fakes
